"""Where models are, and facts about them. Nothing is ever fetched."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from ctypes import byref
from importlib.util import find_spec
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from despin import _abi
from despin._errors import NotFoundError
from despin._library import (
    PACKAGE,
    TREE,
    Handle,
    call,
    lib,
    make,
    options,
    path_bytes,
    string,
    strings,
)

# Open models by file.
_open: WeakValueDictionary[tuple[Any, ...], Handle] = WeakValueDictionary()


class LengthBand(NamedTuple):
    """The thresholds of texts of at least `min_words`.

    Attributes
    ----------
    min_words : int
    texts : int
        Genuine texts measured.
    thresholds : tuple of float
        Least score in nats that is called spun, one a rate; infinite where the data cannot say.
    """

    min_words: int
    texts: int
    thresholds: tuple[float, ...]


class DetectorInfo(NamedTuple):
    """What a Detector judges by.

    Attributes
    ----------
    path : str
        As it was opened; empty of bytes.
    fingerprint : str
        Of the model: sixteen hexadecimal digits, as in `Report.model`.
    version : str
        Of the library.
    format : tuple of int
        Major and minor version of the model's format.
    bytes : int
        Of the model.
    languages : tuple of str
        That are judged, as BCP 47 tags.
    bias : float
        In nats; the score is this plus contributions.
    rates : tuple of float
        Of false positives that the model was calibrated for, falling.
    bands : tuple of LengthBand
        By `min_words`, rising; shorter texts are never called spun.
    """

    path: str
    fingerprint: str
    version: str
    format: tuple[int, int]
    bytes: int
    languages: tuple[str, ...]
    bias: float
    rates: tuple[float, ...]
    bands: tuple[LengthBand, ...]


class ModelSection(NamedTuple):
    """A section of a model file: its tag, version, size, and whether readers must know it."""

    tag: str
    version: int
    required: bool
    bytes: int


class ModelInfo(NamedTuple):
    """Facts about a model file.

    Attributes
    ----------
    format : tuple of int
        Major and minor version of its format.
    bytes : int
    sections : tuple of ModelSection
    provenance : str
        JSON: sources, licenses, hashes, seeds, figures.
    """

    format: tuple[int, int]
    bytes: int
    sections: tuple[ModelSection, ...]
    provenance: str


def model_info(path: str | os.PathLike[str]) -> ModelInfo:
    """Facts about a model file, out of its header.

    Raises
    ------
    NotFoundError, NotReadableError, NotAModelError, TruncatedError, BadModelError,
    ModelTooNewError
    """
    handle = make(lib.despin_model_info_read, lib.despin_model_info_free, path_bytes(path))
    data: Any = lib.despin_model_info_get(handle.address).contents
    sections = data.sections[: data.section_count]
    return ModelInfo(
        (data.major_version, data.minor_version),
        data.bytes,
        tuple(
            ModelSection(string(one.tag), one.version, bool(one.required), one.bytes)
            for one in sections
        ),
        string(data.provenance_json),
    )


def verify_model(path: str | os.PathLike[str]) -> None:
    """Reads every byte of a model and checks all checksums and inner structure.

    Raises
    ------
    Error
        As `model_info`, with the corrupt section named.
    """
    call(lib.despin_model_verify, path_bytes(path))


def find(name: str) -> str:
    """The file of a model that is known by its name, as ``"en"``.

    In this order: the package ``despin_<name>``; beside this package; an entry point of the group
    ``despin.models``; a source tree; ``share/despin`` of this Python, of /usr/local and of /usr.

    Raises
    ------
    NotFoundError
        If there is none; its message says how to get it.
    """
    if not name.replace("_", "").replace("-", "").isalnum():
        raise NotFoundError("this is no name of a model; expected letters and digits, as in 'en'")
    tried = []
    for path in _places(name):
        if os.path.isfile(path):
            return path
        tried.append(path)
    raise NotFoundError(
        f"no model {name!r} at {' or '.join(tried)}: install the package despin-{name}, or name "
        "a file by Detector(path) or DESPIN_MODEL"
    )


def _places(name: str) -> Iterator[str]:
    file = f"{name}.despin"
    spec = find_spec(f"despin_{name.replace('-', '_')}")
    for folder in (spec and spec.submodule_search_locations) or ():
        yield os.path.join(folder, file)
    yield os.path.join(PACKAGE, file)
    yield from _entry_points(name)
    yield os.path.join(TREE, "models", file)
    for prefix in (sys.prefix, "/usr/local", "/usr"):
        yield os.path.join(prefix, "share/despin", file)


def _entry_points(name: str) -> Iterator[str]:
    """What other packages offer; slow, so asked late."""
    from importlib.metadata import entry_points  # costs more than all else here

    for point in entry_points(group="despin.models", name=name):
        yield os.fspath(point.load()())


def info_of(address: int | None, version: str) -> DetectorInfo:
    """Of an open detector."""
    data: _abi.despin_detector_info = lib.despin_detector_get_info(address).contents
    count = data.rate_count
    bands = data.bands[: data.band_count]
    return DetectorInfo(
        string(data.path),
        string(data.fingerprint),
        version,
        (data.major_version, data.minor_version),
        data.bytes,
        strings(data.languages, data.language_count),
        data.bias,
        tuple(data.rates[:count]),
        tuple(LengthBand(one.min_words, one.texts, tuple(one.thresholds[:count])) for one in bands),
    )


def open_options(verify: bool, copy: bool) -> Any:
    """The struct of C."""
    return options(
        _abi.despin_open_options,
        lib.despin_open_options_init,
        verify=int(verify),
        copy=int(copy),
    )


def opened(path: str, verify: bool, copy: bool) -> Handle:
    """A model of a file, mapped once in a process as long as the file stays the same."""
    key: tuple[Any, ...] | None = None
    name = path_bytes(path)
    try:
        facts = os.stat(path)
        key = (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, path, copy)
    except OSError:
        pass  # the library says what is wrong with it
    handle = _open.get(key) if key and not verify else None
    if handle is None:
        how = open_options(verify, copy)
        handle = make(lib.despin_detector_open, lib.despin_detector_free, name, byref(how))
        if key:
            _open[key] = handle
    return handle
