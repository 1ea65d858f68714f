#include "lib/cli/index_arguments.h"

#include <map>

namespace despin::cli {
namespace {

constexpr const char* kIndexFooter = R"(
An index is a folder. Articles are added to it, now and later, and it says of a
suspect which of them it was copied from, spun or not.

Examples:
  despin index add articles.index originals/       a folder of texts or pages
  zcat news.jsonl.gz | despin index add articles.index -
  despin index search articles.index suspect.html
  despin index search articles.index --json suspects.jsonl | jq .matches
  despin index stat articles.index --for 5000000   what five million would take)";

constexpr const char* kAddFooter = R"(
An index that is not there is made. INPUT is JSON lines (.jsonl), a text, a
page, a table (.csv, .tsv), a web archive (.warc, .wet), any of them as .gz or
.zst, a folder of such files, or - for standard input.

A record is a line of JSON: {"id": "42", "url": "...", "title": "...", "date":
"2019-05-01", "text": "..."}. The id names the document for good; where there is
none the url does. Of a file the id is its path as given. An id that is there
already is not added again, so the same command goes on after a stop.

What cannot be read is named on standard error and the rest is added. Ctrl-C
writes what was read, then stops; what was reported as added stays, whatever
happens.

Exit codes: 0 all was added or there, 2 something was not.)";

constexpr const char* kSearchFooter = R"(
FILE is a text, a page, a .jsonl file with a suspect a line ({"id": "7",
"date": "2020-01-31", "text": "..."}), a table, a web archive, compressed or not, or
a folder of them. Standard input may hold any.

A document of the suspect's own id is not a match, nor is one of a later date.
Passages that more than eight sources share are boilerplate or wire copy, and
say nothing about where a text was copied from.

Exit codes: 0 a source was found, 1 none was, 2 something could not be read, or
a part of the index is corrupt.)";

}  // namespace

void add_color(CLI::App* verb, view::ColorMode& color) {
  const std::map<std::string, view::ColorMode> modes{{"auto", view::ColorMode::kAuto},
                                                     {"always", view::ColorMode::kAlways},
                                                     {"never", view::ColorMode::kNever}};
  verb->add_option("--color", color,
                   "auto (on a terminal, unless NO_COLOR is set), always\nor never")
      ->type_name("WHEN")
      ->transform(CLI::CheckedTransformer(modes).description(""));
}

IndexArguments::IndexArguments(CLI::App& app)
    : index_(app.add_subcommand("index", "Find where suspects were copied from")) {
  index_->require_subcommand(1);
  index_->footer(kIndexFooter);
  add_verb("create", "Make an index without documents", folder_);
  add_add();
  add_search();
  add_stat();
  add_verb("verify", "Read every byte, name what is corrupt", folder_)
      ->footer("\nExit codes: 0 all is whole, 2 something is corrupt.");
  add_verb("merge", "Make all segments one: smaller, and faster to search", folder_);
}

CLI::App* IndexArguments::add_verb(const char* name, const char* about, std::string& folder) {
  CLI::App* verb = index_->add_subcommand(name, about);
  verb->add_option("DIR", folder, "Folder of the index")->required()->type_name("");
  verb->footer("");
  return verb;
}

void IndexArguments::add_add() {
  CLI::App* verb = add_verb("add", "Add articles", add_.folder);
  verb->add_option("INPUT", add_.inputs, "JSON lines, texts, pages, folders of them, or - (-)")
      ->type_name("");
  verb->add_option("--memory", add_.memory_mb, "Gather so many MB, then write a segment (512)")
      ->type_name("MB")
      ->check(CLI::Range(1U, 1U << 20).description(""));
  verb->add_flag("--merge", add_.merge, "Make all segments one in the end");
  verb->footer(kAddFooter);
}

void IndexArguments::add_search() {
  CLI::App* verb = add_verb("search", "Say where suspects were copied from", search_.folder);
  verb->add_option("FILE", search_.suspects, "Texts, pages, folders, JSON lines, or - (-)")
      ->type_name("");
  verb->add_option("-m,--model", search_.model, "Model file")->type_name("FILE");
  verb->add_flag("-j,--json", search_.json, "One line of JSON a suspect");
  verb->add_option("--max-matches", search_.max_matches, "At most N sources of a suspect (10)")
      ->type_name("N");
  verb->add_flag("--later", search_.later, "Sources of a later date than the suspect's as well");
  verb->add_flag("--include-common", search_.include_common,
                 "Count passages that many sources share as well");
  add_color(verb, search_.color);
  verb->footer(kSearchFooter);
}

void IndexArguments::add_stat() {
  CLI::App* verb = add_verb("stat", "What it holds and takes, and would take", stat_.folder);
  verb->add_option("--for", stat_.documents, "Estimate for N documents (1000000)")->type_name("N");
  verb->add_flag("-j,--json", stat_.json, "One line of JSON");
}

int IndexArguments::run() const {
  if (index_->got_subcommand("create")) return index_create(folder_);
  if (index_->got_subcommand("add")) return index_add(add_);
  if (index_->got_subcommand("search")) return index_search(search_);
  if (index_->got_subcommand("stat")) return index_stat(stat_);
  if (index_->got_subcommand("verify")) return index_verify(folder_);
  return index_merge(folder_);
}

}  // namespace despin::cli
