#include "lib/cli/index_arguments.h"

#include "lib/cli/arguments.h"
#include "lib/cli/reading_arguments.h"

namespace despin::cli {
namespace {

constexpr const char* kIndexFooter = R"(
An index is a folder of articles. Articles can be added at any time; a search
finds those that a suspect was copied from, spun, reworded or verbatim.

Examples:
  despin index add articles.index originals/       a folder of texts or pages
  zcat news.jsonl.gz | despin index add articles.index -
  despin index search articles.index suspect.html
  despin index search articles.index --json suspects.jsonl | jq .matches
  despin index stat articles.index --for 5000000   estimate for five million
  despin index add --replace articles.index corrected.jsonl
  despin index remove articles.index 42 43 --merge  nothing of them is left
  despin index snapshot articles.index backup/monday)";

constexpr const char* kAddFooter = R"(
Creates the index if it does not exist. INPUT is JSON (.jsonl, .json), a text, a
page, a table (.csv, .tsv), a web archive (.warc, .wet), a feed, a MediaWiki dump
or mail, any of them as .gz, .zst, .bz2 or .xz, a folder of such files, or - for
standard input.

A record is a line of JSON: {"id": "42", "url": "...", "title": "...", "date":
"2019-05-01", "text": "..."}. The id identifies the document permanently; the
default is the url. The id of a file is its path as given. A document whose id
is already in the index is skipped, so the same command resumes after a stop;
with --replace it takes the place of the one that is there.

Small segments are merged as they gather, so that an index to which is added
every minute stays fast to search.

Inputs that cannot be read are reported on standard error and skipped. Ctrl-C
writes the articles read so far, then stops; articles reported as added are
never lost.

Exit codes: 0 if all articles are in the index, 2 if some are not.)";

constexpr const char* kSearchFooter = R"(
FILE is a text, a page, a .jsonl file with one suspect per line ({"id": "7",
"date": "2020-01-31", "text": "..."}), a table, a web archive, compressed or
not, or a folder of them. Standard input accepts the same formats.

A document is not its own source, by id or address. Documents of a later date
than is given by --date, or by the field "date" of a suspect, are left out. The
date and address that a page states of itself leave nothing out: sources that
are later, or have this address, come last and say so. Near copies (revisions, one article under several addresses) are one source
with its copies. Passages that more than eight sources share are boilerplate and
no evidence. What was left out is said, with its number.

Exit codes: 0 if a source was found, 1 if none was, 2 if an input could not be
read or a part of the index is corrupt.)";

constexpr const char* kRemoveFooter = R"(
Who opens the index afterwards does not find the documents. Their words stay on
disk until the segments that have them are merged: --merge does it now, and
nothing of them is left in the folder. Snapshots and other copies are not
changed.

Exit codes: 0 if all were removed, 1 if some were not in the index, 2 if
anything failed.)";

constexpr const char* kListFooter = R"(
A line a document: id, date, url and title, with tabs between them. The first
column serves index remove:
  despin index list my.index | cut -f 1 | grep ^old/ | despin index remove my.index --ids -)";

constexpr const char* kShowFooter = R"(
Shows all that is held of a document: of its text the words in their order, but
for function words and punctuation.

Exit codes: 0, or 1 if one is not in the index, 2 if the index cannot be read.)";

constexpr const char* kSnapshotFooter = R"(
TO is a new or an empty folder, and becomes an index by itself: the last commit,
whole, whatever is written meanwhile. On one file system it takes no space, as
both have the same files (hard links). What is removed later stays in it.)";

}  // namespace

