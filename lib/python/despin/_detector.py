"""The Detector: a loaded model, and all that is asked of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from ctypes import byref
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from despin import _abi, _library, _model
from despin._errors import BadModelError
from despin._library import Handle, Stop, lib, make, options, run_stoppable
from despin._limits import Limits, check_struct, limits_struct
from despin._report import Report
from despin._text import utf8
from despin._values import Restoration

if TYPE_CHECKING:
    from despin._arrow import CheckedArray, CheckedStream
    from despin._comparison import Comparison
    from despin._read import Document

Text: TypeAlias = "str | bytes | Document"
Path_: TypeAlias = "str | os.PathLike[str]"


class Detector:
    """A loaded model. Immutable: share one between threads, and send it to other processes.

    Parameters
    ----------
    model : str, path or bytes, optional
        A model file, or its bytes. By default the file named by the environment variable
        ``DESPIN_MODEL``, else the English model that is installed (`despin.load`).
    verify : bool
        Read all bytes once and compare checksums: some 3 GB/s.
    copy : bool
        Read the file into memory of this process instead of mapping it. Who truncates a mapped
        file in place ends the process; replace models by rename.

    Raises
    ------
    NotFoundError, NotReadableError, NotAModelError, TruncatedError, BadModelError,
    ModelTooNewError

    Notes
    -----
    A file is mapped once in a process, and its pages are shared by all processes. Pickled are the
    path (or name) and the fingerprint of the model; unpickling opens it there, and checks.
    """

    def __init__(
        self,
        model: Path_ | bytes | None = None,
        *,
        verify: bool = False,
        copy: bool = False,
    ) -> None:
        self._name: str | None = None
        self._kept: bytes | None = None
        if isinstance(model, (bytes, bytearray, memoryview)):
            self._path: str | None = None
            self._kept = bytes(model)
            how = _model.open_options(verify, copy)
            self._handle = make(
                lib.despin_detector_open_memory,
                lib.despin_detector_free,
                self._kept,
                len(self._kept),
                byref(how),
            )
            return
        if model is None:
            model = os.environ.get("DESPIN_MODEL") or None
        if model is None:
            self._name = "en"
            model = _model.find("en")
        if not isinstance(model, (str, os.PathLike)):
            raise TypeError(f"the model is {type(model).__name__}; expected a path or bytes")
        self._path = os.fsdecode(model)
        self._handle = _model.opened(self._path, verify, copy)

    @cached_property
    def info(self) -> _model.DetectorInfo:
        """What it judges by: the model's fingerprint, languages, rates and thresholds."""
        return _model.info_of(self._handle.address, _library.version())

    def check(self, text: Text, *, max_fpr: float = 0.001, limits: Limits | None = None) -> Report:
        """Is a text spun, and where?

        Parameters
        ----------
        text : str, bytes or Document
            Bytes are UTF-8. It may be empty; then the report abstains.
        max_fpr : float
            Call it spun only if at most this share of genuine texts score as high, 0 to 1.
        limits : Limits, optional
            How much it may take.

        Returns
        -------
        Report
            The same on every CPU and thread. Cost: 2 to 3 MB/s, some 50 KB/s of a spun text.

        Raises
        ------
        TypeError
            If `text` is something else, None among it.
        BadUtf8Error, TooLargeError, DeadlineError, BadInputError, OutOfMemoryError
        """
        given, data, document = _parts(text)

        def checked(stop: Stop | None) -> Handle:
            return make(
                lib.despin_check,
                lib.despin_report_free,
                self._handle.address,
                None,
                data,
                len(data),
                check_struct(max_fpr, limits, stop),
            )

        return Report(run_stoppable(len(data), checked), given, data, document)

    @overload
    def check_many(
        self,
        texts: Iterable[Text],
        *,
        threads: int = ...,
        max_fpr: float = ...,
        limits: Limits | None = ...,
        progress: Callable[[int], object] | None = ...,
        errors: Literal["raise"] = ...,
    ) -> Iterator[Report]: ...

    @overload
    def check_many(
        self,
        texts: Iterable[object],
        *,
        threads: int = ...,
        max_fpr: float = ...,
        limits: Limits | None = ...,
        progress: Callable[[int], object] | None = ...,
        errors: Literal["return"],
    ) -> Iterator[Report | Exception]: ...

    def check_many(
        self,
        texts: Iterable[Any],
        *,
        threads: int = 0,
        max_fpr: float = 0.001,
        limits: Limits | None = None,
        progress: Callable[[int], object] | None = None,
        errors: Literal["raise", "return"] = "raise",
    ) -> Iterator[Any]:
        """Checks texts on several threads; yields their reports, in order.

        Parameters
        ----------
        texts : iterable of str, bytes or Document
            Read on this thread, as far ahead as keeps the threads busy: memory is bounded,
            however many there are.
        threads : int
            0 is one a CPU that this process may use.
        max_fpr, limits
            As of `check`, for each text.
        progress : callable, optional
            Given the number of texts done, on this thread, some ten times a second.
        errors : {"raise", "return"}
            Of one text: raise its exception, which ends the iteration, or yield it in the place
            of the report and go on.

        Yields
        ------
        Report or Exception

        Notes
        -----
        The GIL is dropped while texts are checked. An exception in this thread, KeyboardInterrupt
        among them, and closing the iterator end the work within half a second.
        """
        from despin._batch import checked_in_order

        return checked_in_order(
            self,
            texts,
            threads=threads,
            max_fpr=max_fpr,
            limits=limits,
            progress=progress,
            errors=errors,
        )

    def check_arrow(
        self,
        data: Any,
        *,
        column: str | None = None,
        threads: int = 0,
        max_fpr: float = 0.001,
        limits: Limits | None = None,
    ) -> CheckedArray | CheckedStream:
        """Checks a column of texts that speaks Arrow; the texts are not copied.

        Parameters
        ----------
        data : object with ``__arrow_c_array__`` or ``__arrow_c_stream__``
            An array, a column or a table of pyarrow, polars, pandas, DuckDB, ...
            Strings: utf8, large_utf8 or utf8_view.
        column : str, optional
            Which column of a table. By default the only one, else ``"text"``.
        threads, max_fpr, limits
            As of `check_many`.

        Returns
        -------
        CheckedArray or CheckedStream
            With ``__arrow_c_array__`` or ``__arrow_c_stream__``, as `data`: pass it on to
            ``pyarrow.table``, ``polars.DataFrame``, ... A row for each text, in order:
            verdict, abstain_reason, score, false_positive_rate_upper, swap_rate, words, passages,
            findings, families, error, error_code. A null gives a null; a text that could not be
            checked has its error, and nothing else. A stream is checked as it is read.

        Raises
        ------
        TypeError
            If `data` does not speak Arrow.
        BadInputError
            For another type of column, or one that is not there.
        """
        from despin._arrow import checked

        return checked(self, data, column, threads, max_fpr, limits)

    def compare(self, original: Text, suspect: Text, *, limits: Limits | None = None) -> Comparison:
        """What of `suspect` was copied from `original`, and every swap.

        Parameters
        ----------
        original, suspect : str, bytes or Document
        limits : Limits, optional
            Of each text.

        Raises
        ------
        Error
            As `check`. Cost: 0.35 ms for two texts of 250 words.
        """
        from despin._comparison import Comparison

        sides = _parts(original), _parts(suspect)
        aligner = self._aligner

        def compared(stop: Stop | None) -> Handle:
            how = options(
                _abi.despin_compare_options,
                lib.despin_compare_options_init,
                limits=limits_struct(limits, stop),
            )
            return make(
                lib.despin_compare,
                lib.despin_comparison_free,
                aligner.address,
                None,
                sides[0][1],
                len(sides[0][1]),
                sides[1][1],
                len(sides[1][1]),
                byref(how),
            )

        size = len(sides[0][1]) + len(sides[1][1])
        return Comparison(run_stoppable(size, compared), sides[0], sides[1])

    @cached_property
    def _aligner(self) -> Handle:
        return make(lib.despin_aligner_new, lib.despin_aligner_free, self._handle.address)

    def restore(
        self, phrase: str | bytes, *, max_meanings: int = 5, limits: Limits | None = None
    ) -> list[Restoration]:
        """Reads a phrase as spun: what may it have meant?

        Parameters
        ----------
        phrase : str or bytes
            Up to 64 words; some 10 ms a word.
        max_meanings : int

        Returns
        -------
        list of Restoration
            Meanings of all of the phrase, best first.

        Raises
        ------
        TooLargeError
            Beyond 64 words.
        Error
            As `check`.
        """
        data = utf8(phrase, "phrase")
        if max_meanings < 0:
            raise ValueError(f"max_meanings is {max_meanings}; expected 0 or more")
        handle = make(
            lib.despin_restore,
            lib.despin_restorations_free,
            self._handle.address,
            None,
            data,
            len(data),
            max_meanings,
            limits_struct(limits),
        )
        found = lib.despin_restorations_get(handle.address).contents
        meanings = found.restorations[: found.restoration_count]
        return [Restoration(_library.string(one.text), one.score_nats) for one in meanings]

    def __copy__(self) -> Detector:
        return self

    def __deepcopy__(self, memo: object) -> Detector:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        if self._path is None:
            raise TypeError(
                "a Detector of bytes cannot be pickled, as each process would hold a copy; "
                "write them to a file and open that"
            )
        where = self._name or os.path.abspath(self._path)
        return _unpickled, (self._name is not None, where, self.info.fingerprint)

    def __repr__(self) -> str:
        return f"<despin.Detector {self.info.fingerprint} {self._path or 'of bytes'}>"


