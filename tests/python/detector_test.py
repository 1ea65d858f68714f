"""A Detector: where its model comes from, what it says, and what it says to bad input."""

import copy
import os
import pickle
import re
import shutil

import pytest
from samples import MODEL, PAGES, ROOT, body, random_text

TEXTS = sorted(PAGES.glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_has_the_json_of_the_command(detector, command, path):
    expected = body(command("check", "--json", path))
    report = detector.check(path.read_bytes())
    assert report.to_json(str(path)) == expected
    assert pickle.loads(pickle.dumps(report)).to_json(str(path)) == expected


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.name)
def test_a_page_has_the_json_of_the_command(despin, detector, command, path):
    document = despin.read(path.read_bytes(), name=str(path))
    assert detector.check(document).to_json(str(path)) == body(command("check", "--json", path))


@pytest.mark.parametrize("seed", range(20))
def test_a_random_text_has_the_json_of_the_command(detector, command, seed):
    text = random_text(seed, words=300)
    expected = body(command("check", "--json", "-", stdin=text.encode()))
    assert detector.check(text).to_json("-") == expected


def test_a_pickled_report_spells_any_id_as_a_live_one(detector, original):
    report = detector.check(original)
    thawed = pickle.loads(pickle.dumps(report))
    for id in ("", '"\\/', "".join(map(chr, range(0x250))), "😀\u2028\uffff", '"id":""'):
        assert thawed.to_json(id) == report.to_json(id)


def test_values_are_those_of_the_json(detector, spun):
    report = detector.check(spun)
    json = report.to_dict("x")
    assert json["id"] == "x"
    for key in ("verdict", "score", "words", "evidence_nats", "swap_rate", "language"):
        assert getattr(report, key) == json[key]
    assert report.false_positive_rate_upper == json["false_positive_rate_upper"]
    assert report.disguises.invisible == json["disguises"]["invisible"]
    assert report.model == json["judged_by"]["model"]
    assert report.threshold == json["judged_by"]["threshold"]
    assert len(report.findings) == len(json["findings"]) == report.findings_total
    for finding, said in zip(report.findings, json["findings"], strict=True):
        assert (finding.begin_byte, finding.end_byte) == (said["begin_byte"], said["end_byte"])
        assert list(finding.likely_originals) == said["likely_originals"]
        assert finding.written == said["written"]
    terms = [(one.name, one.value, one.nats) for one in report.contributions]
    assert terms == [tuple(one.values()) for one in json["contributions"]]
    assert [one.name for one in report.families] == [one["name"] for one in json["families"]]
    assert [p.written for p in report.families[0].phrases] == [
        one["written"] for one in json["families"][0]["phrases"]
    ]
    assert abs(report.bias + sum(one.nats for one in report.contributions) - report.score) < 1e-9


def test_a_spun_page_is_one_passage_of_whole_sentences(detector, spun):
    report = detector.check("Ünï " + spun)
    (passage,) = report.passages
    assert 0 < passage.end - passage.begin <= len(report.text)
    inside = report.text[passage.begin : passage.end]
    assert inside.encode() == report.text.encode()[passage.begin_byte : passage.end_byte]
    assert report.text[passage.end : passage.end + 1] in (".", "")  # behind its last word
    assert all(passage.begin <= one.begin and one.end <= passage.end for one in report.findings)
    assert passage.verdict == "spun" and 0 < passage.score <= report.score  # of the densest part


def test_a_text_that_is_not_spun_is_one_passage(detector):
    report = detector.check("Ünï. The cat sat on the mat. " * 20)
    (passage,) = report.passages
    assert (passage.begin, passage.end) == (0, len(report.text))
    assert (passage.verdict, passage.score) == (report.verdict, report.score)


def test_indices_are_those_of_the_str(detector):
    findings = 0
    for seed in range(10_000):
        text = random_text(seed, words=25)
        data = text.encode()
        for finding in detector.check(text).findings:
            findings += 1
            assert text[finding.begin : finding.end] == finding.written
            assert data[finding.begin_byte : finding.end_byte].decode() == finding.written
    assert findings > 1000


def test_the_name_of_a_person_is_not_shown_as_swapped(detector, spun):
    written = {finding.written for finding in detector.check(spun).findings}
    assert "Reyes" in spun and "Reyes" not in written
    assert {"Crimson", "Move"} <= written  # of the Red Cross


