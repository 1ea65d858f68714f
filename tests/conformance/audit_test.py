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
