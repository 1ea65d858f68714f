"""How a report looks in a notebook: the text, with what was found marked in it.

Everything of the text is escaped; there is no script, and nothing is loaded.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from despin._comparison import Comparison
    from despin._report import Report
    from despin._values import Finding, Span

# What a notebook stays quick with; the rest of the text is left out, and said to be.
_MAX_CHARACTERS = 50_000
_VERDICTS = {
    "spun": "Spun",
    "not_spun": "Not spun",
    "abstain": "No verdict",
}
_MARK = "background:#ffe08a;color:#1f1f1f;border-radius:2px;padding:0 1px"
_TEXT = "white-space:pre-wrap;max-height:30em;overflow:auto;line-height:1.5"


def report_page(report: Report) -> str:
    """A fragment of HTML."""
    return f"<div><p>{_headline(report)}</p>{_marked_text(report)}</div>"


def _headline(report: Report) -> str:
    facts = [f"score {report.score:.2f}", f"{report.words:,} words"]
    if report.abstain_reason:
        facts.append(report.abstain_reason.replace("_", " "))
    if report.findings_total:
        facts.append(f"{report.findings_total:,} phrases look swapped")
    if report.verdict == "spun":
        facts.append(f"at most {report.false_positive_rate_upper:g} of genuine texts score as high")
    return f"<b>{_VERDICTS[report.verdict]}</b>: {escape('; '.join(facts))}"


def _marked_text(report: Report) -> str:
    marks = (
        (one, f"{'; '.join(one.likely_originals)} ({one.probability:.0%})")
        for one in report.findings
    )
    return f'<div style="{_TEXT}">{_marked(report.text, marks)}</div>'


def _marked(text: str, marks: Iterable[tuple[Span | Finding, str]]) -> str:
    """The text with spans marked, by place; what is said of each shows on hovering."""
    parts, at = [], 0
    end = min(len(text), _MAX_CHARACTERS)
    for span, said in marks:
        if span.end > end:
            break
        if span.begin < at:
            continue
        parts.append(escape(text[at : span.begin]))
        marked = escape(text[span.begin : span.end])
        parts.append(f'<mark style="{_MARK}" title="{escape(said)}">{marked}</mark>')
        at = span.end
    parts.append(escape(text[at:end]))
    if end < len(text):
        parts.append(f"<p><i>{len(text) - end:,} more characters are not shown.</i></p>")
    return "".join(parts)


def comparison_page(comparison: Comparison) -> str:
    """A fragment of HTML: both texts side by side."""
    swaps = comparison.substitutions
    original = [(swap.original, swap.suspect) for swap in swaps]
    suspect = [(swap.suspect, swap.original) for swap in swaps]
    columns = (
        _side("Original", comparison.original, original, comparison.suspect),
        _side("Suspect", comparison.suspect, suspect, comparison.original),
    )
    facts = f"{comparison.copied:.0%} copied, {comparison.swapped:.0%} swapped"
    return (
        f"<div><p><b>{escape(comparison.relation.capitalize())}</b>: {facts}</p>"
        f'<div style="display:flex;gap:1.5em">{"".join(columns)}</div></div>'
    )


def _side(title: str, text: str, swaps: list[tuple[Span, Span]], other: str) -> str:
    """One text; what stands for a marked phrase in the other one is said on hovering."""
    swaps = sorted(swaps, key=lambda swap: swap[0].begin)
    marks = ((here, other[there.begin : there.end]) for here, there in swaps)
    return f'<div style="flex:1;{_TEXT}"><b>{title}</b>\n\n{_marked(text, marks)}</div>'
