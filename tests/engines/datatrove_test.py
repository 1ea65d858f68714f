"""datatrove's executor gives the records of the command, byte for byte, with four tasks."""

import json
import pickle

import pytest

pytest.importorskip("datatrove", reason="no datatrove here; .ci/engines installs it")
pytest.importorskip("pyarrow")

from command import without_place  # noqa: E402
from datatrove.data import Document  # noqa: E402
from datatrove.executor import LocalPipelineExecutor  # noqa: E402
from datatrove.pipeline.readers import JsonlReader  # noqa: E402
from datatrove.pipeline.writers import JsonlWriter  # noqa: E402

from despin.datatrove import DespinAnnotator, DespinFilter, DespinReader  # noqa: E402


def run(pipeline, folder, tasks=4):
    executor = LocalPipelineExecutor(
        pipeline=pipeline, tasks=tasks, workers=2, logging_dir=str(folder / "log")
    )
    executor.run()
    return json.loads((folder / "log/stats.json").read_text())


def written(folder):
    lines = [line for path in folder.rglob("*.jsonl") for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def writer(folder):
    return JsonlWriter(str(folder), compression=None)


def good(lines):
    return [line for line in lines if b'"error":{' not in line]


def test_reading_gives_the_records(files, expected, tmp_path):
    reader = DespinReader(str(files["warc"].parent), glob_pattern="[cl]*")
    stats = run([reader, writer(tmp_path / "out")], tmp_path)
    found = written(tmp_path / "out")
    lines = expected["warc"] + expected["jsonl"]
    assert sorted(one["metadata"]["despin"]["record"].encode() for one in found) == sorted(
        good(lines)
    )
    assert all(one["text"] for one in found)
    counts = stats[0]["stats"]
    assert counts["spun"]["total"] if isinstance(counts["spun"], dict) else counts["spun"]
    errors = sum(
        value["total"] if isinstance(value, dict) else value
        for name, value in counts.items()
        if name.startswith("error_")
    )
    assert errors == len(lines) - len(good(lines))


def test_annotating_documents_of_another_reader(files, expected, tmp_path):
    reader = JsonlReader(str(files["exported"].parent), glob_pattern="exported.jsonl")
    run([reader, DespinAnnotator(record=True), writer(tmp_path / "out")], tmp_path, tasks=1)
    found = [one["metadata"]["despin"]["record"].encode() for one in written(tmp_path / "out")]
    # Those of the reader have an id of its own where the row has none.
    named = [line for line in without_place(expected["exported"]) if b'"id":"row-' in line]
    assert [line for line in found if b'"id":"row-' in line] == named


def test_filtering(files, expected, tmp_path):
    pipeline = [
        DespinReader(str(files["warc"].parent), glob_pattern="crawl*"),
        DespinFilter(writer(tmp_path / "spun")),
        writer(tmp_path / "out"),
    ]
    run(pipeline, tmp_path)
    spun = [line for line in expected["warc"] if b'"verdict":"spun"' in line]
    dropped = written(tmp_path / "spun")
    assert len(dropped) == len(spun) > 0
    assert all(one["metadata"]["filter_reason"] == "spun" for one in dropped)
    assert len(written(tmp_path / "out")) == len(good(expected["warc"])) - len(spun)


def test_a_filter_checks_what_none_has_checked(files):
    line = json.loads(files["exported"].read_text().splitlines()[0])
    documents = [Document(text=line["text"], id="a"), Document(text="", id="b")]
    results = DespinFilter(drop=("abstain",)).filter_batch(documents)
    assert results == [True, (False, "abstain")]


def test_steps_are_small_when_they_are_sent():
    import dill

    for step in (DespinAnnotator(), DespinFilter(), DespinReader("/tmp")):
        assert len(dill.dumps(step)) < 20_000
    pickle.dumps(DespinFilter().documents)
