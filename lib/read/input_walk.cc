#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "despin/reader.h"
#include "lib/base/guard.h"
#include "lib/read/byte_source.h"
#include "lib/read/containers.h"
#include "lib/read/encoding.h"
#include "lib/read/format_sniff.h"
#include "lib/read/input_names.h"
#include "lib/read/stream.h"
#include "lib/text/ascii.h"

namespace despin {
inline namespace v1 {
namespace {

namespace fs = std::filesystem;

bool has_wildcard(const std::string& name) { return name.find_first_of("*?[") != name.npos; }

// The names that match a pattern, in order; nothing if none do.
std::vector<std::string> matches_of(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> names;
  // Not the locale's order, which differs between machines.
  if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    names.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    std::sort(names.begin(), names.end());
  }
  ::globfree(&found);
  return names;
}

// Endings of what a crawl is full of and no document: such files are not opened to look.
bool is_of_another_kind(std::string_view ending) {
  constexpr std::string_view kEndings[] = {".avi", ".bmp",  ".css",  ".gif",  ".ico",   ".jpeg",
                                           ".jpg", ".js",   ".map",  ".mov",  ".mp3",   ".mp4",
                                           ".ogg", ".pdf",  ".png",  ".svg",  ".tif",   ".ttf",
                                           ".wav", ".webm", ".webp", ".woff", ".woff2", ".zip"};
  return std::find(std::begin(kEndings), std::end(kEndings), ending) != std::end(kEndings);
}

// Whether the first bytes of a file with an ending of another kind, or none, are a document.
bool holds_document(const std::string& path) {
  if (is_of_another_kind(read::ending_of(path))) return false;
  auto source = read::open_source(path);
  if (!source) return true;  // which the reader says again
  read::Stream stream(*std::move(source));
  if (!stream.begin(read::input_name(path).packing)) return true;
  constexpr std::size_t kEnough = 4096;
  read::Fill filled = read::Fill::kMore;
  while (stream.ahead().size() < kEnough && filled == read::Fill::kMore) filled = stream.fill();
  std::string_view first = stream.ahead().substr(0, kEnough);
  if (first.empty() || read::refused_container(first)) return false;
  const bool no_ending = read::ending_of(path) == "no ending";
  switch (read::format_of(first, true).value_or(InputFormat::kDocument)) {
    case InputFormat::kDocument:
      break;
    case InputFormat::kJsonl:
    case InputFormat::kJson:
      return no_ending;  // other programs keep their settings so
    default:
      return true;
  }
  if (read::looks_like_html(first)) return true;
  if (!no_ending && !text::ends_with_ascii(path, ".text")) return false;
  if (filled == read::Fill::kMore) first = first.substr(0, first.find_last_of(" \n") + 1);
  return read::to_utf8(first, {}, read::Malformed::kReplace).has_value();
}

}  // namespace

struct InputWalk::Impl {
  // What remains of a folder, of a pattern, or of the names given; in reverse order.
  struct Level {
    std::vector<std::string> left;
    std::string folder;  // empty for the names given and those that match patterns
    bool named = false;  // given by the caller, not found while walking
    std::uint64_t inputs_before = 0;
    std::uint64_t left_out_before = 0;
  };

  Result<bool> next(std::string& path);
  Result<void> open_folder(const std::string& folder, bool named);
  bool takes(const std::string& path);
  Error empty_folder(const Level& folder) const;

  std::vector<Level> levels;
  WalkOptions options;
  LeftOut left_out;
  std::uint64_t inputs = 0;  // returned so far, and errors
};

Result<void> InputWalk::Impl::open_folder(const std::string& folder, bool named) {
  Level level{{}, folder, named, inputs, left_out.files};
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    level.left.push_back(entries->path().native());
  }
  if (error) {
    ++inputs;  // report it only once
    return read::file_error(error.value());
  }
  std::sort(level.left.begin(), level.left.end(), std::greater<>());
  levels.push_back(std::move(level));
  return {};
}

// Whether an entry of a folder (not a folder itself) is an input. A pipe would block; a link leads
// out of the folder, or to a file that is there already. A file that cannot be read is an error of
// its own.
bool InputWalk::Impl::takes(const std::string& path) {
  std::error_code error;
  const fs::file_type type = fs::symlink_status(path, error).type();
  const bool file = type == fs::file_type::regular || type == fs::file_type::none ||
                    type == fs::file_type::not_found;
  if (file && (options.all_files || read::input_name(path).format != InputFormat::kGuess ||
               holds_document(path))) {
    return true;
  }
  ++left_out.files;
  ++left_out.kinds[type == fs::file_type::symlink ? "link"
                   : file                         ? read::ending_of(path)
                                                  : "no file"];
  return false;
}

Error InputWalk::Impl::empty_folder(const Level& folder) const {
  const std::uint64_t others = left_out.files - folder.left_out_before;
  std::string found = "a folder without documents";
  if (others > 0) found += ", with " + std::to_string(others) + " files of other kinds";
  return {ErrorCode::kNotFound,
          found +
              "; expected pages, texts, JSON, tables, archives, feeds or mail (.html, .txt, .md, "
              ".jsonl, .json, .csv, .tsv, .warc, .wet, .rss, .eml, .mbox, .mhtml), packed or not, "
              "or --all-files to read what is there"};
}

Result<bool> InputWalk::Impl::next(std::string& path) {
  while (!levels.empty()) {
    Level& level = levels.back();
    if (level.left.empty()) {
      const Level done = std::move(level);
      levels.pop_back();
      if (!done.named || done.folder.empty() || inputs > done.inputs_before) continue;
      path = done.folder;
      ++inputs;
      return empty_folder(done);
    }
    path = std::move(level.left.back());
    level.left.pop_back();
    std::error_code error;
    if (level.folder.empty()) {
      const bool given = level.named;
      const fs::file_status status =
          path == "-" ? fs::file_status(fs::file_type::regular) : fs::status(path, error);
      if (fs::is_directory(status)) {
        if (auto opened = open_folder(path, true); !opened) return opened.error();
        continue;
      }
      if (given && !fs::exists(status) && has_wildcard(path)) {
        Level matches{matches_of(path), {}, false, inputs, 0};
        if (matches.left.empty()) {
          ++inputs;
          return Error{ErrorCode::kNotFound, "a pattern that matches nothing; check the path"};
        }
        std::reverse(matches.left.begin(), matches.left.end());
        levels.push_back(std::move(matches));
        continue;
      }
    } else {
      if (fs::is_directory(fs::symlink_status(path, error))) {
        if (auto opened = open_folder(path, false); !opened) return opened.error();
        continue;
      }
      if (!takes(path)) continue;
    }
    ++inputs;
    return true;
  }
  return false;
}

InputWalk::InputWalk(std::vector<std::string> names, const WalkOptions& options)
    : impl_(std::make_unique<Impl>()) {
  std::reverse(names.begin(), names.end());
  impl_->levels.push_back({std::move(names), {}, true, 0, 0});
  impl_->options = options;
}
InputWalk::InputWalk(InputWalk&&) noexcept = default;
InputWalk& InputWalk::operator=(InputWalk&&) noexcept = default;
InputWalk::~InputWalk() = default;

Result<bool> InputWalk::next(std::string& path) {
  return base::guarded([&] { return impl_->next(path); });
}
const LeftOut& InputWalk::left_out() const { return impl_->left_out; }

}  // namespace v1
}  // namespace despin