IndexArguments::IndexArguments(CLI::App& app)
    : index_(app.add_subcommand("index", "Find the sources of suspects among articles")) {
  index_->require_subcommand(1);
  index_->footer(kIndexFooter);
  add_verb("create", "Create an empty index", folder_);
  add_add();
  add_search();
  add_stat();
  add_contents();
  add_remove();
  add_verb("verify", "Check every byte, report corrupt segments", folder_)
      ->footer("\nExit codes: 0 if the index is intact, 2 if a segment is corrupt.");
  add_verb("merge", "Merge all segments: smaller and faster to search", folder_);
  CLI::App* snapshot = add_verb("snapshot", "Copy the last commit to a folder", folder_);
  snapshot->add_option("TO", snapshot_, "A new or an empty folder")->required()->type_name("");
  snapshot->footer(kSnapshotFooter);
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
  add_fields(verb, add_.reading.fields);
  add_all_files(verb, add_.reading.all_files);
  add_value(verb, "--memory", "MB", "Collect this many MB per segment (512)",
            whole(add_.memory_mb, 1, 1U << 20));
  add_value(verb, "--commit-every", "SECONDS",
            "From a pipe, write what came at this interval (60; 0: only at the end)",
            whole(add_.commit_seconds, 0, 1U << 20));
  add_limits(verb, add_.limits, true);
  verb->add_flag("--replace", add_.replace, "Replace documents whose id is in the index");
  verb->add_flag("--merge", add_.merge, "Merge all segments at the end");
  verb->add_flag_callback(
      "--no-auto-merge", [this] { add_.merge_tiers = false; }, "Leave small segments as they are");
  verb->footer(kAddFooter);
}

void IndexArguments::add_search() {
  CLI::App* verb = add_verb("search", "Find the sources of suspects", search_.folder);
  verb->add_option("FILE", search_.suspects, "Texts, pages, folders, JSON lines, or - (-)")
      ->type_name("");
  add_fields(verb, search_.reading.fields);
  add_all_files(verb, search_.reading.all_files);
  add_model(verb, search_.model);
  add_value(verb, "--max-matches", "N", "Show at most N sources per suspect (10)",
            whole(search_.max_matches, 0, UINT32_MAX));
  add_value(verb, "--date", "DATE", "Leave out sources dated later than this (2024-05-01)",
            into(search_.date));
  verb->add_flag("--later", search_.later, "Also show sources with a later date than the suspect");
  verb->add_flag("--include-common", search_.include_common,
                 "Also count passages that many sources share");
  add_limits(verb, search_.limits);
  add_form(verb, search_.form, "suspects with a source");
  add_color(verb, search_.color);
  verb->footer(kSearchFooter);
}

void IndexArguments::add_stat() {
  CLI::App* verb =
      add_verb("stat", "Show contents and size, and estimate the size for more", stat_.folder);
  add_value(verb, "--for", "N", "Estimate for N documents (1000000)",
            whole(stat_.documents, 0, UINT64_MAX));
  verb->add_flag("-j,--json", stat_.json, "Print one line of JSON");
}

void IndexArguments::add_contents() {
  CLI::App* list = add_verb("list", "List the documents", list_.folder);
  list->add_flag("-j,--json", list_.json, "Print a line of JSON a document");
  list->footer(kListFooter);
  CLI::App* show = add_verb("show", "Show what is held of a document", show_.folder);
  show->add_option("ID", show_.ids, "Ids of documents")->required()->type_name("");
  show->add_flag("-j,--json", show_.json, "Print a line of JSON a document");
  show->footer(kShowFooter);
}

void IndexArguments::add_remove() {
  CLI::App* verb = add_verb("remove", "Remove documents", remove_.folder);
  verb->add_option("ID", remove_.ids, "Ids of documents")->type_name("");
  add_value(verb, "--ids", "FILE", "Also the ids in FILE, one a line; - is standard input",
            [this](const std::string& value) {
              remove_.id_files.push_back(value);
              return std::string();
            });
  verb->add_flag("--merge", remove_.merge, "Merge all segments, so that nothing of them is left");
  verb->footer(kRemoveFooter);
}

int IndexArguments::run() const {
  if (index_->got_subcommand("create")) return commands::index_create(folder_);
  if (index_->got_subcommand("add")) return commands::index_add(add_);
  if (index_->got_subcommand("search")) return commands::index_search(search_);
  if (index_->got_subcommand("stat")) return commands::index_stat(stat_);
  if (index_->got_subcommand("list")) return commands::index_list(list_);
  if (index_->got_subcommand("show")) return commands::index_show(show_);
  if (index_->got_subcommand("remove")) return commands::index_remove(remove_);
  if (index_->got_subcommand("snapshot")) return commands::index_snapshot(folder_, snapshot_);
  if (index_->got_subcommand("verify")) return commands::index_verify(folder_);
  return commands::index_merge(folder_);
}

}  // namespace despin::cli
