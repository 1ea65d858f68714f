#include "lib/cli/scan_arguments.h"

#include <algorithm>
#include <map>

#include "lib/cli/arguments.h"
#include "lib/cli/reading_arguments.h"

namespace despin::cli {
namespace {

constexpr const char* kScanFooter = R"(
INPUT is a page, a text, JSON (.jsonl, .json), a table (.csv, .tsv), a web
archive (.warc, .wet), a feed (.rss, .atom), a MediaWiki dump, mail (.eml,
.mbox, .mhtml), any of them as .gz, .zst, .bz2 or .xz, a folder of such files, a
"pattern*", or - for standard input. Writes one record per document: the report
of check --json with the document's place, address, title and date. A document
that cannot be read gets a record with the error.

OUT.progress stores the progress until the scan is complete. After any stop,
even a crash, the same command with --resume continues; the records are byte
for byte those of an uninterrupted scan.

Examples:
  despin scan crawl/ -o out.jsonl           a folder, on all cores
  despin scan segment.warc.gz -o out.jsonl --resume
  despin scan --files-from wet.paths --min-words 100 --only spun -o spun.jsonl
  despin scan news.jsonl --field text=body --index articles.index -o out.jsonl
  zcat pages.csv.gz | despin scan --format csv - | jq .verdict
  despin report out.jsonl --html out.html   a page with charts and lists

Exit codes: 0 if a document is spun or has a source, 1 if none, 2 if the scan
could not be completed, or an input or a document could not be read. With
--exit-zero 0 also if none.)";

}  // namespace

ScanArguments::ScanArguments(CLI::App& app)
    : verb_(app.add_subcommand("scan", "Check many documents; can be resumed")) {
  verb_->add_option("INPUT", options_.inputs, "Files, archives, folders, patterns, or - (-)")
      ->type_name("");
  add_input();
  add_choice();
  add_running();
  verb_->footer(kScanFooter);
}

void ScanArguments::add_input() {
  add_value(verb_, "-o,--output", "OUT", "Write the records to OUT (standard output)",
            into(options_.output))
      ->configurable(false);
  add_value(verb_, "--files-from", "LIST", "Read names of more inputs, one per line, from LIST",
            into(options_.files_from))
      ->configurable(false);
  add_value(verb_, "--format", "FORMAT",
            "Format of the inputs: document, jsonl, json, csv, tsv, warc, feed, wiki, mail or mbox "
            "(guess: by name and first bytes)",
            one_of<InputFormat>(options_.format, {{"guess", InputFormat::kGuess},
                                                  {"document", InputFormat::kDocument},
                                                  {"jsonl", InputFormat::kJsonl},
                                                  {"json", InputFormat::kJson},
                                                  {"csv", InputFormat::kCsv},
                                                  {"tsv", InputFormat::kTsv},
                                                  {"warc", InputFormat::kWarc},
                                                  {"feed", InputFormat::kFeed},
                                                  {"wiki", InputFormat::kWiki},
                                                  {"mail", InputFormat::kMail},
                                                  {"mbox", InputFormat::kMbox}}));
  add_fields(verb_, options_.fields);
  add_all_files(verb_, options_.all_files);
}

void ScanArguments::add_choice() {
  add_model(verb_, options_.model);
  add_value(verb_, "--index", "DIR", "Also search this index for sources", into(options_.index));
  add_max_fpr(verb_, options_.max_fpr);
  add_limits(verb_, options_.limits);
  verb_
      ->add_option(
          "--only", options_.only,
          "Write only these records: spun, not_spun, abstain, source (has one); errors are "
          "always written")
      ->type_name("WHAT")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->check(CLI::Validator(
          [](const std::string& value) {
            const std::vector<std::string> names = {"spun", "not_spun", "abstain", "source"};
            const bool known = std::find(names.begin(), names.end(), value) != names.end();
            return known ? std::string() : not_one_of(value, names);
          },
          ""));
  add_value(verb_, "--min-words", "N", "Skip documents with fewer words",
            whole(options_.min_words, 0, UINT64_MAX));
  add_value(verb_, "--lang", "TAG", "Skip documents in another language, told from the text",
            into(options_.language));
  add_value(verb_, "--sample", "SHARE",
            "Read only this share of the documents, the same in every run",
            number(options_.sample, 0, 1));
}

void ScanArguments::add_running() {
  CLI::Option* resume = verb_->add_flag("--resume", resume_, "Continue a scan that was stopped");
  resume->configurable(false);
  verb_->add_flag("--overwrite", overwrite_, "Start over if OUT exists")
      ->configurable(false)
      ->excludes(resume);
  add_value(verb_, "-t,--threads", "N", "Number of threads (one per core)",
            whole(options_.threads, 1, 1024));
  verb_->add_flag("--unordered", options_.unordered, "Write records as they are done, for speed");
  verb_->add_flag("--line-buffered", options_.line_buffered,
                  "Write each record when it is done, also into a file");
  verb_->add_flag("--fail-fast", options_.fail_fast,
                  "Stop at the first document that cannot be read");
  add_value(verb_, "--save-every", "MS", "Save the progress at this interval (1000)",
            whole(options_.save_ms, 0, UINT32_MAX));
  add_exit_zero(verb_, exit_zero_);
  verb_->add_flag("-q,--quiet", options_.quiet, "Show neither progress nor summary");
}

int ScanArguments::run() const {
  scan::ScanOptions options = options_;
  options.existing = resume_      ? scan::Existing::kResume
                     : overwrite_ ? scan::Existing::kOverwrite
                                  : scan::Existing::kRefuse;
  return commands::scan(std::move(options), exit_zero_);
}

}  // namespace despin::cli
