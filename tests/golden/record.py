#!/usr/bin/env python3
"""Records what the despin command prints, and compares two recordings byte for byte.

  tests/golden/record.py record EXE DIR [--data ../shared/data] [--quick]
  tests/golden/record.py compare BEFORE AFTER
  tests/golden/record.py check EXE BEFORE [--without judged_by,run]

For a change that must change no output: record before it, check after each step of it. DIR is
filled with a file for each group of cases, one line a case: its name, a tab, and what was printed,
or size and SHA-256 of a page. Exit codes and standard error stand in runs.tsv. `compare` prints a
table of the groups and, of each that differs, the first case with its place in the JSON, and ends
with 1 if any differs.

All inputs are made of the data folder's texts with fixed seeds: texts.py, pages.py, archives.py and
inputs.py make them, cases.py has the runs. --quick takes a tenth of them, as `check` does where
BEFORE is quick. --models is the folder of en.despin and tiny.despin. Times and rates are left out.
Needs the zstd command. Full: some six CPU minutes; quick: less than one.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cases
from inputs import write_inputs
from texts import Texts

ROOT = Path(__file__).resolve().parent.parent.parent
# Lines of standard error that hang on the clock: the rate, and progress on slow machines.
TIMED = re.compile(r"^(?:.* a second|(?:adding|merging|scanning|searching|verifying): .*)\n", re.M)
EXCERPT = 50  # characters shown on each side of a difference


class Session:
    """One recording: runs the command in `folder` and keeps what it says in `out`."""

    def __init__(self, exe, out, texts, models, scale):
        self.exe = Path(exe).resolve()
        self.out = Path(out)
        self.texts = texts
        self.scale = scale
        self.written = {}
        self.names = set()
        self.temporary = tempfile.TemporaryDirectory(prefix="despin-golden-")
        self.folder = Path(self.temporary.name)
        for name in ("en.despin", "tiny.despin"):
            (self.folder / name).symlink_to(Path(models).resolve() / name)

    def count(self, full):
        return max(2, round(full * self.scale))

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def copy(self, source, name):
        path = ROOT / source
        (shutil.copytree if path.is_dir() else shutil.copy)(path, self.folder / name)

    def run(self, *arguments, stdin=b"", env=None):
        """Runs the command with an environment that is the same everywhere."""
        env = {
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "HOME": ".",
            "DESPIN_MODEL": "en.despin",
            "SOURCE_DATE_EPOCH": "1700000000",
            **(env or {}),
        }
        return subprocess.run(
            [self.exe, *arguments], cwd=self.folder, env=env, input=stdin, capture_output=True
        )

    def add(self, group, case, content):
        base, number = case.replace("\t", " ").replace("\n", " "), 1
        case = base
        while (group, case) in self.names:
            number += 1
            case = f"{base}#{number}"
        self.names.add((group, case))
        if group not in self.written:
            self.written[group] = open(self.out / f"{group}.tsv", "wb")
        self.written[group].write(case.encode() + b"\t" + content + b"\n")

    def ended(self, group, case, result):
        said = TIMED.sub("", result.stderr.decode("utf-8", "backslashreplace"))
        self.add(
            "runs", f"{group}/{case}", f"exit {result.returncode}\t{json.dumps(said)}".encode()
        )

    def made(self, name):
        """What the run wrote into a file, which is then gone from the folder; b"" if nothing."""
        path = self.folder / name
        return path.read_bytes() if path.exists() else b""

    def lines(self, group, case, *arguments, made=None, **options):
        """A case for each line of what is printed or, with `made`, of the file that is written."""
        result = self.run(*arguments, **options)
        self.ended(group, case, result)
        if made:
            self.whole_text(group, f"{case} stdout", result.stdout)
        printed = (self.made(made) if made else result.stdout).split(b"\n")
        if printed[-1] != b"":
            self.add(group, f"{case} no newline in the end", b"")
        for number, line in enumerate(printed, 1):
            if line:
                self.add(group, f"{case}:{name_of(line, number)}", line.replace(b"\r", b"\\r"))

    def whole(self, group, case, *arguments, made=None, escape=True, **options):
        """One case of all that is printed; with `made`, another of the file that is written."""
        if made:
            (self.folder / made).unlink(missing_ok=True)
        result = self.run(*arguments, **options)
        self.ended(group, case, result)
        if made:
            self.add(group, f"{case} {made}", digest(self.made(made)))
        if escape:
            self.whole_text(group, case, result.stdout)
        else:
            self.add(
                group,
                case,
                result.stdout.removesuffix(b"\n").replace(b"\n", b"\\n").replace(b"\r", b"\\r"),
            )

    def whole_text(self, group, case, printed):
        self.add(
            group,
            case,
            json.dumps(printed.decode("utf-8", "backslashreplace"), ensure_ascii=False).encode(),
        )

    def files(self, group, case, folder):
        """A case for each file of a folder that the command wrote: its size and digest."""
        for path in sorted((self.folder / folder).rglob("*")):
            self.add(group, f"{case} {path.name}", digest(path.read_bytes()))

    def digest_of_inputs(self):
        total = hashlib.sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file() and not p.is_symlink()):
            total.update(f"{path.relative_to(self.folder)} ".encode() + digest(path.read_bytes()))
        return total.hexdigest()

    def close(self):
        for file in self.written.values():
            file.close()
        self.temporary.cleanup()


def name_of(line, number):
    try:
        record = json.loads(line)
        return str(record.get("id") or record.get("url") or number)
    except (ValueError, AttributeError):
        return str(number)


def digest(content):
    return f"{len(content)} bytes {hashlib.sha256(content).hexdigest()}".encode()


def record(exe, out, data, models, quick):
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.tsv"):
        old.unlink()
    scale = 0.1 if quick else 1
    session = Session(exe, out, Texts(data, scale), models, scale)
    try:
        write_inputs(session)
        inputs = session.digest_of_inputs()
        for group in cases.GROUPS:
            group(session)
    finally:
        session.close()
    usage, own = (sum(os.times()[i : i + 2]) for i in (2, 0))
    print(
        f"{out}: {len(session.names):,} cases; "
        f"CPU seconds: {usage:.0f} of the command, {own:.0f} of the script"
    )
    about = {"quick": quick, "cases": len(session.names), "inputs": inputs}
    (out / "recorded.json").write_text(json.dumps(about) + "\n")


def without(content, keys):
    """The same content; JSON, whether bare or in a JSON string, without keys of these names."""

    def stripped(value):
        if isinstance(value, dict):
            return {key: stripped(each) for key, each in value.items() if key not in keys}
        return [stripped(each) for each in value] if isinstance(value, list) else value

    try:
        value = json.loads(content)
    except ValueError:
        return content
    if isinstance(value, str):
        lines = [without(line.encode(), keys).decode() for line in value.split("\n")]
        return json.dumps("\n".join(lines)).encode()
    return json.dumps(stripped(value)).encode()


def cases_of(path, keys=()):
    if not path.exists():
        return {}
    cases = dict(line.split(b"\t", 1) for line in path.read_bytes().split(b"\n") if line)
    return {case: without(content, keys) for case, content in cases.items()} if keys else cases


def first_difference(a, b, path=""):
    """(place, value, value) of where two JSON values first differ."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in [*a, *(k for k in b if k not in a)]:
            if key not in a or key not in b or a[key] != b[key]:
                return first_difference(
                    a.get(key, "(no such key)"), b.get(key, "(no such key)"), f"{path}.{key}"
                )
    if isinstance(a, list) and isinstance(b, list):
        for i, (x, y) in enumerate(zip(a, b)):
            if x != y:
                return first_difference(x, y, f"{path}[{i}]")
        return path + ".length", len(a), len(b)
    return path, a, b


