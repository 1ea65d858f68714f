"""How easily a classifier tells the simulator's texts from really spun pages.

  measure.py --data DATA --work WORK --only realism

The classifier sees what a spinner leaves (how much, where and by what the detector thinks words were
swapped), and nothing that knows the topic. Ordinary texts are spun at the rates that the swaps listed
for real pages show, and every text, real or simulated, is looked at by a channel without the records
of one fold, so that neither side is better known to it.
"""
import collections
import json
import math
import os
import re

KINDS = ("seo-copy", "product-description", "health-copy", "technical-docs", "student-readme", "non-native",
         "academic-abstract", "machine-translated", "professional-news", "legal")
OTHERS = 60  # texts of each other source
WORDS = 120
PROFILES = (0, 1, 2, 3)
FUNCTION = frozenset("""a about after all also an and any are as at be because been before but by can could did do
  does during each few for from had has have he her here him his how i if in into is it its just may me might more
  most must my no nor not of off on once only or other our out over own same she should so some such than that the
  their them then there these they this those through to too under until up upon very via was we were what when
  where which while who whom why will with within without would you your""".split())
ENDINGS = ("ing", "ed", "ly", "s")
# Of despin-features, those that do not see how familiar a topic is, by column.
DOCUMENT = {"evidence": 0, "swap rate": 1, "expected swaps": 2, "firm swaps": 3, "strong swaps": 4,
            "phrase swaps": 5, "traces": 9}


def ending(word):
    return next((e for e in ENDINGS if word.endswith(e)), "")


def mean(values, otherwise=0.0):
    values = list(values)
    return sum(values) / len(values) if values else otherwise


class Counts:
    """Logarithms of how often a word is written."""

    def __init__(self, path):
        self.log = {}
        if os.path.exists(path):
            for line in open(path, encoding="utf-8"):
                word, count, *_ = line.rstrip("\n").split("\t")
                self.log[word] = math.log(float(count) + 1)

    def of(self, phrase):
        return min((self.log.get(w, 0.0) for w in phrase.lower().split()), default=0.0)


def swap_features(text, report, counts):
    """What can be told of the places that the detector thinks were swapped."""
    found = report["findings"]
    written = [f["written"] for f in found]
    meant = [f["likely_originals"][0] if f["likely_originals"] else "" for f in found]
    words = re.findall(r"[A-Za-z']+", text)
    n = max(len(words), 1)
    single = [(w.lower(), m) for w, m in zip(written, meant) if m and " " not in w + m]
    low = [w.lower() for w in written]
    gaps = [b["begin_byte"] - a["end_byte"] for a, b in zip(found, found[1:])]
    raw = text.encode()
    return {
        "findings": len(found) / n,
        "words in findings": sum(len(w.split()) for w in written) / n,
        "several words written": mean(" " in w for w in written),
        "words written": mean(len(w.split()) for w in written),
        "several words meant": mean(" " in m for m in meant),
        "longer than meant": mean(math.log((len(w) + 1) / (len(m) + 1)) for w, m in zip(low, meant) if m),
        "no original": mean(not m for m in meant),
        "evidence": mean(math.log1p(max(f["evidence_nats"], 0)) for f in found),
        "said again": mean(w in low[:i] for i, w in enumerate(low)),
        "capital": mean(w[0].isupper() for w in written),
        "function word": mean(w in FUNCTION for w in low),
        "begins with function word": mean(" " in w and w.split()[0] in FUNCTION for w in low),
        "ends with function word": mean(" " in w and w.split()[-1] in FUNCTION for w in low),
        "next to another": mean(g <= 2 for g in gaps),
        "gaps even": -math.sqrt(mean((math.log1p(max(g, 0)) - mean(math.log1p(max(h, 0)) for h in gaps)) ** 2
                                     for g in gaps)),
        "other ending": mean(ending(w) != ending(m) for w, m in single),
        "adverb": mean(w.endswith("ly") for w in low),
        "hyphened": mean(raw[f["begin_byte"] - 1:f["begin_byte"]] == b"-" or
                         raw[f["end_byte"]:f["end_byte"] + 1] == b"-" for f in found),
        "commoner than meant": mean(counts.of(w) - counts.of(m) for w, m in zip(written, meant) if m),
        "a for an": len(re.findall(r"\b[Aa] [aeio]\w|\b[Aa]n [bcdfgjklmnpqrstvwxz]\w\w", text)) / n,
        "word twice": len(re.findall(r"\b(\w+) \1\b", text)) / n,
    }


# --- The classifiers ----------------------------------------------------------------------


