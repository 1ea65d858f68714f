// The despin command: parses arguments, calls the library, prints.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "lib/cli/commands.h"
#include "lib/cli/console.h"
#include "lib/cli/index_arguments.h"
#include "lib/cli/scan_arguments.h"

namespace {

using namespace despin::cli;

constexpr const char* kAbout =
    "Detects spun text, in which a program replaced words with synonyms from a\n"
    "thesaurus (\"Communist Bash\" for \"Communist Party\"). Reports the swapped\n"
    "phrases, their likely originals, and the article the text was copied from.";

constexpr const char* kExamples = R"(
Examples:
  despin check page.html                  verdict, swapped phrases, originals
  despin check articles/ more.txt         all files of a folder, and one more
  curl -s URL | despin check -            a page from standard input
  despin check --json *.html | jq .score  one line of JSON per document
  despin check --explain --max-fpr 0.01 story.txt
  despin compare original.html spun.html  side by side, with every swap
  despin explain out.jsonl --id ID        how the verdict of a record came about
  despin index add my.index originals/    index articles as possible sources
  despin index search my.index page.html  find the sources of a page
  despin report --html scan.html o.jsonl  a report page on a scan
  despin scan crawl.warc.gz -o out.jsonl  a whole archive, on all cores
  despin eval labeled.jsonl               evaluate on your own labeled texts
  despin model info en.despin             version and provenance of a model

Exit codes are those of grep. check: 0 if a text is spun, 1 if none is, 2 if an
input could not be read. compare and index search: 0 if a copy was found, 1 if
none was, 2 on errors. All others: 0 on success, 2 on errors.

The model is given by --model, else by $DESPIN_MODEL; the default is the one in
the installation or source tree of the command. See also: man despin.)";

constexpr const char* kCheckFooter = R"(
Reads plain text, HTML (the main content of a page), and the documents of JSON
lines, CSV, TSV and web archives, also as .gz or .zst, and folders of all these.
An input that cannot be read is reported on standard error and skipped. For
large collections see despin scan.

Exit codes: 0 if some text is spun or, with --index, has a source; 1 if none; 2
if an input could not be read.)";

constexpr const char* kCompareFooter = R"(
Reads text and HTML; - is standard input for one of the two. Prints the verdict
(spun copy, verbatim copy, not a copy), the copied passages next to their
originals, and a list of the swaps. [Swapped] words are in brackets or colored,
{added or dropped} words in braces or colored.

Exit codes: 0 if the suspect is a copy, spun or verbatim; 1 if not; 2 if one of
the two could not be read.)";

constexpr const char* kReportFooter = R"(
Several files are summarized together; the output of despin check --json is
accepted as well. Lines that are not records are reported on standard error and
skipped. Memory does not grow with the scan: counts are exact up to 100,000
sites, 100,000 swaps and 20,000 sources; beyond that the least frequent are
evicted and counts are marked approximate.

Exit codes: 0 if everything was read; 2 if a line or file was not.)";

constexpr const char* kExplainFooter = R"(
Reads lines of despin check --json or despin scan, compressed or not, and judges
nothing anew: it tells the terms that add up with the model's bias to the score,
the threshold, the bound on false positives, the strongest findings, the model
and version that judged, and what the record leaves out.

Exit codes: 0 if a record was explained, 1 if none has the id, 2 on errors.)";

constexpr const char* kEvalFooter = R"(
A record is a line of JSON: {"text": "...", "label": "spun" or "clean"}, with
optional "id", "kind" (a group for the tables) and "substitutions" (a list of
["substitute", "original"]). Labels 1 and true are also "spun"; 0, false,
not_spun and original are "clean". Lines that cannot be read are reported and
skipped.

A pair is a line "substitute<TAB>original", a phrase without context.

Lists of substitutions are seldom complete, so the precision of findings is a
lower bound. Intervals are 95 % intervals. "-" is what the texts cannot tell: a
rate of false positives takes 1/rate clean texts.)";

void add_check(CLI::App& app, CheckOptions& options) {
  CLI::App* verb = app.add_subcommand("check", "Decide whether texts are spun, and show where");
  verb->add_option("PATH", options.paths, "Files, folders, or - for standard input (-)")
      ->type_name("");
  verb->add_option("-m,--model", options.model, "Model file")->type_name("FILE");
  verb->add_flag("-j,--json", options.json, "Print one line of JSON per document");
  verb->add_flag("-e,--explain", options.explain,
                 "Explain the score, and show all findings whatever the\nverdict");
  verb->add_option("--index", options.index, "Also search this index for sources")
      ->type_name("DIR");
  verb->add_option("--max-fpr", options.max_fpr,
                   "Call a text spun only if at most this share of genuine\n"
                   "texts scores as high (0.001)")
      ->type_name("RATE")
      ->check(CLI::Range(0.0, 1.0).description(""));
  verb->add_option("--max-findings", options.max_findings,
                   "Show only the N strongest findings of a text (0: all)")
      ->type_name("N");
  add_color(verb, options.color);
  verb->footer(kCheckFooter);
}

