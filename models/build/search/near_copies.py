"""Tells a false match from a text that is in the index after all, in other hands.

The texts come from public sources that repeat themselves: press releases end in the same
lines, templates fill whole articles, two years of an encyclopedia hold one article in two
versions. Where a text without a source in the index is matched, the match is genuine if the
document holds enough of the text's own words in the same order: as a near copy, by long runs,
or as an edited copy, by short ones all over the text.

Among 100,000 documents the most that one has of a review or a court's opinion, which nobody
copies, is .2 of the words of 80-word paragraphs for 99 in 100 of them, .38 once. Recipes are
made of stock phrases (half of them have .29 in some unrelated document), so there short runs prove
nothing.
"""
import json
import re

WORD = re.compile(r"\w+")
LENGTH = 8          # words of a run
ENOUGH_SHARE = .1   # of the text's runs
ENOUGH_RUNS = 20    # or so many: 27 words in a row
SHORT = 3           # words of a short run
EDITED_SHARE = .35  # of the text's words, in short runs
STOCK = {"rec"}     # kinds of text in which short runs are stock phrases
NEAR, EDITED, PASSAGE, NOTHING = "near copy", "edited copy", "passage", "nothing"


def words(text):
    return WORD.findall(text.lower())


def runs(tokens, length=LENGTH):
    return [" ".join(tokens[i:i + length]) for i in range(len(tokens) - length + 1)]


def covered(tokens, others):
    """The share of the words that stand in short runs of the others as well."""
    known, inside = set(runs(others, SHORT)), set()
    for at, run in enumerate(runs(tokens, SHORT)):
        if run in known:
            inside.update(range(at, at + SHORT))
    return len(inside) / max(1, len(tokens))


class NearCopies:
    """Texts by name, read when they are first asked for."""

    def __init__(self, shapes, docs):
        self.docs, self.texts, self.known = docs, {}, {}
        for path in shapes:
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    row = json.loads(line)
                    self.known[row["id"]] = row["text"]

    def load(self, names):
        """The texts of these documents, in one reading of the file."""
        missing = set(names) - self.texts.keys()
        if not missing:
            return
        with open(self.docs, encoding="utf-8") as lines:
            for line in lines:
                name = line[8:line.index('"', 8)]   # {"id": "NAME"
                if name in missing:
                    self.texts[name] = json.loads(line)["text"]

    def unspun(self, query):
        return words(self.known[query.split("/", 2)[2]])   # SPINNER/RATE/SHAPE'S ID

    def common(self, query, name):
        """Runs that the unspun text of a query has in common with a document; and has."""
        asked = set(runs(self.unspun(query)))
        return len(asked & set(runs(words(self.texts[name])))), len(asked)

    def kind(self, query, name):
        """What the document is to the text: NEAR, EDITED, PASSAGE or NOTHING."""
        common, of = self.common(query, name)
        if common >= ENOUGH_RUNS or (common > 0 and common >= ENOUGH_SHARE * of):
            return NEAR
        file = query.split("/")[2].split("-")[0]
        if file not in STOCK and covered(self.unspun(query),
                                         words(self.texts[name])) >= EDITED_SHARE:
            return EDITED
        return PASSAGE if common else NOTHING

    def genuine(self, query, name):
        return self.kind(query, name) in (NEAR, EDITED)
