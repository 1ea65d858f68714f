"""Schemathesis: whatever the OpenAPI document allows or forbids is answered as it says."""

import subprocess

import pytest
from samples import ROOT

PROGRAM = ROOT / "build/schemathesis/bin/schemathesis"


def test_every_endpoint_keeps_to_the_document(service):
    if not PROGRAM.exists():
        pytest.skip("no build/schemathesis here; .ci/serve makes it")
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
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:]
