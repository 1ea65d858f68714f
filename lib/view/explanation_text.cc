// Explanations for people.
#include <string>
#include <string_view>

#include "lib/view/explanation.h"
#include "lib/view/numbers.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"
#include "lib/view/wrap.h"

namespace despin::view {
namespace {

constexpr std::size_t kTermColumns = 20;  // of figures behind the name of a term

class ExplanationWriter {
 public:
  explicit ExplanationWriter(const ExplanationOptions& options) : options_(options) {}

  void wrapped(std::string_view text, std::size_t indent, Style style = Style::kPlain) {
    for (const WrappedLine& line : wrap(text, style, options_.color, options_.columns - indent)) {
      out_.append(indent, ' ').append(line.text).append("\n");
    }
  }
  void heading(std::string_view name) {
    out_ += "\n";
    wrapped(name, 2, options_.color ? Style::kFaint : Style::kPlain);
  }
  // A name as wide as the line allows, and figures.
  void row(std::string_view name, const std::string& figures) {
    out_ += "  " + fitted(name, options_.columns - 2 - kTermColumns) + figures + "\n";
  }
  std::string take() { return std::move(out_); }

 private:
  ExplanationOptions options_;
  std::string out_;
};

std::string term_figures(double nats) { return formatted("%+*.2f", int{kTermColumns}, nats); }

void write_sum(const Explanation& e, ExplanationWriter& writer) {
  if (e.terms.empty() && !e.bias) return;
  writer.heading("how the score comes about, in nats (what speaks for \"spun\" is above 0)");
  for (const ExplainedTerm& term : e.terms) {
    if (term.nats == 0) continue;
    const std::string name =
        term.meaning.empty() ? term.name : term.meaning + " (" + term.name + ")";
    writer.row(name, term_figures(term.nats));
  }
  if (e.bias) writer.row("where the model begins (bias)", term_figures(*e.bias));
  if (e.record.score) writer.row("score", term_figures(*e.record.score));
  if (e.threshold) writer.row("threshold", term_figures(*e.threshold));
  if (e.adds_up == false) {
    writer.wrapped(
        "These do not add up to the score: the record was changed, or written by another program.",
        2);
  }
}

void write_findings(const Explanation& e, ExplanationWriter& writer) {
  if (e.findings.empty()) return;
  writer.heading("the strongest of " + counted(e.record.findings_found, "finding", "findings") +
                 ": what was written <- what it probably was");
  for (const scan::ScanFinding& finding : e.findings) {
    writer.row(finding.written + " <- " + (finding.original.empty() ? "?" : finding.original),
               term_figures(finding.evidence_nats));
  }
}

void write_judge(const Explanation& e, ExplanationWriter& writer) {
  const scan::ScanRecord& record = e.record;
  if (record.model.empty() && e.time.empty()) return;
  writer.heading("who says so");
  if (!record.model.empty()) {
    writer.wrapped("model " + record.model + ", despin " + record.version, 2);
  }
  if (!e.time.empty()) writer.wrapped("on " + e.time + " by " + e.command, 2);
}

}  // namespace

std::string render(const Explanation& e, const ExplanationOptions& options) {
  ExplanationWriter writer(options);
  writer.wrapped(scan::name_of(e.record) + ": " + e.reason, 0);
  if (e.verdict == "spun" || e.verdict == "not_spun") {
    writer.wrapped(describe_bound(e.record.false_positive_rate_upper), 2);
  }
  write_sum(e, writer);
  write_findings(e, writer);
  write_judge(e, writer);
  if (!e.left_out.empty()) {
    writer.heading("left out");
    for (const std::string& sentence : e.left_out) writer.wrapped(sentence, 2);
  }
  return writer.take();
}

}  // namespace despin::view
