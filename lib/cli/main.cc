// The despin command: parses arguments, calls the library, prints.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/cli/argument_errors.h"
#include "lib/cli/arguments.h"
#include "lib/cli/bus_error.h"
#include "lib/cli/help.h"
#include "lib/cli/index_arguments.h"
#include "lib/cli/reading_arguments.h"
#include "lib/cli/scan_arguments.h"
#include "lib/cli/settings.h"
#include "lib/commands/console.h"
#include "lib/commands/verbs.h"
#include "lib/view/terminal.h"

namespace {

namespace commands = despin::commands;
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
  despin serve                            checks over HTTP, and a page

Exit codes are those of grep. check and scan: 0 if a text is spun or has a
source, 1 if none, 2 if an input or a record could not be read. compare and
index search: 0 if a copy was found, 1 if none was, 2 if anything failed. With
--exit-zero these end with 0 where nothing is found. All others: 0 on success,
2 if anything failed.

The model is given by --model, else by $DESPIN_MODEL; the default is the one in
the installation or source tree of the command. See also: man despin.)";

constexpr const char* kCheckFooter = R"(
Reads plain text, HTML (the main content of a page), and the documents of JSON,
tables (CSV, TSV), web archives, RSS and Atom feeds, MediaWiki dumps, mail and
MHTML, also as .gz, .zst, .bz2 or .xz, and folders of all these.
An input that cannot be read is reported on standard error and skipped. For
large collections see despin scan.

Exit codes: 0 if some text is spun or, with --index, has a source; 1 if none; 2
if an input could not be read.)";

constexpr const char* kCompareFooter = R"(
Reads text and HTML; - is standard input for one of the two. Prints the verdict
(spun copy, reworded copy, verbatim copy, not a copy), the copied passages next
to their originals, and a list of the swaps. [Swapped] words are in brackets or
colored, {added or dropped} words in braces or colored.

Exit codes: 0 if the suspect is a copy, spun, reworded or verbatim; 1 if not; 2
if one of the two could not be read.)";

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
A record is a line of JSON: {"text": "...", "label": "spun" or "clean"}, or a row
of a table (.csv, .tsv) with such columns, with optional "id", "kind" (a group for
the tables), "source" (id of the document in the index of --index that it is a
copy of) and, in JSON, "substitutions" (a list of ["substitute", "original"]).
Labels 1 and true are also "spun"; 0, false, not_spun and original are "clean".
Records that cannot be read are reported and skipped.

A pair is a line "substitute<TAB>original", a phrase without context.

Lists of substitutions are seldom complete, so the precision of findings is a
lower bound. Intervals are 95 % intervals. "-" is what the texts cannot tell: a
rate of false positives takes 1/rate clean texts.)";

void add_overwrite(CLI::App* verb, bool& overwrite) {
  verb->add_flag("--overwrite", overwrite, "Replace FILE even if it is no page of despin");
}

void add_check(CLI::App& app, commands::CheckOptions& options) {
  CLI::App* verb = app.add_subcommand("check", "Decide whether texts are spun, and show where");
  verb->add_option("PATH", options.paths, "Files, folders, or - for standard input (-)")
      ->type_name("");
  add_model(verb, options.model);
  add_fields(verb, options.reading.fields);
  add_all_files(verb, options.reading.all_files);
  verb->add_flag("-e,--explain", options.explain,
                 "Explain the score, and show all findings whatever the verdict");
  add_value(verb, "--index", "DIR", "Also search this index for sources", into(options.index));
  add_max_fpr(verb, options.max_fpr);
  add_value(verb, "--max-findings", "N", "Show only the N strongest findings of a text (0: all)",
            whole(options.max_findings, 0, UINT32_MAX));
  add_limits(verb, options.limits);
  add_form(verb, options.form, "spun texts");
  add_color(verb, options.color);
  verb->footer(kCheckFooter);
}