def load(name: str = "en", *, verify: bool = False, copy: bool = False) -> Detector:
    """The installed model of a language.

    Parameters
    ----------
    name : str
        As the package is called: ``"en"`` is in ``despin-en``. Nothing is fetched.
    verify, copy : bool
        As of `Detector`.

    Raises
    ------
    NotFoundError
        If it is not installed.
    """
    if not isinstance(name, str):
        raise TypeError(f"the name is {type(name).__name__}; expected str")
    detector = Detector(_model.find(name), verify=verify, copy=copy)
    detector._name = name
    return detector


def _parts(text: Any) -> tuple[str | bytes, bytes, Document | None]:
    """What was given, its UTF-8, and the document if it is one."""
    if isinstance(text, (str, bytes)):
        return text, utf8(text), None
    document = getattr(text, "_utf8", None)
    if document is not None:
        return text.text, document, text
    data = utf8(text)
    return data, data, None


def _unpickled(is_name: bool, where: str, fingerprint: str) -> Detector:
    detector = load(where) if is_name else Detector(where)
    found = detector.info.fingerprint
    if found != fingerprint:
        raise BadModelError(
            f"the model here has the fingerprint {found}; expected {fingerprint}, of the one that "
            "was pickled: install the same model everywhere"
        )
    return detector
