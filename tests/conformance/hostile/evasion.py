#!/usr/bin/env python3
"""What share of spun texts is found though their author hides them, against the texts as they are.

  evasion.py DESPIN [--model MODEL] [--data DATA] [--every 4] [--only GROUP,...] [--least 0.9]

Texts are those labeled "spun" in DATA/real/dev*.jsonl (default: $DESPIN_DATA, else ../shared/data
beside the project); ends with 77 if there are none. Prints a table, a row for each of
evasion_rows.py, and ends with 1 if one keeps less than --least of the share.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from evasion_rows import ROWS  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
SKIPPED = 77


def spun_texts(data):
    texts = []
    for file in sorted(Path(data).glob("real/dev*.jsonl")):
        for line in file.read_text(encoding="utf-8").split("\n"):
            record = json.loads(line) if line else {}
            if record.get("label") == "spun":
                texts.append(record["text"])
    return texts


def verdicts(despin, model, row, texts):
    """The verdict on each text, altered by a row; "error" where it was not read."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            page = Path(folder) / f"{number:05d}.{row.kind}"
            page.write_text(row.make(text), encoding="utf-8")
        run = subprocess.run(
            [despin, "scan", "-q", "-m", model, folder], check=False, capture_output=True, text=True
        )
    records = [json.loads(line) for line in run.stdout.split("\n") if line]
    return [record.get("verdict", "error") for record in records]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("despin")
    parser.add_argument("--model", default=ROOT / "models/en.despin")
    parser.add_argument("--data", default=os.environ.get("DESPIN_DATA") or ROOT / "../shared/data")
    parser.add_argument("--every", type=int, default=1, help="take one text of so many")
    parser.add_argument("--only", default="", help="groups of rows")
    parser.add_argument("--least", type=float, default=0.9)
    options = parser.parse_args()
    texts = spun_texts(options.data)[:: options.every]
    if not texts:
        print("SKIPPED: no real/dev*.jsonl; set DESPIN_DATA to a folder that has it")
        return SKIPPED
    print(f"{len(texts)} spun texts\n\n| group | row | as they are | altered | ratio | instead |")
    print("|---|---|---|---|---|---|")
    groups = {"itself", *options.only.split(",")} if options.only else None
    base = {}
    below = []
    for row in ROWS:
        if groups is not None and row.group not in groups:
            continue
        found = verdicts(options.despin, options.model, row, texts)
        share = found.count("spun") / len(texts)
        base.setdefault(row.kind, share)  # the first row of a kind is the text itself
        ratio = share / base[row.kind]
        instead = ", ".join(
            f"{verdict} {found.count(verdict) / len(texts):.3f}"
            for verdict in sorted(set(found) - {"spun"})
        )
        print(f"| {row.group} | {row.name.replace('|', '&#124;')} | {base[row.kind]:.3f} "
              f"| {share:.3f} | {ratio:.2f} | {instead} |", flush=True)  # fmt: skip
        if ratio < options.least:
            below.append(row.name)
    for name in below:
        print(f"keeps less than {options.least}: {name}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
