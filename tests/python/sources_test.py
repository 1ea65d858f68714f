"""Comparing, indexes, reading and scanning: what the command says, by Python."""

import json
import pickle
from pathlib import Path

import pytest
from samples import MODEL, PAGES, ROOT, body, random_text

ARCHIVE = ROOT / "examples/archives/harbour.warc"


def test_a_comparison_has_the_json_of_the_command(detector, command, original, spun):
    paths = PAGES / "harbour_original.txt", PAGES / "harbour_spun.txt"
    comparison = detector.compare(original, spun)
    expected = body(command("compare", "--json", *paths))
    assert comparison.to_json(*map(str, paths)) == expected


def test_a_comparison_has_the_values_of_its_json(detector, original, spun):
    comparison = detector.compare(original, spun.encode())
    said = comparison.to_dict()
    assert comparison.relation == comparison.verdict == said["verdict"] == "spun"
    for key in ("copied", "swapped", "direction", "evidence_nats", "suspect_words"):
        assert getattr(comparison, key) == said[key]
    assert len(comparison.substitutions) == len(said["substitutions"]) > 50
    for swap, one in zip(comparison.substitutions, said["substitutions"], strict=True):
        assert original[swap.original.begin : swap.original.end] == one["original"]["text"]
        assert spun[swap.suspect.begin : swap.suspect.end] == one["suspect"]["text"]
        assert (swap.edit, swap.listed) == (one["edit"], one["listed"])
    assert [passage.moved for passage in comparison.passages] == [
        one["moved"] for one in said["passages"]
    ]


def test_runs_hold_every_word_once(detector, original, spun):
    comparison = detector.compare("Ünï. " + original, spun)
    ends = [0]
    for run in comparison.runs:
        assert run.suspect.begin >= ends[-1]
        ends.append(run.suspect.end)
    assert {run.edit for run in comparison.runs} >= {"kept", "swapped"}
    html = comparison._repr_html_()
    assert html.count("<mark") == html.count("</mark>") > 100


def test_two_texts_on_different_things_are_unrelated(despin, detector, original):
    comparison = detector.compare(original, "A recipe for soup takes an onion and a carrot. " * 9)
    assert (comparison.relation, comparison.passages) == ("unrelated", ())
    with pytest.raises(TypeError):
        detector.compare(original, None)
    with pytest.raises(despin.BadUtf8Error):
        detector.compare(b"\xff", original)


@pytest.fixture(name="index")
def small_index(despin, tmp_path, original):
    folder = tmp_path / "index"
    with despin.IndexWriter(folder) as writer:
        assert writer.add(original, id="source", url="https://a.example/1", title="T")
        for i in range(20):
            writer.add(random_text(i, 200), id=f"other {i}", date="2024-05-01")
        assert not writer.add("again", id="source")
    return folder


def test_a_source_is_found_as_the_command_finds_it(despin, detector, command, index, spun):
    source_index = despin.SourceIndex(index, detector)
    matches = source_index.search(spun)
    assert [match.id for match in matches] == ["source"]
    assert (matches[0].url, matches[0].relation) == ("https://a.example/1", "spun")
    for span in matches[0].passages:
        assert (
            spun[span.begin : span.end].encode() == spun.encode()[span.begin_byte : span.end_byte]
        )
    path = PAGES / "harbour_spun.txt"
    expected = body(command("index", "search", "--json", index, path))
    assert matches.to_json(str(path)) == expected
    assert not source_index.search(spun, id="source")
    assert not source_index.search("soup " * 40)
    assert source_index.search(spun, max_matches=0) == ()


def test_a_refreshed_index_sees_what_was_committed_since(despin, detector, index, original):
    before = despin.SourceIndex(index, detector)
    assert len(before.refreshed()) == 21
    with despin.IndexWriter(index) as writer:
        writer.add(original, id="later")
    assert (len(before), len(before.refreshed())) == (21, 22)
    assert before.refreshed().detector is detector


def test_documents_are_replaced_and_removed(despin, detector, index, original, spun):
    with despin.IndexWriter(index, automatic_merge=False) as writer:
        assert "source" in writer
        assert not writer.remove("nothing")
        assert writer.remove("source")
        assert "source" not in writer
        assert writer.replace("new words here", id="other 3", title="N")
        assert not writer.replace(original, id="fresh", date="2024-05-03")
    after = despin.SourceIndex(index, detector)
    assert [match.id for match in after.search(spun)] == ["fresh"]
    assert len(after) == 21
    assert after.statistics.removed == 2
    assert sorted(after.ids()) == sorted(["fresh", *(f"other {i}" for i in range(20))])
    held = after.show("other 3")
    assert (held.document.title, held.document.words) == ("N", 3)
    assert held.terms == ("new", "words")
    assert after.show("source") is None
    with despin.IndexWriter(index) as writer:
        writer.merge()
    merged = after.refreshed()
    assert (merged.statistics.removed, len(merged.statistics.segments)) == (0, 1)
    assert merged.ids() == after.ids()


