"""Schemathesis: whatever the OpenAPI document allows or forbids is answered as it says."""

import subprocess

import pytest
from conftest import ROOT

import despin

PROGRAM = ROOT / "build/schemathesis/bin/schemathesis"
# Answered with 501 where the library cannot do it.
LATER = {
    "replace_document": hasattr(despin.IndexWriter, "replace"),
    "remove_document": hasattr(despin.IndexWriter, "remove"),
    "take_snapshot": hasattr(despin.SourceIndex, "snapshot"),
}


def test_every_endpoint_keeps_to_the_document(service):
    if not PROGRAM.exists():
        pytest.skip("no build/schemathesis here; .ci/serve makes it")
    left_out = [f"--exclude-operation-id={name}" for name, there in LATER.items() if not there]
    done = subprocess.run(
        [
            PROGRAM,
            "run",
            f"{service.url}openapi.json",
            "--max-examples=8",
            "--phases=examples,coverage,fuzzing",
            "--generation-deterministic",
            "--checks=all",
            # A text may be empty, an index not there: the type cannot say so.
            "--exclude-checks=positive_data_acceptance",
            "--no-color",
            *left_out,
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
