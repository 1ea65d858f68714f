#include "lib/scan/articles.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "despin/reader.h"
#include "lib/read/date.h"
#include "lib/record/document_identity.h"

namespace despin::scan {
namespace {

// Size of a regular file, or of standard input if it is one; negative if unknown.
std::int64_t bytes_of(const std::string& path) {
  struct stat found {};
  const int failed = path == "-" ? ::fstat(STDIN_FILENO, &found) : ::stat(path.c_str(), &found);
  return failed == 0 && S_ISREG(found.st_mode) ? found.st_size : -1;
}

std::string place_of(const RawRecord& record) {
  if (record.place.line > 0) return record.name + ":" + std::to_string(record.place.line);
  if (record::is_whole_input(record)) return record.name;
  return record.name + ":" + std::to_string(record.place.number);
}

// Whether a reader has no more to give after it.
bool ends_input(const Error& error) {
  return error.code == ErrorCode::kNotReadable || error.code == ErrorCode::kOutOfMemory;
}

// The place of a record, and what names it.
RawRecord located(const RawRecord& record, const std::string& path) {
  RawRecord out = input_record(path);
  out.place = record.place;
  out.id = record.id;
  out.url = record.url;
  return out;
}

Article article_of(const RawRecord& record, const std::string& path, Document&& document) {
  Article article;
  article.place = place_of(record);
  article.id = record::own_name(record, document);
  article.identity = record::document_identity(record, document);
  const std::string& name = article.id.empty() ? article.place : article.id;
  article.name = record::is_whole_input(record) ? record.name : name;
  if (document.url.empty()) document.url = record.url;
  article.json_id = record::document_name(record, document);
  article.date = read::read_date(document.date);
  article.given = record::given_facts(record);
  article.input = path;
  article.record = located(record, path);
  article.document = std::move(document);
  return article;
}

}  // namespace

std::vector<std::string> expanded(std::span<const std::string> inputs,
                                  const ErrorCallback& on_error, const WalkOptions& options,
                                  LeftOut* left_out) {
  InputWalk walk({inputs.begin(), inputs.end()}, options);
  std::vector<std::string> paths;
  for (std::string path;;) {
    const auto more = walk.next(path);
    if (!more) {
      on_error(path, more.error());
    } else if (*more) {
      paths.push_back(path);
    } else {
      if (left_out != nullptr) *left_out = walk.left_out();
      return paths;
    }
  }
}

std::string spelled(const LeftOut& left_out) {
  constexpr std::size_t kMostKinds = 6;
  std::vector<std::pair<std::string, std::uint64_t>> kinds(left_out.kinds.begin(),
                                                           left_out.kinds.end());
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string out = std::to_string(left_out.files) +
                    (left_out.files == 1 ? " file of another kind" : " files of other kinds") +
                    " left out: ";
  for (std::size_t i = 0; i < std::min(kinds.size(), kMostKinds); ++i) {
    out += (i == 0 ? "" : ", ") + kinds[i].first + " " + std::to_string(kinds[i].second);
  }
  return out + (kinds.size() > kMostKinds ? ", ..." : "") + "; --all-files reads them";
}

RawRecord input_record(const std::string& path) {
  RawRecord record;
  record.name = path;
  return record;
}

std::uint64_t total_bytes(std::span<const std::string> paths) {
  std::uint64_t total = 0;
  for (const std::string& path : paths) {
    const std::int64_t bytes = bytes_of(path);
    if (bytes < 0 && (path == "-" || std::filesystem::exists(path))) return 0;
    total += static_cast<std::uint64_t>(std::max<std::int64_t>(0, bytes));
  }
  return total;
}

void for_each_article(std::span<const std::string> paths, const ArticleCallbacks& callbacks,
                      const ReaderOptions& options) {
  std::uint64_t bytes = 0;  // of finished files
  for (const std::string& path : paths) {
    auto reader = Reader::open(path, options);
    if (!reader) {
      callbacks.on_error(path, reader.error(), input_record(path));
      continue;
    }
    for (RawRecord record;;) {
      const auto more = reader->next(record);
      if (more && !*more) break;
      if (!more) {
        const bool whole = record.place.number <= 1 && record.place.line == 0;
        callbacks.on_error(whole ? path : place_of(record), more.error(), located(record, path));
        if (ends_input(more.error())) break;
      } else if (auto document = read_document(record, options.fields)) {
        if (!callbacks.on_article(article_of(record, path, *std::move(document)))) return;
      } else {
        callbacks.on_error(place_of(record), document.error(), located(record, path));
      }
      callbacks.on_bytes(bytes + reader->bytes_read());
    }
    if (const std::uint64_t ignored = reader->counts().ignored_bytes; ignored > 0) {
      callbacks.on_ignored(path, ignored);
    }
    bytes += reader->bytes_read();
    callbacks.on_bytes(bytes);
  }
}

}  // namespace despin::scan