def shown(a, b):
    """Lines that say where two contents differ."""
    if a is None or b is None:
        return [
            f"only {'after' if a is None else 'before'}: "
            + (b if a is None else a)[: 2 * EXCERPT].decode("utf-8", "replace")
        ]
    out = []
    try:
        place, x, y = first_difference(json.loads(a), json.loads(b))
        if place:
            out.append(f"at {place}")
            a, b = (
                json.dumps(x, ensure_ascii=False).encode(),
                json.dumps(y, ensure_ascii=False).encode(),
            )
    except ValueError:
        pass
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    for side, content in (("before", a), ("after ", b)):
        out.append(
            f"{side}: {content[max(0, at - EXCERPT):at + EXCERPT].decode('utf-8', 'replace')}"
        )
    return out


def compare(before, after, keys=()):
    """Prints a table of the groups and each one's first difference; returns the exit code. JSON is
    compared without the keys."""
    before, after = Path(before), Path(after)
    a, b = (json.loads((folder / "recorded.json").read_text()) for folder in (before, after))
    if a["quick"] != b["quick"]:
        sys.exit(
            "record.py: one recording is quick, the other full; expected both alike: record anew"
        )
    if a["inputs"] != b["inputs"]:
        print("record.py: the inputs differ, as the scripts, data or examples do: record both anew")
    groups = sorted({path.name for folder in (before, after) for path in folder.glob("*.tsv")})
    print(f"{'what':16}{'cases':>8}{'differing':>11}{'missing':>9}{'new':>6}")
    details, totals = [], [0, 0, 0, 0]
    for group in groups:
        a, b = cases_of(before / group, keys), cases_of(after / group, keys)
        changed = [
            case for case in [*a, *(c for c in b if c not in a)] if a.get(case) != b.get(case)
        ]
        missing, new = sum(c not in b for c in changed), sum(c not in a for c in changed)
        row = (len(a), len(changed) - missing - new, missing, new)
        print(f"{group.removesuffix('.tsv'):16}{row[0]:8,}{row[1]:11,}{row[2]:9,}{row[3]:6,}")
        totals = [x + y for x, y in zip(totals, row)]
        if changed:
            details.append(f"\n{after / group}: {changed[0].decode()}")
            details += ["  " + line for line in shown(a.get(changed[0]), b.get(changed[0]))]
        elif list(a) != list(b):
            details.append(f"\n{after / group}: the same cases in another order")
    print(f"{'all':16}{totals[0]:8,}{totals[1]:11,}{totals[2]:9,}{totals[3]:6,}")
    print("\n".join(details) if details else "the same, byte for byte")
    return 1 if details or not totals[0] else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, names in {
        "record": ("exe", "out"),
        "compare": ("before", "after"),
        "check": ("exe", "before"),
    }.items():
        sub = verbs.add_parser(verb)
        for name in names:
            sub.add_argument(name)
        if verb != "compare":
            sub.add_argument("--data", default=ROOT.parent / "shared" / "data")
            sub.add_argument("--models", default=ROOT / "models")
        if verb == "record":
            sub.add_argument("--quick", action="store_true")
        else:
            sub.add_argument(
                "--without",
                default="",
                metavar="KEYS",
                help="keys of JSON that are not compared, separated by commas",
            )
    o = parser.parse_args()
    keys = frozenset(filter(None, getattr(o, "without", "").split(",")))
    if o.verb == "compare":
        return compare(o.before, o.after, keys)
    if not (Path(o.data) / "honest").is_dir():
        print(f"record.py: no data in {o.data}: nothing to record", file=sys.stderr)
        return 77
    if o.verb == "record":
        record(o.exe, o.out, o.data, o.models, o.quick)
        return 0
    quick = json.loads((Path(o.before) / "recorded.json").read_text())["quick"]
    with tempfile.TemporaryDirectory() as after:
        record(o.exe, after, o.data, o.models, quick)
        return compare(o.before, after, keys)


if __name__ == "__main__":
    sys.exit(main())