def test_a_snapshot_stays_as_it_is(despin, detector, index, tmp_path):
    before = despin.SourceIndex(index, detector)
    before.snapshot(tmp_path / "backup")
    with despin.IndexWriter(index) as writer:
        assert writer.remove("source")
        writer.merge()
    assert despin.SourceIndex(tmp_path / "backup", detector).ids() == before.ids()
    with pytest.raises(despin.BadInputError):
        before.snapshot(tmp_path / "backup")


def test_near_copies_are_one_source(despin, detector, tmp_path, original, spun):
    with despin.IndexWriter(tmp_path / "copies") as writer:
        for i in range(12):
            writer.add(f"{original} Update {i}.", id=f"r{i}", date="2024-05-02")
    index = despin.SourceIndex(tmp_path / "copies", detector)
    (match,) = index.search(spun, claimed_date="2024-05-01")
    assert match.later
    assert sorted([match.id, *(copy.id for copy in match.copies)]) == sorted(
        f"r{i}" for i in range(12)
    )
    assert match.copies[0].date == "2024-05-02"
    assert len(index.search(spun, max_sharing=0, max_matches=20)) == 12
    none = index.search(spun, date="2024-05-01", id="r3")
    assert (none, none.withheld) == ((), (0, 11, 1, 0))
    assert '"withheld":{"later":11,"itself":1}' in none.to_json()


def test_many_searches_are_in_order(despin, detector, index, original, spun):
    source_index = despin.SourceIndex(index, detector)
    texts = [spun, "soup " * 40, original] * 5
    found = [tuple(m.id for m in one) for one in source_index.search_many(iter(texts), threads=2)]
    assert found == [("source",), (), ("source",)] * 5
    with pytest.raises(TypeError):
        list(source_index.search_many([None]))
    (error,) = source_index.search_many([b"\xff"], errors="return")
    assert isinstance(error, despin.BadUtf8Error)


def test_an_index_is_sent_by_its_folder(despin, detector, index, spun):
    source_index = despin.SourceIndex(index, detector)
    thawed = pickle.loads(pickle.dumps(source_index))
    assert thawed.search(spun) == source_index.search(spun)
    assert pickle.loads(pickle.dumps(source_index.search(spun))) == source_index.search(spun)
    frozen = pickle.dumps(source_index)
    index.rename(index.with_name("gone"))
    with pytest.raises(despin.NotFoundError):
        pickle.loads(frozen)
    assert source_index.search(spun)  # what is mapped stays


def test_facts_about_an_index(despin, detector, index):
    assert len(despin.SourceIndex(index, detector)) == 21
    statistics = despin.index_statistics(index)
    assert statistics.documents == 21
    assert statistics.parts["postings"] > 0
    told = []
    assert (
        despin.verify_index(index, lambda done, total: told.append((done, total))).documents == 21
    )
    assert told[-1][0] == told[-1][1]
    segment = index / statistics.segments[0].file
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 255
    segment.write_bytes(data)
    assert despin.verify_index(index).segments[0].corruption
    with pytest.raises(despin.NotFoundError):
        despin.SourceIndex(index / "none", detector)


def test_a_writer_commits_on_a_clean_exit_only(despin, tmp_path, original):
    folder = tmp_path / "index"
    with pytest.raises(LookupError), despin.IndexWriter(folder) as writer:
        writer.add(original, id="1")
        raise LookupError
    with despin.IndexWriter(folder) as writer:
        assert len(writer) == 0
        with pytest.raises(despin.LockedError):
            despin.IndexWriter(folder)
        writer.add(original, id="1")
        writer.commit()
        writer.add(despin.read(original), id="2")
        writer.merge()
        assert len(writer) == 2
    with pytest.raises(despin.BadInputError, match="closed"):
        writer.add(original, id="3")
    with despin.IndexWriter(folder) as writer:
        with pytest.raises(despin.BadInputError):
            writer.add(original, id="")
        with pytest.raises(TypeError):
            writer.add(None, id="4")


def test_a_page_is_read(despin):
    page = (PAGES / "harbour_spun.html").read_bytes()
    document = despin.read(page)
    assert document.kind == "html"
    assert document.title.startswith("Typhoon barrier")
    assert document.url == "https://www.example.com/spun/harbour" or document.canonical_url
    run = document.input_map[0]
    assert page[slice(*run.input)].decode() == document.text.encode()[slice(*run.text)].decode()
    begin, end = document.input_span(*run.text)
    assert (begin, end) == run.input
    assert despin.read(page.decode()).text == document.text


