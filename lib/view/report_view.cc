#include "lib/view/report_view.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "despin/detector.h"
#include "despin/version.h"
#include "lib/language/names.h"
#include "lib/view/finding_excerpt.h"
#include "lib/view/index_text.h"
#include "lib/view/terminal.h"
#include "lib/view/wrap.h"

namespace despin::view {
namespace {

constexpr std::size_t kReasonIndent = 2;

// Wrapped to the columns, each line indented.
void add_wrapped(std::string_view text, std::size_t columns, std::string& out) {
  for (const WrappedLine& line : wrap(text, Style::kPlain, false, columns - kReasonIndent)) {
    out.append(kReasonIndent, ' ').append(line.text).append("\n");
  }
}

// "no verdict: French"; "not English" where no other language was told.
std::string reason_text(const Report& report) {
  switch (report.abstain_reason) {
    case AbstainReason::kTooShort:
      return "too short to tell";
    case AbstainReason::kNotEnglish: {
      const std::string& code = report.language.code;
      return code.empty() || code == "en" ? "not English" : language::english_name(code);
    }
    case AbstainReason::kUnfamiliar:
      return "unlike any text the model was measured on";
    case AbstainReason::kNone:
      break;
  }
  return "undecided";
}

std::string verdict_line(const Report& report, const RenderedDocument& document,
                         const RenderOptions& options) {
  const std::size_t count = std::max<std::size_t>(report.findings_total, report.findings.size());
  StyledText verdict;
  std::string detail = "score " + formatted("%.1f", report.score);
  switch (report.verdict) {
    case Verdict::kSpun:
      verdict = {"SPUN", Style::kSpun};
      detail += ", " + counted(count, "phrase looks", "phrases look") + " swapped";
      break;
    case Verdict::kNotSpun:
      verdict = {"not spun", Style::kPlain};
      break;
    case Verdict::kAbstain:
      verdict = {"no verdict", Style::kPlain};
      detail = reason_text(report) + " (" + counted(report.words, "word", "words") + ")";
      break;
  }
  // Of a text that is not called spun odd phrases are no news; who asks, sees them.
  if (report.verdict != Verdict::kSpun && count > 0 && options.explain) {
    detail += ", " + counted(count, "phrase looks", "phrases look") + " odd";
  }
  const std::string name = printable(document.name) + ": ";
  const std::size_t width = display_width(name + verdict.text) + 2 + display_width(detail);
  // A long path moves the rest to a second line.
  const std::string_view gap = width <= options.columns ? "  " : "\n  ";
  return name + styled(verdict, options.color) + std::string(gap) + detail + "\n";
}

// Names the most likely family of spinners and phrases of the text that point to it, as far as one
// line has space; empty if the report has no family.
std::string family_line(const Report& report, std::string_view text, std::size_t columns) {
  if (report.verdict != Verdict::kSpun || report.families.empty()) return {};
  const FamilyShare& best = report.families.front();
  const std::string share = short_percent(best.posterior);
  if (best.name == "unknown") {
    return "Swaps like no known family of spinners (" + share + ").";
  }
  const std::size_t width = std::min<std::size_t>(columns, 80) - 3;  // indent and full stop
  std::string line = "Swaps like family " + printable(best.name);
  if (!best.known_for.empty()) {
    const std::string known_for = " (\"" + printable(best.known_for.front()) + "\")";
    if (display_width(line + known_for + ", " + share) <= width) line += known_for;
  }
  line += ", " + share;
  std::string_view before = ": ";
  for (const ByteSpan& p : best.phrases) {
    if (p.begin_byte > p.end_byte || p.end_byte > text.size()) continue;
    const std::string more = std::string(before) + "\"" +
                             printable(text.substr(p.begin_byte, p.end_byte - p.begin_byte)) + "\"";
    if (display_width(line + more) > width) continue;
    line += more;
    before = ", ";
  }
  return line + ".";
}

// How much of the text is spun, and how much of that looks swapped.
std::string extent_words(const Report& report) {
  const std::vector<JudgedPassage>& passages = report.passages;
  double words = 0;
  double swapped = 0;
  for (const JudgedPassage& passage : passages) {
    words += passage.words;
    swapped += passage.swap_rate * passage.words;
  }
  if (report.verdict != Verdict::kSpun || words >= report.words || words == 0) {
    return " About " + formatted("%.0f", 100 * report.swap_rate) + " % of the words look swapped.";
  }
  return " Spun " + std::string(passages.size() == 1 ? "is " : "are ") +
         counted(passages.size(), "passage", "passages") + " of " +
         grouped(static_cast<std::uint64_t>(words)) + " of its " + grouped(report.words) +
         " words: about " + formatted("%.0f", 100 * swapped / words) + " % of them look swapped.";
}

// The `limit` strongest findings, in the order of the text.
std::vector<Finding> strongest(const std::vector<Finding>& findings, std::size_t limit) {
  if (limit == 0 || findings.size() <= limit) return findings;
  std::vector<float> evidence;
  evidence.reserve(findings.size());
  for (const Finding& finding : findings) evidence.push_back(finding.evidence_nats);
  std::nth_element(evidence.begin(), evidence.begin() + static_cast<std::ptrdiff_t>(limit - 1),
                   evidence.end(), std::greater<>{});
  const float weakest = evidence[limit - 1];
  auto ties = static_cast<std::size_t>(
      std::count(evidence.begin(), evidence.begin() + static_cast<std::ptrdiff_t>(limit), weakest));
  std::vector<Finding> kept;
  for (const Finding& finding : findings) {
    if (finding.evidence_nats > weakest || (finding.evidence_nats == weakest && ties-- > 0)) {
      kept.push_back(finding);
      if (kept.size() == limit) break;
    }
  }
  return kept;
}

// At which score a text of this length is called spun, and who says so.
std::string threshold_words(const Report& report) {
  const std::string model =
      " Model " + fingerprint_name(report.model_fingerprint) + ", despin " + version() + ".";
  const std::string rate = formatted("%.4g %%", 100 * report.max_false_positive_rate);
  if (!std::isfinite(report.threshold)) {
    return (report.threshold > 0 ? "No score is called spun at this length by a bound of "
                                 : "Every score is called spun by a bound of ") +
           rate + "." + model;
  }
  return "Called spun from " + formatted("%.2f", report.threshold) + " on: at most " + rate +
         " of genuine texts of this length score as high." + model;
}

void add_explanation(const Report& report, const RenderedDocument& document,
                     const RenderOptions& options, std::string& out) {
  const auto heading = [&](const std::string& text) {
    out += "\n  " + styled({text, Style::kFaint}, options.color) + "\n";
  };
  char buffer[160];
  if (!report.contributions.empty()) {
    heading("where the score comes from            value       nats");
    for (const Contribution& term : report.contributions) {
      std::snprintf(buffer, sizeof buffer, "  %-32.*s %10.3f %+10.2f\n",
                    static_cast<int>(std::min<std::size_t>(term.name.size(), 32)), term.name.data(),
                    term.value, term.nats);
      out += buffer;
    }
    std::snprintf(buffer, sizeof buffer, "  %-43s %+10.2f\n  %-43s %+10.2f\n", "bias of the model",
                  report.bias, "score, the sum", report.score);
    out += buffer;
    out += "\n";
    add_wrapped(threshold_words(report), options.columns, out);
  }
  if (report.findings.empty()) return;
  heading("   bytes             nats  written <- likely originals");
  for (const Finding& finding : report.findings) {
    std::snprintf(buffer, sizeof buffer, "  %8u-%-8u %+6.1f  ", finding.begin_byte,
                  finding.end_byte, static_cast<double>(finding.evidence_nats));
    out += buffer;
    const auto written =
        document.text.substr(finding.begin_byte, finding.end_byte - finding.begin_byte);
    out += styled({printable(written), Style::kSwapped}, options.color);
    std::string originals;
    for (const std::string& original : finding.likely_originals) {
      originals += (originals.empty() ? "" : ", ") + printable(original);
    }
    out += " <- " + styled({originals.empty() ? "?" : originals, Style::kOriginal}, options.color) +
           "\n";
  }
}

std::string_view place_of(TextOrigin origin) {
  switch (origin) {
    case TextOrigin::kArticleBody:
      return "its description for search engines";
    case TextOrigin::kControls:
      return "buttons and text fields";
    case TextOrigin::kFrames:
      return "frames";
    case TextOrigin::kNoscript:
      return "what is shown where no scripts run";
    case TextOrigin::kHidden:
      return "hidden elements";
    case TextOrigin::kPage:
      break;
  }
  return "the page";
}

}  // namespace

std::string describe_bound(double bound) {
  if (!(bound < 0.5)) return "Genuine texts of this length often score as high.";
  if (bound <= 0) return "No genuine text of this length was found to score as high.";
  // One or two leading digits, rounded to the safe side.
  double per = std::floor(1 / bound + 1e-9);
  double unit = 1;
  while (per / unit >= 100) unit *= 10;
  per = std::floor(per / unit) * unit;
  return "At most 1 in " + grouped(static_cast<unsigned long long>(std::min(per, 1e15))) +
         " genuine texts of this length score as high.";
}

std::string describe_unread(const Truncation& truncated) {
  return "Only its first " + grouped(truncated.read_bytes) + " bytes were read; " +
         grouped(truncated.unread_bytes) + " more follow: see --max-words.";
}

std::string render(const Report& report, const RenderedDocument& document,
                   const RenderOptions& options) {
  std::string out = verdict_line(report, document, options);
  if (!document.title.empty() && report.verdict == Verdict::kSpun) {
    add_wrapped("\u201C" + printable(document.title) + "\u201D", options.columns, out);
  }
  if (report.truncated) add_wrapped(describe_unread(report.truncated), options.columns, out);
  if (document.text_from != TextOrigin::kPage) {
    add_wrapped("The page shows next to no text; this one stands in " +
                    std::string(place_of(document.text_from)) + ".",
                options.columns, out);
  }
  if (report.verdict != Verdict::kAbstain &&
      (report.verdict == Verdict::kSpun || options.explain)) {
    add_wrapped(describe_bound(report.false_positive_rate_upper) + extent_words(report),
                options.columns, out);
  }
  add_wrapped(family_line(report, document.text, options.columns), options.columns, out);
  const Obfuscation& hidden = report.obfuscation;
  if (hidden.invisible + hidden.lookalike > 0) {
    add_wrapped("Hides words from simple tools: " +
                    counted(hidden.lookalike, "look-alike letter", "look-alike letters") + ", " +
                    counted(hidden.invisible, "invisible character", "invisible characters") + ".",
                options.columns, out);
  }
  if (report.exempt.judged > 0) {
    add_wrapped(counted(report.exempt.judged, "word", "words") +
                    " in marks of code, tables or quotations read as prose and are judged as such.",
                options.columns, out);
  }
  if (document.sources != nullptr) {
    if (document.sources->empty() && report.verdict == Verdict::kSpun) {
      add_wrapped("The index has no source of it.", options.columns, out);
    }
    out += source_lines(*document.sources, {.columns = options.columns, .color = options.color});
    add_wrapped(describe_withheld(document.withheld), options.columns, out);
  }
  const bool show =
      !report.findings.empty() && (options.explain || report.verdict == Verdict::kSpun);
  if (show) {
    const std::vector<Finding> shown = strongest(report.findings, options.max_findings);
    out += "\n";
    for (const std::string& line :
         excerpts(document.text, shown,
                  {.columns = table_columns(options.columns), .color = options.color})) {
      out += line + "\n";
    }
    if (shown.size() < report.findings.size()) {
      out += "\n  (" + grouped(report.findings.size() - shown.size()) +
             " weaker ones left out by --max-findings)\n";
    }
  }
  if (options.explain) add_explanation(report, document, options, out);
  if (show || options.explain) out += "\n";
  return out;
}

}  // namespace despin::view
