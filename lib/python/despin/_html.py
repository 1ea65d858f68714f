"""How a report looks in a notebook: the text, with what was found marked in it.

Everything of the text is escaped; there is no script, and nothing is loaded.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from despin._comparison import Comparison
    from despin._report import Report
    from despin._values import Span

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
    text, parts, at = report.text, [], 0
    end = min(len(text), _MAX_CHARACTERS)
    for finding in report.findings:
        if finding.end > end:
            break
        likely = escape("; ".join(finding.likely_originals), quote=True)
        parts.append(escape(text[at : finding.begin]))
        parts.append(
            f'<mark style="{_MARK}" title="{likely} ({finding.probability:.0%})">'
            f"{escape(text[finding.begin : finding.end])}</mark>"
        )
        at = finding.end
    parts.append(escape(text[at:end]))
    if end < len(text):
        parts.append(f"<p><i>{len(text) - end:,} more characters are not shown.</i></p>")
    return f'<div style="{_TEXT}">{"".join(parts)}</div>'


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
    parts, at = [], 0
    end = min(len(text), _MAX_CHARACTERS)
    for here, there in sorted(swaps, key=lambda swap: swap[0].begin):
        if here.end > end:
            break
        if here.begin < at:
            continue
        counterpart = escape(other[there.begin : there.end], quote=True)
        parts.append(escape(text[at : here.begin]))
        marked = escape(text[here.begin : here.end])
        parts.append(f'<mark style="{_MARK}" title="{counterpart}">{marked}</mark>')
        at = here.end
    parts.append(escape(text[at:end]))
    if end < len(text):
        parts.append(f"<p><i>{len(text) - end:,} more characters are not shown.</i></p>")
    return f'<div style="flex:1;{_TEXT}"><b>{title}</b>\n\n{"".join(parts)}</div>'
