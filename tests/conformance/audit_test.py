"""Records stand for themselves: what is read back of them, shown and explained."""

import json

import pytest

ESCAPES = "\x1b]0;title\x07\x1b[2J\x9b31m"
CONTROLS = {chr(c) for c in (*range(32), *range(127, 160))} - {"\n"}


@pytest.mark.parametrize(
    "record",
    [
        {"schema": "despin.scan/1", "verdict": "abstain", "abstain_reason": ESCAPES},
        {"schema": "despin.scan/1", "error": {"code": ESCAPES, "message": ESCAPES}},
        {
            **{"schema": "despin.scan/1", "verdict": "spun", "score": 3, "words": 300},
            **{key: ESCAPES for key in ("input", "id", "url", "title", "date", "language")},
            "findings": [{"written": ESCAPES, "likely_originals": [ESCAPES]}],
            "sources": [{"id": ESCAPES, "url": ESCAPES, "title": ESCAPES, "verdict": "spun"}],
        },
    ],
    ids=["reason", "error", "all else"],
)
def test_report_sends_no_control_characters(despin, record):
    assert not CONTROLS & set(despin("report", "-", stdin=json.dumps(record)))


# What a verdict depends on.


def test_a_report_says_by_what_it_was_judged(despin, examples):
    page = examples / "pages" / "harbour_spun.html"
    report = json.loads(despin("check", "--json", "--max-fpr", 0.01, page))
    judged = report["judged_by"]
    score = judged["bias"]
    for term in report["contributions"]:
        score += term["nats"]
    assert score == report["score"]  # to the bit
    assert judged["max_false_positive_rate"] == 0.01
    assert report["score"] >= judged["threshold"]
    assert judged["model"] == report["run"]["model"]
    assert judged["model"] in despin("model", "info", despin.environment["DESPIN_MODEL"])
    assert report["run"]["command"] == f"despin check --json --max-fpr 0.01 {page}"
    scanned = json.loads(despin("scan", "-q", "--max-fpr", 0.01, page))
    assert scanned["judged_by"] == judged
    assert "run" not in scanned  # a resumed scan writes the same bytes


def test_the_time_can_be_given(despin, monkeypatch):
    monkeypatch.setitem(despin.environment, "SOURCE_DATE_EPOCH", "1000000000")
    report = json.loads(despin("check", "--json", "-", stdin="Too short.", code=1))
    assert report["run"]["time"] == "2001-09-09T01:46:40Z"


# despin explain.


@pytest.fixture(name="spun", scope="module")
def spun_report(despin, examples):
    return despin("check", "--json", examples / "pages" / "harbour_spun.html")


def test_explain_adds_up(despin, spun):
    report = json.loads(spun)
    explained = json.loads(despin("explain", "--json", stdin=spun))
    assert explained["adds_up"] is True
    assert explained["verdict"] == "spun"
    total = explained["bias"] + sum(term["nats"] for term in explained["terms"])
    assert total == pytest.approx(report["score"])
    assert {term["name"] for term in explained["terms"]} == {
        term["name"] for term in report["contributions"]
    }
    assert all(term["meaning"] for term in explained["terms"])  # each feature has plain words
    strongest = [finding["evidence_nats"] for finding in explained["findings"]]
    assert strongest == sorted(strongest, reverse=True) and len(strongest) == 10
    text = despin("explain", stdin=spun)
    for part in ("Called spun: its score of", "bias", "threshold", report["judged_by"]["model"]):
        assert part in text
    assert max(map(len, text.splitlines())) <= 80


def test_explain_tells_of_a_changed_record(despin, spun):
    report = json.loads(spun)
    report["score"] += 1
    assert json.loads(despin("explain", "--json", stdin=json.dumps(report)))["adds_up"] is False
    assert "do not add up" in despin("explain", stdin=json.dumps(report))


def test_explain_says_what_a_scan_leaves_out(despin, examples, tmp_path):
    out = tmp_path / "out.jsonl"
    despin("scan", "-q", examples / "pages", "-o", out)
    ids = [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]
    explained = [json.loads(line) for line in despin("explain", "--json", out).splitlines()]
    assert [each["id"] for each in explained] == ids
    assert all("check --json" in " ".join(each["left_out"]) for each in explained)
    assert json.loads(despin("explain", "--json", "--id", ids[1], out))["id"] == ids[1]
    despin("explain", "--id", "none", out, code=1)


@pytest.mark.parametrize("line", ["x", "[]", "{}", '{"schema":"despin.scan/2"}', "[" * 100000])
def test_explain_refuses_what_is_no_record(despin, line):
    assert despin("explain", stdin=line + "\n", code=2) == ""


def test_explain_survives_a_hostile_record(despin):
    wrong = {"schema": "despin.report/1", "verdict": "spun", "score": 1e308, "words": -1}
    for value in (None, "x" * 9999, ESCAPES, [], {}, -1e308, [{}], [[1]], [{"nats": "x", "name": 3}]):
        keys = ("contributions", "judged_by", "run", "findings", "false_positive_rate_upper", "id")
        line = json.dumps(wrong | {key: value for key in keys})
        assert not CONTROLS & set(despin("explain", stdin=line))
        json.loads(despin("explain", "--json", stdin=line))


# despin eval.


def labeled(*texts):
    return "".join(json.dumps({"text": text, "label": label}) + "\n" for label, text in texts)


@pytest.fixture(name="two_texts", scope="module")
def labeled_pair(examples, tmp_path_factory):
    pages = examples / "pages"
    path = tmp_path_factory.mktemp("eval") / "labeled.jsonl"
    path.write_text(
        labeled(
            ("true", (pages / "harbour_spun.txt").read_text(encoding="utf-8")),
            ("0", (pages / "harbour_original.txt").read_text(encoding="utf-8")),
        ),
        encoding="utf-8",
    )
    return path


def test_eval_claims_nothing_of_two_texts(despin, two_texts):
    text = despin("eval", two_texts)
    assert "1.000 - 1.000" not in text
    figures = json.loads(despin("eval", "--json", two_texts))
    assert figures["tpr_at_fpr"] == {"0.05": None, "0.01": None, "0.001": None}
    assert figures["auroc"] == 1 and figures["auroc_ci"][0] < 0.25


def test_eval_writes_predictions(despin, two_texts, tmp_path):
    out = tmp_path / "predictions.jsonl"
    despin("eval", "--predictions", out, two_texts, two_texts)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["label"] for line in lines] == ["spun", "clean"] * 2
    assert [line["id"] for line in lines[:2]] == [f"{two_texts}:1", f"{two_texts}:2"]
    report = json.loads(
        despin(
            *("check", "--json", "-"),
            stdin=json.loads(two_texts.read_text(encoding="utf-8").splitlines()[0])["text"],
        )
    )
    for key in ("score", "verdict", "false_positive_rate_upper"):
        assert lines[0][key] == report[key]
    assert 0.5 < lines[0]["probability"] < 1


def test_eval_overwrites_no_input(despin, two_texts):
    before = two_texts.read_bytes()
    despin("eval", "--predictions", two_texts, two_texts, code=2)
    assert two_texts.read_bytes() == before


def test_eval_compares_two_models(despin, two_texts):
    model = despin.environment["DESPIN_MODEL"]
    first, second = map(
        json.loads, despin("eval", "--json", "-m", model, "-m", model, two_texts).splitlines()
    )
    assert "difference" not in first
    assert second["difference"]["auroc"] == 0 and second["difference"]["auroc_ci"] is None
    assert "second model less first" in despin("eval", "-m", model, "-m", model, two_texts)