def test_a_charset_of_bytes_and_none_of_a_str(despin):
    words = "Буря обрушилась на город ночью, и власти сообщили о многих пострадавших людях."
    html = f'<html><head><meta charset="koi8-r"></head><body><p>{words}</p></body></html>'
    assert despin.read(html.encode("koi8-r")).text.strip() == words
    assert despin.read(html).text.strip() == words
    assert (
        despin.read(words.encode("koi8-r"), content_type="text/plain; charset=koi8-r").text == words
    )
    assert despin.read(words).text == words


@pytest.mark.parametrize(
    ("data", "error"), [(b"", "bad_input"), (b"\0\1\2\3" * 99, "bad_input"), (b"%PDF-1.4\n", None)]
)
def test_what_is_no_page(despin, data, error):
    with pytest.raises(despin.BadInputError) as caught:
        despin.read(data)
    assert error in (None, caught.value.code)
    with pytest.raises(TypeError):
        despin.read(None)


def test_a_reader_gives_the_documents_of_an_archive(despin, detector):
    reader = despin.Reader(ARCHIVE)
    documents = list(reader)
    assert [document.url for document in documents] == [
        "https://news.example/harbour",
        "https://copy.example/barrier",
    ]
    assert [document.place.number for document in documents] == [1, 2]
    assert reader.counts["records"] == 2
    assert reader.counts["bytes_read"] == ARCHIVE.stat().st_size
    verdicts = [report.verdict for report in detector.check_many(despin.Reader(ARCHIVE))]
    assert verdicts == ["not_spun", "spun"]


def test_records_as_they_are_stored(despin):
    records = list(despin.Reader(ARCHIVE).records())
    documents = list(despin.Reader(ARCHIVE))
    assert [record.url for record in records] == [document.url for document in documents]
    assert [record.place for record in records] == [document.place for document in documents]
    assert [record.document().text for record in records] == [one.text for one in documents]
    for record in records:
        assert record.data.startswith(b"HTTP/1.1 200")
        assert record.data in ARCHIVE.read_bytes()


def test_a_reader_goes_on_behind_an_error(despin, tmp_path):
    path = tmp_path / "lines.jsonl"
    lines = ['{"key": "a", "body": "one"}', "no json", '{"key": "c", "body": "three"}']
    path.write_text("\n".join(lines), encoding="utf-8")
    fields = {"id": "key", "text": "body"}
    assert [d.id for d in despin.Reader(path, fields=fields, errors="skip")] == ["a", "c"]
    found = list(despin.Reader(path, fields=fields, errors="return"))
    assert isinstance(found[1], despin.BadInputError)
    assert [type(one).__name__ for one in found] == ["Document", "BadInputError", "Document"]
    reader = despin.Reader(path, fields=fields)
    assert next(reader).text == "one"
    with pytest.raises(despin.BadInputError):
        next(reader)
    assert next(reader).id == "c"
    with pytest.raises(StopIteration):
        next(reader)


def test_a_record_beyond_the_limit(despin):
    found = list(despin.Reader(ARCHIVE, max_bytes=10, errors="return"))
    assert found
    assert all(isinstance(one, despin.TooLargeError) for one in found)
    with pytest.raises(ValueError, match="max_bytes"):
        despin.Reader(ARCHIVE, max_bytes=-1)


def test_wrong_calls_of_a_reader(despin, tmp_path):
    with pytest.raises(despin.NotFoundError):
        despin.Reader(tmp_path / "none")
    with pytest.raises(ValueError, match="format"):
        despin.Reader(ARCHIVE, format="pdf")
    with pytest.raises(ValueError, match="field"):
        despin.Reader(ARCHIVE, fields={"body": "text"})
    with pytest.raises(ValueError, match="errors"):
        despin.Reader(ARCHIVE, errors="ignore")


def test_a_scan_gives_the_records_of_the_command(despin, command):
    expected = [json.loads(line) for line in command("scan", "-q", PAGES, ARCHIVE).splitlines()]
    assert list(despin.scan([PAGES, ARCHIVE], model=MODEL, threads=2)) == expected
    assert len(expected) == 6
    spun = list(despin.scan(PAGES, options=["--only", "spun"]))
    assert {record["verdict"] for record in spun} == {"spun"}


def test_a_scan_that_cannot_be_completed(despin, tmp_path):
    records = list(despin.scan([PAGES, tmp_path / "none"]))
    assert [("error" in record) for record in records].count(True) == 1
    with pytest.raises(despin.Error, match="none"):
        list(despin.scan(PAGES, options=["--lang", "en", "--only", "none"]))


def children():
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


def test_closing_a_scan_ends_the_command(despin):
    before = children()
    records = despin.scan([PAGES] * 50)
    next(records)
    assert children() > before
    records.close()
    assert children() == before


def test_a_detector_names_its_model_to_a_scan(despin, detector):
    (first, *_) = despin.scan(PAGES / "harbour_spun.txt", model=detector)
    assert first["judged_by"]["model"] == detector.info.fingerprint
