// despin index list, show, remove and snapshot: what is in an index, out of it, and a copy of it.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "lib/commands/console.h"
#include "lib/commands/progress.h"
#include "lib/commands/verbs.h"
#include "lib/view/index_text.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"

namespace despin::commands {
namespace {

// Adds the lines of a file, or of standard input ("-"), without empty ones. False, with a message,
// if it cannot be read.
bool add_lines(const std::string& path, std::vector<std::string>& ids) {
  std::ifstream file;
  if (path != "-") file.open(path);
  std::istream& in = path == "-" ? std::cin : file;
  std::string line;
  while (std::getline(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) ids.push_back(line);
  }
  if (in.eof() && !in.bad()) return true;
  complain(path, "the ids could not be read; expected a file of one id a line; check the path");
  return false;
}

std::string counted(std::uint64_t count, const char* what) {
  return view::grouped(count) + " " + what;
}

}  // namespace

int index_list(const IndexListOptions& options) {
  bool printed = true;
  const auto listed = for_each_document(options.folder, [&](const IndexedDocument& document) {
    const std::string line = options.json ? view::to_json(document) : view::list_line(document);
    printed = std::fwrite(line.data(), 1, line.size(), stdout) == line.size();
    return printed;
  });
  if (!print("")) return kExitError;
  return listed ? 0 : fail(options.folder, listed.error());
}

int index_show(const IndexShowOptions& options) {
  bool all = true;
  for (const std::string& id : options.ids) {
    const auto found = find_document(options.folder, id);
    if (!found) return fail(options.folder, found.error());
    if (!found->has_value()) {
      complain(id, "no document of this id in the index; expected one as \"index list\" shows it");
      all = false;
      continue;
    }
    if (!print(options.json ? view::to_json(**found) : view::render(**found))) return kExitError;
  }
  return all ? 0 : kExitNothingFound;
}

int index_remove(const IndexRemoveOptions& options) {
  std::vector<std::string> ids = options.ids;
  for (const std::string& file : options.id_files) {
    if (!add_lines(file, ids)) return kExitError;
  }
  // Checked first, because a writer would create a missing index.
  const auto before = index_statistics(options.folder);
  if (!before) return fail(options.folder, before.error());
  auto writer = IndexWriter::open(options.folder, {.automatic_merge = false});
  if (!writer) return fail(options.folder, writer.error());
  std::uint64_t removed = 0;
  std::uint64_t missing = 0;
  for (const std::string& id : ids) {
    const auto there = writer->remove(id);
    if (!there) return fail(options.folder, there.error());
    ++(*there ? removed : missing);
    if (!*there) complain(id, "no document of this id in the index; it is as if removed");
  }
  if (const auto saved = writer->commit(); !saved) return fail(options.folder, saved.error());
  const std::string missed = missing > 0 ? ", " + counted(missing, "not in the index") : "";
  std::printf("%s: %s%s; %s in all\n", view::printable(options.folder).c_str(),
              counted(removed, "removed").c_str(), missed.c_str(),
              view::grouped(writer->documents()).c_str());
  std::fflush(stdout);
  if (options.merge) {
    Progress progress("merging");
    const auto merged = writer->merge([&](std::uint64_t done, std::uint64_t total) {
      progress.show({0, done, total});
    });
    progress.clear();
    if (!merged) return fail(options.folder, merged.error());
  }
  return missing > 0 ? kExitNothingFound : 0;
}

int index_snapshot(const std::string& folder, const std::string& to) {
  const auto made = snapshot_index(folder, to);
  if (!made) return fail(made.error().code == ErrorCode::kBadInput ? to : folder, made.error());
  std::printf(
      "%s: %s in %s, %s\n", view::printable(to).c_str(),
      counted(made->documents, "documents").c_str(),
      counted(made->segments.size(), made->segments.size() == 1 ? "segment" : "segments").c_str(),
      view::sized(made->bytes).c_str());
  return 0;
}

}  // namespace despin::commands
