"""Many files: what the command `despin scan` does, its records as dictionaries."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from despin._detector import Detector
from despin._errors import Error, NotFoundError
from despin._library import TREE
from despin._model import find


def scan(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    model: str | os.PathLike[str] | Detector | None = None,
    index: str | os.PathLike[str] | None = None,
    threads: int = 0,
    max_fpr: float = 0.001,
    options: Iterable[str] = (),
) -> Iterator[dict[str, Any]]:
    """Checks all documents of files, archives and folders; yields a record each, in order.

    Runs the command: pages are read and texts checked without Python. Closing the iterator, or an
    exception in this thread, ends it.

    Parameters
    ----------
    inputs : path or iterable of paths
        Files, archives, folders, patterns.
    model : path or Detector, optional
        The installed one by default.
    index : path, optional
        Also search this index for sources.
    threads : int
        0 is one a core.
    max_fpr : float
        As of `Detector.check`.
    options : iterable of str
        More options of ``despin scan``: ``["--lang", "en", "--only", "spun"]``.

    Yields
    ------
    dict
        Schema ``despin.scan/1`` (docs/json.md). A document that could not be read has an
        ``"error"``.

    Raises
    ------
    NotFoundError
        If the command is not installed.
    Error
        If the scan could not be completed; with what the command says.
    """
    names = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    arguments = [_command(), "scan", "--quiet", "--line-buffered", "--max-fpr", str(max_fpr)]
    if isinstance(model, Detector):
        model = model.info.path
    arguments += ["--model", os.fspath(model or os.environ.get("DESPIN_MODEL") or find("en"))]
    if index is not None:
        arguments += ["--index", os.fspath(index)]
    if threads:
        arguments += ["--threads", str(threads)]
    return _records([*arguments, *options, "--", *[os.fspath(name) for name in names]])


def _records(arguments: list[str]) -> Iterator[dict[str, Any]]:
    import json  # these take longer to import than all of despin
    import subprocess
    import tempfile

    errors_seen = False
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=complaints)
        assert process.stdout is not None
        try:
            for line in process.stdout:
                record = json.loads(line)
                errors_seen = errors_seen or "error" in record
                yield record
            code = process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
            process.stdout.close()
        if code not in (0, 1) and not (code == 2 and errors_seen):
            complaints.seek(0)
            said = complaints.read().decode("utf-8", "replace").strip()
            raise Error(said or f"the scan ended with {code}; expected 0", code="bad_input")


def _command() -> str:
    """The command of this package, not of another one in PATH."""
    import shutil
    import sysconfig

    named = os.environ.get("DESPIN_EXE")
    scripts = os.path.join(sysconfig.get_path("scripts"), "despin")
    beside = os.path.join(os.path.dirname(sys.executable), "despin")
    for path in (named, beside, scripts):
        if path and os.access(path, os.X_OK):
            return path
    built = os.path.join(TREE, "build/release/despin")
    found = built if os.access(built, os.X_OK) else shutil.which("despin")
    if found is None:
        raise NotFoundError(
            "the command despin is not installed; expected it beside this Python or in PATH, or "
            "named by DESPIN_EXE"
        )
    return found