def logistic(rows, labels, weights, penalty=3.0, steps=12):
    """Weights of standardized columns, the bias last, by Newton's method."""
    size = len(rows[0]) + 1
    theta = [0.0] * size
    rows = [row + [1.0] for row in rows]
    for _ in range(steps):
        slope = [-penalty * t for t in theta[:-1]] + [0.0]
        bend = [[penalty * (i == j and i < size - 1) for j in range(size)] for i in range(size)]
        for row, y, weight in zip(rows, labels, weights):
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(t * x for t, x in zip(theta, row))))))
            for i, x in enumerate(row):
                slope[i] += weight * (y - p) * x
                h = weight * p * (1 - p) * x
                for j in range(i + 1):
                    bend[i][j] += h * row[j]
        for i in range(size):
            for j in range(i):
                bend[j][i] = bend[i][j]
        theta = [t + s for t, s in zip(theta, solved(bend, slope))]
    return theta


def solved(matrix, vector):
    m = [row[:] + [v] for row, v in zip(matrix, vector)]
    n = len(m)
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(m[k][i]))
        m[i], m[pivot] = m[pivot], m[i]
        for k in range(i + 1, n):
            f = m[k][i] / m[i][i]
            for j in range(i, n + 1):
                m[k][j] -= f * m[i][j]
    out = [0.0] * n
    for i in reversed(range(n)):
        out[i] = (m[i][n] - sum(m[i][j] * out[j] for j in range(i + 1, n))) / m[i][i]
    return out