void add_compare(CLI::App& app, CompareOptions& options) {
  CLI::App* verb = app.add_subcommand("compare", "Show what a suspect copied from an original");
  verb->add_option("ORIGINAL", options.original, "The earlier text or page")
      ->required()
      ->type_name("");
  verb->add_option("SUSPECT", options.suspect, "The text or page that may be a copy")
      ->required()
      ->type_name("");
  verb->add_option("-m,--model", options.model, "Model file")->type_name("FILE");
  verb->add_flag("-j,--json", options.json, "Print one line of JSON");
  verb->add_option("--html", options.html,
                   "Also write an HTML page: both texts side by side with\nlinked swaps")
      ->type_name("FILE");
  verb->add_option("--max-passages", options.max_passages,
                   "Show only the N strongest passages (0: all)")
      ->type_name("N");
  add_color(verb, options.color);
  verb->footer(kCompareFooter);
}

void add_report(CLI::App& app, ReportOptions& options) {
  CLI::App* verb = app.add_subcommand("report", "Summarize the results of a scan");
  verb->add_option("OUT", options.inputs,
                   "Output of despin scan, compressed or not, or - for\nstandard input (-)")
      ->type_name("");
  verb->add_option("--html", options.html,
                   "Write an HTML page: charts, the worst documents with\n"
                   "their findings in context, sites, swaps and sources")
      ->type_name("FILE");
  verb->add_flag("-j,--json", options.json, "Print the figures as one line of JSON");
  verb->add_option("--limit", options.limit,
                   "List at most N documents, sites, swaps, sources and\nerrors (10; 200 on a page "
                   "and in JSON)")
      ->type_name("N")
      ->check(CLI::Range(1, 5000).description(""));
  add_color(verb, options.color);
  verb->footer(kReportFooter);
}

void add_explain(CLI::App& app, ExplainOptions& options) {
  CLI::App* verb = app.add_subcommand("explain", "Tell how the verdict of a record came about");
  verb->add_option("RECORD", options.record,
                   "Output of despin check --json or despin scan, or - for\nstandard input (-)")
      ->type_name("");
  verb->add_option("--id", options.id, "Only the record with this id")->type_name("ID");
  verb->add_flag("-j,--json", options.json, "Print one line of JSON per record");
  add_color(verb, options.color);
  verb->footer(kExplainFooter);
}

void add_eval(CLI::App& app, EvalOptions& options) {
  CLI::App* verb = app.add_subcommand("eval", "Measure the model on labeled texts or pairs");
  verb->add_option("LABELED", options.labeled, "Labeled texts, JSON lines")->type_name("");
  verb->add_option("--pairs", options.pairs, "Phrase pairs, substitute<TAB>original")
      ->type_name("FILE");
  verb->add_option("--mask", options.mask,
                   "First remove these strings, one per line, from the\ntexts, ignoring case")
      ->type_name("FILE");
  verb->add_option("--predictions", options.predictions,
                   "Also write score, bound and verdict of each text, JSON\nlines")
      ->type_name("FILE");
  verb->add_option("-m,--model", options.models,
                   "Model file; a second one is compared with the first")
      ->type_name("FILE")
      ->allow_extra_args(false);  // what follows its value is a labeled file
  verb->add_option("--max-fpr", options.max_fpr, "Maximum false-positive rate of a verdict (0.001)")
      ->type_name("RATE")
      ->check(CLI::Range(0.0, 1.0).description(""));
  verb->add_flag("-j,--json", options.json, "Print the figures as one line of JSON");
  verb->footer(kEvalFooter);
}

int run(int argc, char** argv) {
  CLI::App app(kAbout, "despin");
  app.footer(kExamples);
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(26);
  bool show_version = false;
  app.add_flag("-V,--version", show_version, "Print the versions of the command and of its model");
  CheckOptions check_options;
  CompareOptions compare_options;
  EvalOptions eval_options;
  ReportOptions report_options;
  add_check(app, check_options);
  add_compare(app, compare_options);
  add_report(app, report_options);
  ExplainOptions explain_options;
  add_explain(app, explain_options);
  const ScanArguments scan(app);
  add_eval(app, eval_options);
  const IndexArguments index(app);
  CLI::App* model = app.add_subcommand("model", "Inspect a model file");
  model->require_subcommand(1);
  model->footer("");
  std::string model_path;
  for (const auto& [name, about] : {std::pair{"info", "Version, sections, sources and licenses"},
                                    std::pair{"verify", "Read every byte, check every checksum"}}) {
    model->add_subcommand(name, about)
        ->add_option("FILE", model_path, "Model file")
        ->required()
        ->type_name("");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitError;
  }
  if (show_version) return version();
  if (app.got_subcommand("check")) return check(check_options);
  if (app.got_subcommand("compare")) return compare(compare_options);
  if (app.got_subcommand("report")) return report(report_options);
  if (app.got_subcommand("explain")) return explain(explain_options);
  if (scan.given()) return scan.run();
  if (app.got_subcommand("eval")) return eval(eval_options);
  if (index.given()) return index.run();
  if (app.got_subcommand(model)) {
    return model->got_subcommand("info") ? model_info(model_path) : model_verify(model_path);
  }
  std::fputs(app.help().c_str(), stderr);
  return kExitError;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    complain("", "out of memory; use smaller documents or provide more memory");
  } catch (const std::exception& error) {
    complain("", error.what());
  }
  return kExitError;
}
