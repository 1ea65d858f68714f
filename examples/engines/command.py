"""What ``despin scan`` says of files, and records compared with it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import despin

# Where a record stands; of a row of Parquet it is another place than of the line in the export.
PLACE = re.compile(rb'"input":"(?:[^"\\]|\\.)*"(?:,"number":\d+,"byte":\d+)?')


def command_records(inputs: Iterable[Path], threads: int = 2) -> list[bytes]:
    """What the command writes."""
    program = os.environ.get("DESPIN_EXE", "despin")
    model = despin.Detector().info.path
    done = subprocess.run(
        [program, "scan", "--quiet", "--threads", str(threads), "--model", model, *inputs],
        check=False,
        stdout=subprocess.PIPE,
    )
    assert done.returncode in (0, 1, 2), done.returncode
    return done.stdout.splitlines()


def without_place(records: list[bytes]) -> list[bytes]:
    """Records of rows without an id are called by their place."""
    found = []
    for record in records:
        record = PLACE.sub(b'"input":""', record, count=1)
        found.append(re.sub(rb'"id":"[^"]*(?:exported\.jsonl|table\.parquet):', b'"id":":', record))
    return found


def compare(name: str, found: list[bytes], expected: list[bytes]) -> bool:
    """Says the first difference."""
    same = found == expected
    print(f"{name}: {len(found)} records, {'equal' if same else 'NOT equal'} to despin scan")
    for one, other in zip(found, expected, strict=False):
        if one != other:
            print(f"  found    {one[:2000]!r}\n  expected {other[:2000]!r}")
            break
    return same
