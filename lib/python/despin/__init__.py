"""despin: finds machine-reworded ("spun") copies of original reporting.

    import despin

    detector = despin.Detector()
    report = detector.check(text)
    report.verdict, [text[f.begin : f.end] for f in report.findings]

docs/python.md has the tour; the names are those of the JSON (docs/json.md).
"""

from __future__ import annotations

from despin._arrow import CheckedArray, CheckedStream, scan_arrow
from despin._comparison import Comparison, CopiedPassage, Run, Substitution
from despin._detector import Detector, load
from despin._errors import (
    BadIndexError,
    BadInputError,
    BadModelError,
    BadUtf8Error,
    CanceledError,
    DeadlineError,
    Error,
    IndexTooNewError,
    InternalError,
    LockedError,
    ModelTooNewError,
    NotAModelError,
    NotFoundError,
    NotReadableError,
    NotWrittenError,
    OutOfMemoryError,
    TooLargeError,
    TruncatedError,
    UnsupportedError,
)
from despin._index import Matches, SourceIndex, index_statistics, verify_index
from despin._index_values import (
    HeldDocument,
    IndexedDocument,
    IndexStatistics,
    Match,
    Segment,
    SourceCopy,
    Withheld,
)
from despin._index_writer import IndexWriter
from despin._library import version as _version
from despin._limits import Limits
from despin._model import (
    DetectorInfo,
    LengthBand,
    ModelInfo,
    ModelSection,
    model_info,
    verify_model,
)
from despin._read import Document, InputRun, Place, Reader, Record, read
from despin._report import Report
from despin._scan import scan
from despin._values import (
    Contribution,
    Disguises,
    ExemptWords,
    Family,
    Finding,
    Passage,
    Phrase,
    Restoration,
    Span,
    Truncated,
)

__version__ = _version()

__all__ = [
    "BadIndexError",
    "BadInputError",
    "BadModelError",
    "BadUtf8Error",
    "CanceledError",
    "CheckedArray",
    "CheckedStream",
    "Comparison",
    "Contribution",
    "CopiedPassage",
    "DeadlineError",
    "Detector",
    "DetectorInfo",
    "Disguises",
    "ExemptWords",
    "Document",
    "Error",
    "Family",
    "Finding",
    "IndexStatistics",
    "IndexTooNewError",
    "IndexWriter",
    "InputRun",
    "InternalError",
    "LengthBand",
    "Limits",
    "LockedError",
    "Match",
    "Matches",
    "ModelInfo",
    "ModelSection",
    "ModelTooNewError",
    "NotAModelError",
    "NotFoundError",
    "NotReadableError",
    "NotWrittenError",
    "OutOfMemoryError",
    "Passage",
    "Phrase",
    "Place",
    "Reader",
    "Record",
    "Report",
    "Restoration",
    "Run",
    "Segment",
    "SourceIndex",
    "Span",
    "Substitution",
    "TooLargeError",
    "Truncated",
    "TruncatedError",
    "UnsupportedError",
    "index_statistics",
    "load",
    "model_info",
    "read",
    "scan",
    "scan_arrow",
    "verify_index",
    "verify_model",
    "HeldDocument",
    "IndexedDocument",
    "SourceCopy",
    "Withheld",
]
