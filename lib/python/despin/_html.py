"""How a report looks in a notebook: the text, with what was found marked in it.

Everything of the text is escaped; there is no script, and nothing is loaded.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from despin._report import Report

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