void add_compare(CLI::App& app, commands::CompareOptions& options) {
  CLI::App* verb = app.add_subcommand("compare", "Show what a suspect copied from an original");
  verb->add_option("ORIGINAL", options.original, "The earlier text or page")
      ->required()
      ->type_name("");
  verb->add_option("SUSPECT", options.suspect, "The text or page that may be a copy")
      ->required()
      ->type_name("");
  add_model(verb, options.model);
  verb->add_flag("-j,--json", options.json, "Print one line of JSON");
  add_value(verb, "--html", "FILE",
            "Also write an HTML page: both texts side by side with linked swaps",
            into(options.html))
      ->configurable(false);
  add_overwrite(verb, options.overwrite);
  add_value(verb, "--max-passages", "N", "Show only the N strongest passages (0: all)",
            whole(options.max_passages, 0, UINT32_MAX));
  add_limits(verb, options.limits);
  add_exit_zero(verb, options.exit_zero);
  add_color(verb, options.color);
  verb->footer(kCompareFooter);
}

void add_report(CLI::App& app, commands::ReportOptions& options) {
  CLI::App* verb = app.add_subcommand("report", "Summarize the results of a scan");
  verb->add_option("OUT", options.inputs,
                   "Output of despin scan, compressed or not, or - for standard input (-)")
      ->type_name("");
  add_value(
      verb, "--html", "FILE",
      "Write an HTML page: charts, the worst documents with their findings in context, sites, "
      "swaps and sources",
      into(options.html))
      ->configurable(false);
  add_value(verb, "--comparisons", "DIR",
            "With --html: also write pages into DIR that compare the listed documents with their "
            "sources, and link them",
            into(options.comparisons))
      ->configurable(false);
  add_model(verb, options.model);
  add_overwrite(verb, options.overwrite);
  verb->add_flag("-j,--json", options.json, "Print the figures as one line of JSON");
  verb->add_flag("--csv", options.csv, "Print the records as a table, without figures");
  add_value(verb, "--limit", "N",
            "List at most N documents, sites, swaps, sources and errors (10; 200 on a page and in "
            "JSON)",
            whole([&options](std::uint64_t n) { options.limit = n; }, 1, 5000));
  add_color(verb, options.color);
  verb->footer(kReportFooter);
}

void add_explain(CLI::App& app, commands::ExplainOptions& options) {
  CLI::App* verb = app.add_subcommand("explain", "Tell how the verdict of a record came about");
  verb->add_option("RECORD", options.record,
                   "Output of despin check --json or despin scan, or - for\nstandard input (-)")
      ->type_name("");
  verb->add_option("--id", options.id, "Only the record with this id")->type_name("ID");
  verb->add_flag("-j,--json", options.json, "Print one line of JSON per record");
  add_color(verb, options.color);
  verb->footer(kExplainFooter);
}

void add_eval(CLI::App& app, commands::EvalOptions& options) {
  CLI::App* verb = app.add_subcommand("eval", "Measure the model on labeled texts or pairs");
  verb->add_option("LABELED", options.labeled, "Labeled texts, JSON lines or tables")
      ->type_name("");
  add_fields(verb, options.reading.fields);
  add_value(verb, "--pairs", "FILE", "Phrase pairs, substitute<TAB>original", into(options.pairs));
  add_value(verb, "--mask", "FILE",
            "First remove these strings, one per line, from the texts, ignoring case",
            into(options.mask));
  add_value(verb, "--index", "DIR", "Also search this index for the texts' listed sources",
            into(options.index));
  add_value(verb, "--predictions", "FILE",
            "Also write score, bound and verdict of each text, JSON lines",
            into(options.predictions))
      ->configurable(false);
  verb->add_option("-m,--model", options.models,
                   "Model file; a second one is compared with the first")
      ->type_name("FILE")
      ->allow_extra_args(false);  // what follows its value is a labeled file
  add_max_fpr(verb, options.max_fpr);
  verb->add_flag("-j,--json", options.json, "Print the figures as one line of JSON");
  verb->footer(kEvalFooter);
}

void add_text(CLI::App& app, std::vector<std::string>& paths) {
  CLI::App* verb =
      app.add_subcommand("text", "Print the text that is judged, in which offsets count");
  verb->add_option("PATH", paths, "Files, folders, or - for standard input (-)")->type_name("");
  verb->footer("\nExit codes: 0 if everything was read, 2 if something was not.");
}

