#include "lib/cli/scan_arguments.h"

#include <map>

#include "lib/cli/index_arguments.h"

namespace despin::cli {
namespace {

constexpr const char* kScanFooter = R"(
INPUT is a page, a text, JSON lines (.jsonl), a table (.csv, .tsv), a web
archive (.warc, .wet), any of them as .gz or .zst, a folder of such files, a
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
  verb_->add_option("-o,--output", options_.output, "Write the records to OUT (standard output)")
      ->type_name("OUT");
  verb_
      ->add_option("--files-from", options_.files_from,
                   "Read names of more inputs, one per line, from LIST")
      ->type_name("LIST");
  const std::map<std::string, InputFormat> formats{
      {"guess", InputFormat::kGuess}, {"document", InputFormat::kDocument},
      {"jsonl", InputFormat::kJsonl}, {"csv", InputFormat::kCsv},
      {"tsv", InputFormat::kTsv},     {"warc", InputFormat::kWarc}};
  verb_
      ->add_option(
          "--format", options_.format,
          "Format of the inputs: document, jsonl, csv, tsv or\nwarc (guess: by name and first "
          "bytes)")
      ->type_name("FORMAT")
      ->transform(CLI::CheckedTransformer(formats).description(""));
  verb_
      ->add_option(
          "--field", fields_,
          "Column or key that holds id, text, url, title or\ndate; may be given for each of them")
      ->type_name("NAME=KEY")
      ->allow_extra_args(false)
      ->check(CLI::Validator(
          [this](const std::string& value) {
            const std::size_t equals = value.find('=');
            const std::map<std::string, std::string*> names{{"id", &options_.fields.id},
                                                            {"text", &options_.fields.text},
                                                            {"url", &options_.fields.url},
                                                            {"title", &options_.fields.title},
                                                            {"date", &options_.fields.date}};
            const auto name = names.find(value.substr(0, equals));
            if (equals == value.npos || equals + 1 == value.size() || name == names.end()) {
              return std::string(
                  "expected id=, text=, url=, title= or date= and the name of a column or key");
            }
            *name->second = value.substr(equals + 1);
            return std::string();
          },
          ""));
}

void ScanArguments::add_choice() {
  verb_->add_option("-m,--model", options_.model, "Model file")->type_name("FILE");
  verb_->add_option("--index", options_.index, "Also search this index for sources")
      ->type_name("DIR");
  verb_
      ->add_option("--max-fpr", options_.max_fpr,
                   "Call a text spun only if at most this share of genuine\ntexts scores as high "
                   "(0.001)")
      ->type_name("RATE")
      ->check(CLI::Range(0.0, 1.0).description(""));
  verb_
      ->add_option(
          "--only", options_.only,
          "Write only these records: spun, not_spun, abstain,\nsource (has one); errors are "
          "always written")
      ->type_name("WHAT")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->check(CLI::IsMember({"spun", "not_spun", "abstain", "source"}).description(""));
  verb_->add_option("--min-words", options_.min_words, "Skip documents with fewer words")
      ->type_name("N");
  verb_->add_option("--lang", options_.language, "Skip documents that declare another language")
      ->type_name("TAG");
  verb_
      ->add_option("--sample", options_.sample,
                   "Read only this share of the documents, the same in\nevery run")
      ->type_name("SHARE")
      ->check(CLI::Range(0.0, 1.0).description(""));
}

void ScanArguments::add_running() {
  CLI::Option* resume = verb_->add_flag("--resume", resume_, "Continue a scan that was stopped");
  verb_->add_flag("--overwrite", overwrite_, "Start over if OUT exists")->excludes(resume);
  verb_->add_option("-t,--threads", options_.threads, "Number of threads (one per core)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U).description(""));
  verb_->add_flag("--unordered", options_.unordered, "Write records as they are done, for speed");
  verb_->add_flag("--fail-fast", options_.fail_fast,
                  "Stop at the first document that cannot be read");
  verb_->add_option("--save-every", options_.save_ms, "Save the progress at this interval (1000)")
      ->type_name("MS");
  add_exit_zero(verb_, exit_zero_);
  verb_->add_flag("-q,--quiet", options_.quiet, "Show neither progress nor summary");
}

int ScanArguments::run() const {
  scan::ScanOptions options = options_;
  options.existing = resume_      ? scan::Existing::kResume
                     : overwrite_ ? scan::Existing::kOverwrite
                                  : scan::Existing::kRefuse;
  return scan(std::move(options), exit_zero_);
}

}  // namespace despin::cli
