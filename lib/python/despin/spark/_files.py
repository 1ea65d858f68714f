"""Files as tasks of about the same work."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from despin._walk import walk
from despin.spark._worker import Part, Places, ReadOptions

if TYPE_CHECKING:
    from pyspark import SparkContext

# A task of small files has about so many bytes.
TASK_BYTES = 8 << 20


def local_path(name: str) -> str:
    """Of a path or an address of the scheme ``file``."""
    if not name.startswith("file:"):
        return name
    rest = name[len("file:") :]
    return "/" + rest.lstrip("/")


def is_remote(name: str) -> bool:
    """Whether only Spark can read it."""
    scheme, colon, _ = name.partition("://")
    return bool(colon) and scheme.isalnum() and scheme != "file"


def parts_of(names: Iterable[str]) -> list[Part]:
    """The files behind names, as the command finds them; what is not there is its own part."""
    parts = []
    for path, error in walk([local_path(name) for name in names]):
        message, code = ("", "") if error is None else (str(error), error.code)
        parts.append(Part(path, None, None, message, code))
    return parts


def size_of(part: Part) -> int:
    """In bytes; 0 if it is not known."""
    try:
        return os.path.getsize(part.path)
    except OSError:
        return 0


def split_large(
    context: SparkContext, parts: list[Part], options: ReadOptions, records: int
) -> list[Part]:
    """Large files as several parts, if there are too few files for all cores.

    A first job reads them, without checking anything: a hundredth of the work. The parts begin
    where it has seen records begin, so that numbers and places are those of one reader.
    """
    cores = context.defaultParallelism
    large = [part.path for part in parts if not part.error_code and size_of(part) > TASK_BYTES]
    if records <= 0 or not large or len(large) >= 8 * cores:
        return parts
    places = context.parallelize(large, len(large)).map(Places(options, records)).collect()
    found = dict(zip(large, places, strict=True))
    return [one for part in parts for one in found.get(part.path, [part])]


def tasks_of(parts: list[Part]) -> list[list[Part]]:
    """Neighbors together, as long as they are small."""
    tasks: list[list[Part]] = []
    room = 0
    for part in parts:
        size = size_of(part) if part.records is None and part.begin is None else TASK_BYTES
        if tasks and size <= room:
            tasks[-1].append(part)
            room -= size
        else:
            tasks.append([part])
            room = TASK_BYTES - size
    return tasks
