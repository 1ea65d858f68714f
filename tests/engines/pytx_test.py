"""despin.pytx: what pytx asks of a signal, an index and a classifier; skips without it."""

import gc
import io
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from samples import ROOT

pytest.importorskip("threatexchange", reason="no threatexchange here; .ci/engines installs it")

PAGES = ROOT / "examples/pages"


@pytest.fixture(scope="module")
def pytx():
    import despin.pytx

    return despin.pytx


@pytest.fixture(scope="module")
def texts():
    names = ("harbour_original.txt", "harbour_spun.txt")
    return [(PAGES / name).read_text(encoding="utf-8") for name in names]


@pytest.fixture
def index(pytx, texts):
    entries = [(texts[0], "harbour"), (texts[0], "again"), ("Short one.", "short")]
    entries += [(f"{word} and other words of a text that is about nothing. " * 9, word)
                for word in ("Apples", "Ships", "Rivers")]  # fmt: skip
    return pytx.DespinIndex.build(entries)


def labels(matches):
    return [one.metadata for one in matches]


def test_a_spun_copy_finds_what_it_was_copied_from(pytx, index, texts):
    matches = index.query(texts[1])
    assert labels(matches) == ["harbour", "again"]
    said = matches[0].similarity_info.pretty_str()
    assert "copied" in said and " " not in said
    assert labels(index.query(texts[0])) == ["harbour", "again"]
    assert labels(index.query("Short  one.")) == ["short"]
    assert labels(index.query("Nothing that is in the bank at all, whatever it says.")) == []


def test_what_is_added_later_is_found(pytx, index, texts):
    index.add(texts[1], "copy")
    assert set(labels(index.query(texts[1]))) == {"harbour", "again", "copy"}
    assert len(index) == 7


def test_an_index_goes_through_the_base_class_into_another_process(index, texts, tmp_path):
    """As HMA stores and loads it: by SignalTypeIndex, which knows nothing of ours."""
    file = tmp_path / "index.pickle"
    with file.open("wb") as out:
        index.serialize(out)
    code = (
        "import sys\n"
        "from threatexchange.signal_type.index import SignalTypeIndex\n"
        "index = SignalTypeIndex.deserialize(open(sys.argv[1], 'rb'))\n"
        "print([one.metadata for one in index.query(open(sys.argv[2]).read())])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file, PAGES / "harbour_spun.txt"],
        check=False, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "lib/python")},
    )  # fmt: skip
    assert done.stdout.strip() == "['harbour', 'again']", done.stderr


def test_an_empty_index_needs_nothing(pytx):
    index = pytx.DespinIndex.build([])
    assert index.query("any") == []
    assert pickle.loads(pickle.dumps(index)).query("any") == []


def test_folders_go_with_their_index(pytx, texts):
    def folders():
        return {one for one in Path(tempfile.gettempdir()).iterdir() if "despin-pytx-" in one.name}

    before = folders()
    for _ in range(5):
        index = pytx.DespinIndex.build([(texts[0], 1)])
        index = pickle.loads(pickle.dumps(index))
        index.query(texts[1])
    assert len(folders() - before) <= 2
    del index
    gc.collect()
    assert folders() == before


@pytest.mark.parametrize("size", [10, 1 << 10, 5 << 10, 1 << 20])
def test_files_of_any_size_are_hashed(pytx, tmp_path, size):
    path = tmp_path / "upload"
    path.write_bytes((b"some words of a text " * (size // 21 + 1))[:size])
    signal = pytx.DespinSourceSignal.hash_from_file(path)
    assert signal.startswith("some words") if size > 10 else signal == "some words"
    assert "\n" not in signal


def test_signals(pytx, texts):
    signal = pytx.DespinSourceSignal
    assert signal.get_name() == "despin_source"
    page = (PAGES / "harbour_original.html").read_bytes()
    assert "Port Ellery" in signal.hash_from_bytes(page)
    assert signal.hash_from_bytes(b"\x00\x01\x02\x03") == ""
    for example in signal.get_examples():
        assert signal.validate_signal_str(example) == example
        assert signal.compare_hash(example, example).match
    found = signal.compare_hash(signal.hash_from_str(texts[0]), signal.hash_from_str(texts[1]))
    assert found.match and found.distance.swapped > 0.2
    assert not signal.compare_hash(texts[0], signal.get_examples()[0]).match
    for bad in ("", " \n", "!?"):
        with pytest.raises(ValueError, match="expected"):
            signal.validate_signal_str(bad)


def test_the_classifier_gives_the_verdict(pytx, texts):
    from threatexchange.content_type.text import TextContent

    classifier = pytx.DespinClassifier.get_with_default_settings()
    original, spun = (classifier.classify(TextContent, text) for text in texts)
    assert set(spun.positive_labels) == {"spun"} and str(spun) == "spun(fpr<=0.0005)"
    assert not original.has_match
    assert set(classifier.classify(TextContent, "short").positive_labels) == {"abstained"}


def test_another_signal_sees_the_wording_from_before(pytx, texts):
    from threatexchange.signal_type.raw_text import RawTextSignal

    original, spun = texts
    wrapped = pytx.RestoredRawTextSignal
    restored = pytx.restored_text(spun)
    distances = [
        RawTextSignal.matches_str(original, text, 100).distance.distance
        for text in (spun, restored)
    ]
    assert distances[1] < 0.7 * distances[0]
    assert pytx.restored_text(original) == original
    assert wrapped.matches_str(restored, spun).match
    assert not RawTextSignal.matches_str(restored, spun).match
    index = wrapped.get_index_cls().build([(original, 1)])
    stream = io.BytesIO()
    index.serialize(stream)
    stream.seek(0)
    assert len(type(index).deserialize(stream).state) == 1


def test_the_command_takes_the_extension(tmp_path, texts):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "lib/python"), "HOME": str(tmp_path)}
    tx = Path(sys.executable).parent / "threatexchange"

    def run(*arguments):
        done = subprocess.run(
            [tx, *arguments], check=False, capture_output=True, text=True, env=environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("config", "extensions", "add", "despin.pytx")
    said = run("hash", "--signal-type", "despin_source", "text", PAGES / "harbour_spun.txt")
    assert said.startswith("despin_source Typhoon barrier holds")
