// lib/scan/articles.h - iterates over articles and their metadata, from everything that a Reader
// reads (pages, texts, JSONL, CSV, TSV, web archives, compressed or not) and folders of them.
//
//   const std::vector<std::string> paths = scan::expanded(inputs, on_error);
//   scan::for_each_article(paths, {.on_article = .., .on_error = ..});
//
// For the id of an article see document_identity.h.
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
#include "lib/record/document_identity.h"
#include "lib/scan/inputs.h"

namespace despin::scan {

struct Article {
  std::string place;         // path, path:line or path:record; for messages
  std::string name;          // path or id, else the place; for display
  std::string id;            // its own id; may be empty
  std::string identity;      // its id in an index; may be empty
  std::string json_id;       // document_name()
  std::string date;          // ISO 8601 or empty; Document::date as it was written
  record::GivenFacts given;  // of the document
  std::string input;         // path of the file that has it
  RawRecord record;          // where it stands in its input, without its bytes
  Document document;
};

struct ArticleCallbacks {
  std::function<bool(const Article&)> on_article;  // false: stop
  // `record` has the place of what could not be read, as far as it is known.
  std::function<void(const std::string& place, const Error&, const RawRecord& record)> on_error;
  // Bytes read so far, over all inputs.
  std::function<void(std::uint64_t)> on_bytes = [](std::uint64_t) {};
  // Bytes behind the compressed data of an input that were ignored.
  std::function<void(const std::string& path, std::uint64_t)> on_ignored = [](const std::string&,
                                                                              std::uint64_t) {};
};

// Replaces folders by the files in them, in order of names; keeps other inputs. `left_out`: the
// files of folders that are not among them.
std::vector<std::string> expanded(std::span<const std::string> inputs,
                                  const ErrorCallback& on_error, const WalkOptions& options = {},
                                  LeftOut* left_out = nullptr);

// "5 files of other kinds left out: .php 3, .asp 1, no ending 1; --all-files reads them".
std::string spelled(const LeftOut& left_out);

// A record without a place in its input, for errors of the whole.
RawRecord input_record(const std::string& path);

// Sum over all paths; 0 if unknown, as for a pipe.
std::uint64_t total_bytes(std::span<const std::string> paths);

void for_each_article(std::span<const std::string> paths, const ArticleCallbacks& callbacks,
                      const ReaderOptions& options = {});

}  // namespace despin::scan
