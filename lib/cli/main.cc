// The despin command: parses, calls the library, prints.
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
    "Finds text whose words were swapped from a thesaurus (\"Communist Bash\" for\n"
    "\"Communist Party\"): whether a text is spun, which phrases were swapped, what\n"
    "they said before, and which article it was copied from.";

constexpr const char* kExamples = R"(
Examples:
  despin check page.html                  verdict, swapped phrases, originals
  despin check articles/ more.txt         folders are walked, files are read
  curl -s URL | despin check -            a page from standard input
  despin check --json *.html | jq .score  one line of JSON a document
  despin check --explain --max-fpr 0.01 story.txt
  despin compare original.html spun.html  side by side, every swap
  despin index add my.index originals/    articles to find the sources among
  despin index search my.index page.html  which of them it was copied from
  despin report --html scan.html o.jsonl  a page of what a scan found
  despin scan crawl.warc.gz -o out.jsonl  a whole archive, on all cores
  despin eval labeled.jsonl               figures on labeled texts of your own
  despin model info en.despin             what a model holds and was made of

Exit codes of check are grep's: 0 a spun text was found, 1 none was, 2 something
could not be read; compare and index search: 0 a copy was found, 1 none. The
others end with 0, or 2 if they failed.

The model is the one of --model, else $DESPIN_MODEL, else the one in the source
tree or installation the command belongs to. See also: man despin.)";

constexpr const char* kCheckFooter = R"(
Plain text and HTML are read (of a page, its main content), the documents of
JSON lines, CSV, TSV and web archives, any of them as .gz or .zst, and folders
of all these. What cannot be read gets a line on standard error, and the rest
is done all the same. For many documents see despin scan.

Exit codes: 0 some text is spun or, with --index, has a source; 1 none; 2
something could not be read.)";

constexpr const char* kCompareFooter = R"(
Text and HTML are read, - is standard input for one of the two. Below a verdict
(spun copy, verbatim copy, not a copy) stand the copied passages beside what
they were copied from: [swapped] words in brackets or coloured, {added or
dropped} ones in braces or coloured, then the list of swaps.

Exit codes: 0 the suspect is a copy, spun or not, 1 it is none, 2 one of the two
could not be read.)";

constexpr const char* kReportFooter = R"(
Several files are summed up as one; the lines of despin check --json are read
too. Lines that are no records are reported on standard error and skipped. Memory
does not grow with the scan. Sites, swaps and sources are counted exactly as
long as there are no more than 100,000, 100,000 and 20,000 of them; beyond that
the least frequent are evicted and counts are marked approximate.

Exit codes: 0 all was read; 2 some line or file was not.)";

constexpr const char* kEvalFooter = R"(
A record is a line of JSON: {"text": "...", "label": "spun" or "clean"}, with
"kind" (a word for the tables) and "substitutions" ([["written", "meant"], ...])
if they are known. A line that cannot be read is reported and skipped.

A pair is a line "written<TAB>meant" of a phrase standing alone.

Lists of substitutions are seldom complete, so the precision of findings is a
lower bound. Intervals are 95 % bootstrap intervals.)";

void add_check(CLI::App& app, CheckOptions& options) {
  CLI::App* verb = app.add_subcommand("check", "Say of each text whether it is spun, and where");
  verb->add_option("PATH", options.paths, "Files, folders, or - for standard input (-)")
      ->type_name("");
  verb->add_option("-m,--model", options.model, "Model file")->type_name("FILE");
  verb->add_flag("-j,--json", options.json, "One line of JSON a document");
  verb->add_flag("-e,--explain", options.explain,
                 "Where the score came from; all findings, whatever the\nverdict");
  verb->add_option("--index", options.index, "Name the sources that this index holds as well")
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
  verb->add_option("ORIGINAL", options.original, "Text or page that was there first")
      ->required()
      ->type_name("");
  verb->add_option("SUSPECT", options.suspect, "Text or page that may be a copy of it")
      ->required()
      ->type_name("");
  verb->add_option("-m,--model", options.model, "Model file")->type_name("FILE");
  verb->add_flag("-j,--json", options.json, "One line of JSON");
  verb->add_option("--html", options.html,
                   "Write a page as well: both texts side by side, swaps\nlinked, one file")
      ->type_name("FILE");
  verb->add_option("--max-passages", options.max_passages,
                   "Show only the N strongest passages (0: all)")
      ->type_name("N");
  add_color(verb, options.color);
  verb->footer(kCompareFooter);
}

void add_report(CLI::App& app, ReportOptions& options) {
  CLI::App* verb = app.add_subcommand("report", "Sum up what a scan found, for people");
  verb->add_option("OUT", options.inputs,
                   "What despin scan wrote, compressed or not, or - for\nstandard input (-)")
      ->type_name("");
  verb->add_option("--html", options.html,
                   "Write a page instead: charts, the worst documents with\n"
                   "their findings in context, sites, swaps and sources")
      ->type_name("FILE");
  verb->add_flag("-j,--json", options.json, "The figures as one line of JSON");
  verb->add_option("--limit", options.limit,
                   "List at most N documents, sites, swaps, sources and\nerrors (10; 200 on a page "
                   "and in JSON)")
      ->type_name("N")
      ->check(CLI::Range(1, 5000).description(""));
  add_color(verb, options.color);
  verb->footer(kReportFooter);
}

void add_eval(CLI::App& app, EvalOptions& options) {
  CLI::App* verb = app.add_subcommand("eval", "Measure the model on labeled texts or pairs");
  verb->add_option("LABELED", options.labeled, "Labeled texts, JSON lines")->type_name("");
  verb->add_option("--pairs", options.pairs, "Phrase pairs, written<TAB>meant")->type_name("FILE");
  verb->add_option("--mask", options.mask,
                   "Cut these strings, one a line, out of the texts first,\nwhatever their case")
      ->type_name("FILE");
  verb->add_option("-m,--model", options.model, "Model file")->type_name("FILE");
  verb->add_option("--max-fpr", options.max_fpr, "Rate that verdicts are given at (0.001)")
      ->type_name("RATE")
      ->check(CLI::Range(0.0, 1.0).description(""));
  verb->add_flag("-j,--json", options.json, "The figures as one line of JSON");
  verb->footer(kEvalFooter);
}

int run(int argc, char** argv) {
  CLI::App app(kAbout, "despin");
  app.footer(kExamples);
  app.require_subcommand(0, 1);
  app.get_formatter()->column_width(26);
  bool show_version = false;
  app.add_flag("-V,--version", show_version, "Version of the command and of its model");
  CheckOptions check_options;
  CompareOptions compare_options;
  EvalOptions eval_options;
  ReportOptions report_options;
  add_check(app, check_options);
  add_compare(app, compare_options);
  add_report(app, report_options);
  const ScanArguments scan(app);
  add_eval(app, eval_options);
  const IndexArguments index(app);
  CLI::App* model = app.add_subcommand("model", "Look at a model file");
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
    complain("", "out of memory; expected more of it, or smaller documents");
  } catch (const std::exception& error) {
    complain("", error.what());
  }
  return kExitError;
}
