#!/usr/bin/env python3
"""Proves that other CPUs give the same bytes: cpus.py DESPIN FOLDER

Runs the command DESPIN on the example texts, under qemu as CPUs of the levels x86-64-v1, v2 and v3,
and natively, which may be v4, and compares all that it prints and writes. Exit code 77 where
qemu-x86_64 is missing (Debian: qemu-user).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "examples/pages"
ARCHIVES = sorted(p for p in (ROOT / "examples/archives").iterdir() if p.suffix != ".md")
CPUS = {"native": []} | {
    cpu: ["qemu-x86_64", "-cpu", cpu] for cpu in ("qemu64", "Nehalem", "Haswell")
}


def outputs(despin: list[str], folder: Path) -> dict[str, str]:
    """Digests of what each verb prints or writes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    index = str(folder / "index")
    original, spun = str(PAGES / "harbour_original.html"), str(PAGES / "harbour_spun.html")
    texts = [str(path) for path in sorted(PAGES.iterdir())]
    archives = [str(path) for path in ARCHIVES]
    # The time and the command line of a run are told beside its results.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "XDG_CACHE_HOME": str(folder)}
    out = {}
    for name, *arguments in (
        ("check", "check", "--explain", "--max-findings", "0", *texts),
        ("compare", "compare", original, spun),
        ("index", "index", "add", index, original),
        ("search", "index", "search", index, spun),
        ("scan", "scan", "-q", "-t", "2", "--max-fpr", "0.05", *texts, *archives),
    ):
        done = subprocess.run(
            [*despin, *arguments], capture_output=True, env=environment, check=False, timeout=1200
        )
        assert done.returncode in (0, 1), (name, done.returncode, done.stderr[-500:])
        assert done.stdout or name == "index", f"{name} printed nothing"
        out[name] = hashlib.sha256(done.stdout).hexdigest()
    for segment in sorted((folder / "index").glob("*.segment")):
        out[segment.name] = hashlib.sha256(segment.read_bytes()).hexdigest()
    return out


def main() -> int:
    despin, folder = sys.argv[1:]
    if shutil.which("qemu-x86_64") is None:
        print("no qemu-x86_64 here; expected Debian's qemu-user")
        return 77
    found = {cpu: outputs([*run, despin], Path(folder)) for cpu, run in CPUS.items()}
    for cpu, out in found.items():
        different = [name for name in out if out[name] != found["native"].get(name)]
        print(f"{cpu:8} {len(out)} outputs, {len(different)} different: {' '.join(different)}")
    return 0 if all(out == found["native"] for out in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
