#include "lib/cli/articles.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "despin/reader.h"

namespace despin::cli {
namespace {

// Bytes of a regular file or of standard input where that is one; negative if unknown.
std::int64_t bytes_of(const std::string& path) {
  struct stat found {};
  const int failed = path == "-" ? ::fstat(STDIN_FILENO, &found) : ::stat(path.c_str(), &found);
  return failed == 0 && S_ISREG(found.st_mode) ? found.st_size : -1;
}

bool holds_records(const std::string& path) {
  if (path != "-") return is_jsonl(path);
  const int first = std::getc(stdin);
  if (first != EOF) std::ungetc(first, stdin);
  return first == '{';
}

}  // namespace

std::string document_id(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

std::string iso_date(std::string_view date) {
  constexpr std::string_view kForm = "dddd-dd-dd";
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (i == date.size()) return i == 4 || i == 7 ? std::string(date) : std::string();
    const bool digit = date[i] >= '0' && date[i] <= '9';
    if (kForm[i] == 'd' ? !digit : date[i] != kForm[i]) return {};
  }
  // "2019-05-011" is none.
  if (date.size() > kForm.size() && date[kForm.size()] >= '0' && date[kForm.size()] <= '9') {
    return {};
  }
  return std::string(date);
}

std::vector<std::string> expanded(std::span<const std::string> inputs,
                                  const ErrorCallback& on_error) {
  std::vector<std::string> paths;
  for_each_input(
      inputs, [&](const std::string& path) { paths.push_back(path); }, on_error);
  return paths;
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

void for_each_article(std::span<const std::string> paths, const ArticleCallbacks& callbacks) {
  std::uint64_t bytes = 0;  // of the files that are done
  for (const std::string& path : paths) {
    bool go_on = true;
    if (holds_records(path)) {
      std::uint64_t in_file = 0;
      const auto read = for_each_line(path, [&](std::size_t number, std::string_view line) {
        Article article;
        article.place = path + ":" + std::to_string(number);
        in_file += line.size() + 1;
        auto record = read_record(line);
        if (record) {
          article.id = std::move(record->id);
          article.url = std::move(record->url);
          article.title = std::move(record->title);
          article.date = iso_date(record->date);
          article.text = std::move(record->text);
          go_on = callbacks.on_article(article);
        } else {
          callbacks.on_error(article.place, record.error());
        }
        callbacks.on_bytes(bytes + in_file);
        return go_on;
      });
      if (!read) callbacks.on_error(path, read.error());
    } else if (auto document = read_input(path)) {
      go_on = callbacks.on_article({path, path == "-" ? "" : document_id(path),
                                    std::move(document->url), std::move(document->title),
                                    iso_date(document->date), std::move(document->text)});
    } else {
      callbacks.on_error(path, document.error());
    }
    if (!go_on) return;
    bytes += static_cast<std::uint64_t>(std::max<std::int64_t>(0, bytes_of(path)));
    callbacks.on_bytes(bytes);
  }
}

}  // namespace despin::cli