def test_a_str_and_its_bytes_have_one_report(detector, spun):
    of_str, of_bytes = detector.check(spun), detector.check(bytearray(spun.encode()))
    assert of_str.to_json() == of_bytes.to_json()
    assert of_str.findings == of_bytes.findings
    assert of_bytes.text == spun


def test_an_empty_text_abstains(detector):
    report = detector.check("")
    assert (report.verdict, report.abstain_reason) == ("abstain", "too_short")
    assert report.findings == ()


def test_the_rate_decides(detector, spun):
    assert detector.check(spun, max_fpr=0.01).verdict == "spun"
    assert detector.check(spun, max_fpr=0).verdict == "not_spun"


@pytest.mark.parametrize("rate", [-0.1, 1.1, float("nan")])
def test_a_rate_that_is_none_is_bad_input(despin, detector, rate):
    with pytest.raises(despin.BadInputError):
        detector.check("text", max_fpr=rate)
    with pytest.raises(despin.BadInputError):
        list(detector.check_many(["text"], max_fpr=rate))


@pytest.mark.parametrize("text", [None, 3, 1.5, ["a"], object()])
def test_what_is_no_text_is_a_type_error(detector, text):
    with pytest.raises(TypeError, match="expected str or bytes"):
        detector.check(text)


def test_lone_surrogates_are_bad_utf8(despin, detector):
    with pytest.raises(despin.BadUtf8Error, match="index 2") as caught:
        detector.check("aé\udc80b")
    assert (caught.value.code, caught.value.byte) == ("bad_utf8", 3)


def test_bytes_that_are_no_utf8_are_bad_utf8(despin, detector):
    with pytest.raises(despin.BadUtf8Error) as caught:
        detector.check(b"abc\xff")
    assert caught.value.byte == 3
    assert isinstance(caught.value, ValueError)


def test_limits_end_a_call(despin, detector, original):
    with pytest.raises(despin.TooLargeError):
        detector.check(original, limits=despin.Limits(max_bytes=10))
    with pytest.raises(despin.DeadlineError) as caught:
        detector.check(original * 20, limits=despin.Limits(timeout=0))
    assert isinstance(caught.value, TimeoutError)
    report = detector.check(original, limits=despin.Limits(max_words=50, max_findings=0))
    assert report.truncated.unread_bytes > 0
    assert report.findings == ()


def test_a_text_beyond_the_default_limit_is_too_large(despin, detector):
    with pytest.raises(despin.TooLargeError):
        detector.check(b"a " * (33 << 20))


@pytest.mark.parametrize(
    "limits",
    [{"max_bytes": -1}, {"max_words": 1 << 32}, {"timeout": -1}, {"timeout": float("nan")}],
)
def test_limits_that_are_none_are_refused(despin, limits):
    with pytest.raises(ValueError, match="expected"):
        despin.Limits(**limits)


def test_a_model_of_bytes(despin, detector, original):
    of_bytes = despin.Detector(MODEL.read_bytes(), verify=True)
    assert of_bytes.check(original).to_json() == detector.check(original).to_json()
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(of_bytes)


def test_a_model_is_mapped_once(despin, detector):
    assert despin.Detector(MODEL)._handle is detector._handle
    assert despin.Detector(str(MODEL))._handle is detector._handle
    assert despin.Detector(MODEL, copy=True)._handle is not detector._handle


def test_the_installed_model_needs_no_name(despin, monkeypatch):
    monkeypatch.delenv("DESPIN_MODEL")
    assert despin.Detector().info.fingerprint == despin.load("en").info.fingerprint


@pytest.mark.parametrize("name", ["xx", "../en", ""])
def test_a_model_that_is_not_installed_is_not_found(despin, name):
    with pytest.raises(despin.NotFoundError):
        despin.load(name)


