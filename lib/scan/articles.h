// lib/scan/articles.h - articles with what is known of them, out of everything that a Reader
// reads: pages, texts, JSONL, CSV, TSV and web archives, compressed or not, and folders of them.
//
//   const std::vector<std::string> paths = scan::expanded(inputs, on_error);
//   scan::for_each_article(paths, {.on_article = .., .on_error = ..});
//
// What an article is called: document_identity.h.
// Threads  Stateless.
// Memory   One article at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "despin/result.h"
#include "lib/scan/inputs.h"

namespace despin::scan {

struct Article {
  std::string place;     // path, or path:line, or path:record; for complaints
  std::string name;      // path or id, the place if there is none; to print
  std::string id;        // what it goes by; may be empty
  std::string identity;  // what an index calls it; may be empty
  std::string date;      // ISO 8601 or empty
  Document document;
};

struct ArticleCallbacks {
  std::function<bool(const Article&)> on_article;  // false: stop
  ErrorCallback on_error;
  std::function<void(std::uint64_t)> on_bytes = [](std::uint64_t) {};  // read so far, of all
};

// What folders hold, in order of names, beside what is no folder.
std::vector<std::string> expanded(std::span<const std::string> inputs,
                                  const ErrorCallback& on_error);

// Of all paths together; 0 if it is not known, as of a pipe.
std::uint64_t total_bytes(std::span<const std::string> paths);

void for_each_article(std::span<const std::string> paths, const ArticleCallbacks& callbacks);

// The date if it is of the form "2019", "2019-05" or "2019-05-01...", else empty: dates of
// other forms cannot be ordered.
std::string iso_date(std::string_view date);

}  // namespace despin::scan