void add_model_verbs(CLI::App& app, std::string& path) {
  CLI::App* model = app.add_subcommand("model", "Inspect a model file");
  model->require_subcommand(1);
  model->footer("");
  for (const auto& [name, about] : {std::pair{"info", "Version, sections, sources and licenses"},
                                    std::pair{"verify", "Read every byte, check every checksum"}}) {
    model->add_subcommand(name, about)
        ->add_option("FILE", path, "Model file (the one that is used by default)")
        ->type_name("");
  }
}

// "despin help index search"
int help(CLI::App& app, const std::vector<std::string>& words) {
  CLI::App* verb = &app;
  for (const std::string& word : words) {
    CLI::App* below = verb_below(verb, word);
    if (below == nullptr) {
      commands::complain("help", not_one_of(word, verbs_below(verb)));
      return commands::kExitError;
    }
    verb = below;
  }
  const auto text =
      app.get_formatter()->make_help(verb, name_of_verb(verb), CLI::AppFormatMode::Normal);
  return commands::print(text) ? 0 : commands::kExitError;
}

int run(int argc, char** argv) {
  if (complain_of_empty_value(argc, argv)) return commands::kExitError;
  CLI::App app(kAbout, "despin");
  app.footer(kExamples);
  app.require_subcommand(0, 1);
  app.formatter(
      std::make_shared<HelpFormatter>(despin::view::terminal_columns(STDOUT_FILENO, 100)));
  bool show_version = false;
  app.add_flag("-V,--version", show_version, "Print the versions of the command and of its model");
  commands::CheckOptions check_options;
  commands::CompareOptions compare_options;
  commands::EvalOptions eval_options;
  commands::ReportOptions report_options;
  std::vector<std::string> texts;
  std::string model_path;
  std::vector<std::string> help_words;
  add_check(app, check_options);
  add_compare(app, compare_options);
  add_report(app, report_options);
  commands::ExplainOptions explain_options;
  add_explain(app, explain_options);
  const ScanArguments scan(app);
  add_eval(app, eval_options);
  const IndexArguments index(app);
  add_text(app, texts);
  add_model_verbs(app, model_path);
  app.add_subcommand("help", "Show the help of a verb")
      ->add_option("VERB", help_words, "A verb, as index search")
      ->type_name("");
  app.add_subcommand("serve", "Serve checks over HTTP, and a page for reviewers")
      ->footer("\nThe service is in the package of Python: pip install 'despin[serve]'.");
  app.add_subcommand("version", "Print the versions of the command and of its model");
  add_config(app);
  // Its arguments, --help among them, are read in Python.
  if (argc > 1 && std::string_view(argv[1]) == "serve")
    return commands::serve(argv[0], {argv + 2, argv + argc});
  try {
    app.parse(argc, argv);
    apply_settings(app);
  } catch (const CLI::Success&) {
    return commands::print(app.help()) ? 0 : commands::kExitError;
  } catch (const CLI::ParseError& error) {
    return complain_of(app, error);
  }
  if (show_version || app.got_subcommand("version")) return commands::version();
  if (app.got_subcommand("help")) return help(app, help_words);
  if (app.got_subcommand("check")) return commands::check(check_options);
  if (app.got_subcommand("compare")) return commands::compare(compare_options);
  if (app.got_subcommand("report")) return commands::report(report_options);
  if (app.got_subcommand("explain")) return commands::explain(explain_options);
  if (scan.given()) return scan.run();
  if (app.got_subcommand("eval")) return commands::eval(eval_options);
  if (index.given()) return index.run();
  if (app.got_subcommand("text")) return commands::extract(texts);
  if (app.got_subcommand("model")) {
    return app.get_subcommand("model")->got_subcommand("info") ? commands::model_info(model_path)
                                                               : commands::model_verify(model_path);
  }
  std::fputs(app.help().c_str(), stderr);
  return commands::kExitError;
}

}  // namespace

int main(int argc, char** argv) {
  explain_bus_errors();
  try {
    const int code = run(argc, argv);
    // Whatever a verb printed has to arrive.
    return code == commands::kExitError || commands::print({}) ? code : commands::kExitError;
  } catch (const std::bad_alloc&) {
    commands::complain("", "out of memory; use smaller documents or provide more memory");
  } catch (const std::exception& error) {
    commands::complain("", error.what());
  }
  return commands::kExitError;
}