def test_models_that_are_none(despin, tmp_path):
    with pytest.raises(despin.NotFoundError) as caught:
        despin.Detector(tmp_path / "none")
    assert isinstance(caught.value, FileNotFoundError)
    (tmp_path / "text").write_text("no model" * 100)
    with pytest.raises(despin.NotAModelError):
        despin.Detector(tmp_path / "text")
    whole = MODEL.read_bytes()
    (tmp_path / "short").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(despin.TruncatedError):
        despin.Detector(tmp_path / "short")
    with pytest.raises(despin.BadModelError, match="section"):
        despin.Detector(whole[:-9] + bytes(9), verify=True)
    with pytest.raises(despin.ModelTooNewError):
        despin.Detector(whole[:8] + b"\x02" + whole[9:])
    with pytest.raises(TypeError):
        despin.Detector(3)
    with pytest.raises(despin.BadInputError, match="NUL"):
        despin.Detector("a\0b")


def test_facts_about_a_model(despin, detector):
    info = detector.info
    assert info.languages[0].startswith("en")
    assert 0.001 in info.rates
    assert all(len(band.thresholds) == len(info.rates) for band in info.bands)
    facts = despin.model_info(MODEL)
    assert facts.bytes == MODEL.stat().st_size
    assert facts.format == info.format
    assert facts.sections
    despin.verify_model(MODEL)
    with pytest.raises(despin.NotFoundError):
        despin.model_info(ROOT / "none")


def test_the_package_of_the_model_has_the_version_of_its_format(despin):
    project = (ROOT / "lib/python/despin_en/pyproject.toml").read_text(encoding="utf-8")
    major = re.search(r'^version = "(\d+)\.', project, flags=re.MULTILINE)[1]
    assert int(major) == despin.model_info(MODEL).format[0]


def test_copies_are_the_same_detector(detector):
    assert copy.copy(detector) is detector
    assert copy.deepcopy({"a": detector})["a"] is detector


def test_a_pickle_is_a_path_and_a_fingerprint(despin, detector, tmp_path):
    data = pickle.dumps(detector)
    assert len(data) < 1000
    assert pickle.loads(data)._handle is detector._handle
    other = tmp_path / "other.despin"
    other.write_bytes((ROOT / "models/tiny.despin").read_bytes())
    pickled = pickle.dumps(despin.Detector(other))
    os.replace(shutil.copy(MODEL, tmp_path / "new"), other)
    with pytest.raises(despin.BadModelError, match="fingerprint"):
        pickle.loads(pickled)
    other.unlink()
    with pytest.raises(despin.NotFoundError):
        pickle.loads(pickled)


def test_a_phrase_is_restored(despin, detector):
    meanings = detector.restore("Communist Bash", max_meanings=3)
    assert meanings[0].text == "communist party"
    assert len(meanings) == 3
    assert meanings[0].score_nats >= meanings[1].score_nats
    with pytest.raises(despin.TooLargeError):
        detector.restore("word " * 100)
    with pytest.raises(TypeError):
        detector.restore(None)


def test_errors_keep_their_facts_in_a_pickle(despin):
    for kind in (despin.Error, *despin.Error.__subclasses__()):
        error = kind("what was found", byte=3, line=4)
        thawed = pickle.loads(pickle.dumps(error))
        assert type(thawed) is kind
        assert (str(thawed), thawed.code, thawed.byte, thawed.line) == (
            "what was found",
            kind.code,
            3,
            4,
        )


def test_errors_are_the_built_in_ones_too(despin):
    assert issubclass(despin.OutOfMemoryError, MemoryError)
    assert issubclass(despin.NotFoundError, FileNotFoundError)
    assert issubclass(despin.BadInputError, ValueError)
    assert issubclass(despin.LockedError, OSError)


def test_memory_that_runs_out_is_a_memory_error(run_python):
    """Of one call: the next one has what it needs."""
    script = """
import resource, despin
detector = despin.Detector()
text = "the storm hit the city and officials said that people left. " * 200_000
detector.check("warm up")
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (48 << 20), -1))
try:
    detector.check(text, limits=despin.Limits(max_words=10_000_000))
except MemoryError as error:
    print(type(error).__name__)
print(detector.check("short").verdict)
"""
    done = run_python(script)
    assert done.stdout.split() == ["OutOfMemoryError", "abstain"], done.stderr


def test_a_notebook_shows_the_text_escaped(detector, spun):
    text = "<script>alert('x')</script> & \"quoted\" " + spun
    html = detector.check(text)._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<mark") == html.count("</mark>") > 50
    assert "http" not in html.lower().replace("https://", "")
    long = detector.check("word " * 30_000)._repr_html_()
    assert "100,000 more characters are not shown" in long