def boosted(rows, labels, weights, rounds=60, rate=0.25):
    """Stumps (column, cut, value below, value above), each on what the others leave."""
    cuts = [(column, cut, [i for i, v in enumerate(values) if v < cut])
            for column, values in enumerate(zip(*rows))
            for cut in sorted({sorted(values)[len(values) * q // 8] for q in range(1, 8)})]
    scores, stumps = [0.0] * len(rows), []
    for _ in range(rounds):
        probability = [1 / (1 + math.exp(-s)) for s in scores]
        slope = [w * (y - p) for y, p, w in zip(labels, probability, weights)]
        bend = [w * p * (1 - p) for p, w in zip(probability, weights)]
        all_slope, all_bend = sum(slope), sum(bend)
        best = None
        for column, cut, below in cuts:
            s, b = sum(slope[i] for i in below), sum(bend[i] for i in below)
            gain = s * s / (b + 1) + (all_slope - s) ** 2 / (all_bend - b + 1)
            if best is None or gain > best[0]:
                best = gain, column, cut, rate * s / (b + 1), rate * (all_slope - s) / (all_bend - b + 1)
        stumps.append(best[1:])
        scores = [score + stump(best[1:], row) for score, row in zip(scores, rows)]
    return stumps


def stump(s, row):
    column, cut, below, above = s
    return below if row[column] < cut else above


def cross_validated(rows, labels, folds):
    """Scores by both classifiers, none of a text that taught it; and the logistic weights, averaged."""
    linear, trees = [0.0] * len(rows), [0.0] * len(rows)
    total = [0.0] * len(rows[0])
    for fold in sorted(set(folds)):
        learn = [i for i, f in enumerate(folds) if f != fold]
        columns = list(zip(*[rows[i] for i in learn]))
        centre = [mean(c) for c in columns]
        scale = [math.sqrt(mean((x - m) ** 2 for x in c)) or 1.0 for c, m in zip(columns, centre)]
        scaled = [[max(-4.0, min(4.0, (x - m) / s)) for x, m, s in zip(row, centre, scale)] for row in rows]
        real = sum(labels[i] for i in learn)
        weights = [0.5 * len(learn) / (real if labels[i] else len(learn) - real) for i in learn]
        given = [scaled[i] for i in learn], [labels[i] for i in learn], weights
        theta = logistic(*given)
        stumps = boosted(*given)
        total = [t + w / len(set(folds)) for t, w in zip(total, theta)]
        for i, f in enumerate(folds):
            if f == fold:
                linear[i] = sum(t * x for t, x in zip(theta, scaled[i]))
                trees[i] = sum(stump(s, scaled[i]) for s in stumps)
    return linear, trees, total


# --- The texts ----------------------------------------------------------------------------


def share_listed(record):
    """Share of a page's words that readers say were swapped; words both sides have were not."""
    swapped = 0
    for written, meant in record["substitutions"]:
        same = collections.Counter(written.lower().split()) & collections.Counter(meant.lower().split())
        swapped += len(meant.split()) - sum(same.values())
    return min(0.6, swapped / max(len(record["text"].split()), 1))


def ordinary(bench):
    """Ordinary texts of the kinds that spinners are fed: [(id, text)]."""
    out = [(r["id"], r["text"]) for r in bench.records if r["label"] == "clean" and r["kind"] in KINDS]
    news = [json.loads(line)["text"] for line in
            open(os.path.join(bench.data, "originals/wikinews_2019.jsonl"), encoding="utf-8")]
    articles = [" ".join(text.split()[:WORDS]) for text in news]
    out += [(f"news-{i}", text) for i, text in enumerate(articles[::len(articles) // OTHERS][:OTHERS])]
    words = open(f"{bench.texts}/opensource_com/honest.txt", encoding="utf-8").read()
    words = words.replace("<num>", "7").replace("<code>", "main.c").split()
    step = len(words) // OTHERS
    return out + [(f"open-{i}", " ".join(words[i * step:i * step + WORDS])) for i in range(OTHERS)]


def spun(bench, texts, rates, profile, options=()):
    """Each text at one of the rates, in turn."""
    out = []
    for number, rate in enumerate(rates):
        file = bench.write_records("plain.jsonl", [{"id": name, "text": text}
                                                   for name, text in texts[number::len(rates)]])
        lines = bench.tool("despin-spin", "--model", bench.finished(), "--profile", str(profile), "--rate",
                           f"{rate:.3f}", *options, file).splitlines()
        out += [(record["id"], record["text"]) for record in map(json.loads, lines)]
    return out


def looked_at(bench, texts, counts):
    """Features by id; texts of fold K by the channel without fold K: {id: ({name: value}, fold)}."""
    folds = bench.recipe["folds"]
    fold_of = {row[3]: k for k in range(folds)
               for row in bench.rows(os.path.join(bench.own, f"labelled.{k}.tsv"))}
    mask = [re.compile(re.escape(m.strip()), re.I) for m in
            sorted(open(bench.file("markers"), encoding="utf-8"), key=len, reverse=True) if m.strip()]
    out = {}
    for k in range(folds):
        mine = []
        for number, (name, text) in enumerate(texts):
            if fold_of.get(name, number % folds) == k:
                for marker in mask:
                    text = marker.sub(" ", text)
                mine.append({"id": name, "text": text, "label": "spun", "kind": "x"})
        file = bench.write_records("realism.jsonl", mine)
        channel = os.path.join(bench.own, f"channel.{k}")
        rows = {row[3]: [float(x) for x in row[5:]] for row in bench.features(channel, "--labelled", file)}
        model = bench.pack("realism.despin", channel)
        reports = [json.loads(line) for line in bench.tool(
            "despin", "check", "--json", "--explain", "--max-findings", "0", "--model", model,
            file).splitlines()]
        for record, report in zip(mine, reports):
            features = {f"text: {what}": rows[record["id"]][c] for what, c in DOCUMENT.items()}
            features.update(swap_features(record["text"], report, counts))
            out[record["id"]] = features, k
    return out


def measure(bench, show, area, interval):
    counts = Counts(os.path.join(bench.own, "counts.tsv"))
    pages = [r for r in bench.records if r["label"] == "spun"]
    real = looked_at(bench, [(r["id"], r["text"]) for r in pages], counts)
    listed = sorted(share_listed(r) for r in pages)
    rates = [listed[len(listed) * (2 * i + 1) // 16] for i in range(8)]
    texts = ordinary(bench)
    for profile, options in [(p, o) for p in PROFILES for o in ((), ("--lifelike",))]:
        mock = looked_at(bench, spun(bench, texts, rates, profile, options), counts)
        of = f"profile {profile}{', lifelike' if options else ''}"
        names = list(next(iter(real.values()))[0])
        both = [(f, fold, 1) for f, fold in real.values()] + [(f, fold, 0) for f, fold in mock.values()]
        for what, chosen in (("text", [n for n in names if n.startswith("text: ")]),
                             ("swaps", [n for n in names if not n.startswith("text: ")]), ("all", names)):
            linear, trees, weights = cross_validated([[f[n] for n in chosen] for f, _, _ in both],
                                                     [y for _, _, y in both], [fold for _, fold, _ in both])
            for how, scores in (("logistic", linear), ("stumps", trees)):
                mine = [s for s, (_, _, y) in zip(scores, both) if y]
                others = [s for s, (_, _, y) in zip(scores, both) if not y]
                show(f"realism, {of}, {what}, {how}: area", area(mine, others),
                     interval(area, mine, others, 200))
        gives_away = sorted(zip(weights, names), key=lambda p: -abs(p[0]))[:8]
        for weight, name in gives_away:
            show(f"realism, {of}, more in real pages: {name}", weight,
                 f"{mean(f[name] for f, _ in real.values()):.3f} real, "
                 f"{mean(f[name] for f, _ in mock.values()):.3f} simulated")
