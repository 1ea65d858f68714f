// lib/cli/articles.h - articles with what is known of them, out of JSONL, texts, pages and
// folders.
//
//   const std::vector<std::string> paths = cli::expanded(inputs, on_error);
//   cli::for_each_article(paths, {.on_article = .., .on_error = ..});
//
// A .jsonl file, or standard input that begins with "{", holds one record a line; anything
// else is one article. An article of a file has the file's path for its id, one of
// standard input none.
// Threads  Stateless.
// Memory   One article at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/cli/inputs.h"

namespace despin::cli {

struct Article {
  std::string place;  // path, or path:line; for complaints
  std::string id;     // may be empty
  std::string url;
  std::string title;
  std::string date;  // ISO 8601 or empty
  std::string text;
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
// other forms cannot be told earlier from later.
std::string iso_date(std::string_view date);

// What an index calls the document of a path: "a/b.txt" of "./a//b.txt".
std::string document_id(const std::string& path);

}  // namespace despin::cli
