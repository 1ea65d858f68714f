// tests/unit/base/includes_test.cc - keeps the rooms in order by reading the sources:
// dependencies point downwards, public headers are free of third parties, and the
// library neither prints nor aborts.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace despin {
namespace {

namespace fs = std::filesystem;

// A room may use rooms with a lower number; rooms with the same number are
// neighbors who do not know each other. `read` stands on text and base alone, and
// only rooms from `api` on may use it.
const std::map<std::string, int>& room_levels() {
  static const std::map<std::string, int> levels = {
      {"base", 0},   {"text", 1},      {"read", 2},     {"format", 2}, {"lm", 3},    {"channel", 3},
      {"cloze", 3},  {"index", 3},     {"language", 3}, {"decode", 4}, {"align", 4}, {"detect", 5},
      {"search", 6}, {"api", 7},       {"record", 8},   {"eval", 9},   {"scan", 9},  {"view", 10},
      {"capi", 10},  {"commands", 11}, {"cli", 12}};
  return levels;
}
constexpr int kReadFrom = 7;

// Public headers of values: plain structs, with functions that `api` implements. Any room
// may use them.
const std::set<std::string>& value_headers() {
  static const std::set<std::string> headers = {
      "despin/byte_span.h", "despin/comparison.h", "despin/document.h", "despin/export.h",
      "despin/index.h",     "despin/json_sink.h",  "despin/limits.h",   "despin/open_options.h",
      "despin/report.h",    "despin/result.h",     "despin/version.h"};
  return headers;
}

// Public headers of handles, and the room that implements each: rooms below it must not know
// who calls them.
const std::map<std::string, std::string>& handle_headers() {
  static const std::map<std::string, std::string> headers = {
      {"despin/detector.h", "api"},       {"despin/aligner.h", "api"},
      {"despin/source_index.h", "api"},   {"despin/reader.h", "read"},
      {"despin/index_writer.h", "index"}, {"despin/despin.h", "capi"}};
  return headers;
}

bool may_use(const std::string& room, const std::string& used) {
  if (used == room) return true;
  const int level = room_levels().at(room);
  const auto used_level = room_levels().find(used);
  return used_level != room_levels().end() && used_level->second < level &&
         (used != "read" || level >= kReadFrom);
}

struct Include {
  bool angled = false;
  std::string path;
};

std::vector<Include> includes_of(std::string_view source) {
  static const std::regex pattern(R"re(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])re");
  std::vector<Include> found;
  std::size_t begin = 0;
  while (begin < source.size()) {
    const std::size_t end = std::min(source.find('\n', begin), source.size());
    const std::string line(source.substr(begin, end - begin));
    std::smatch match;
    if (std::regex_search(line, match, pattern)) found.push_back({match[1] == "<", match[2]});
    begin = end + 1;
  }
  return found;
}

// The room of "lib/text/tokens.h" is "text"; empty if the path is not in a room.
std::string room_of(std::string_view path) {
  if (!path.starts_with("lib/")) return {};
  path.remove_prefix(4);
  const std::size_t slash = path.find('/');
  return slash == path.npos ? std::string() : std::string(path.substr(0, slash));
}

// What is wrong with the includes of the file `path` in a room; empty if nothing.
std::vector<std::string> room_faults(const std::string& path, std::string_view source) {
  const std::string room = room_of(path);
  if (!room_levels().contains(room)) {
    return {path + ": lib/" + room + " is not in the order of rooms; give it a level above"};
  }
  std::vector<std::string> faults;
  for (const Include& include : includes_of(source)) {
    if (include.angled) continue;
    std::string used = room_of(include.path);
    if (include.path.starts_with("despin/")) {
      if (value_headers().contains(include.path)) continue;
      const auto handle = handle_headers().find(include.path);
      if (handle == handle_headers().end()) {
        faults.push_back(path + ": \"" + include.path +
                         "\" is listed neither as a value nor as a handle; list it above");
        continue;
      }
      used = handle->second;
    }
    if (used.empty()) {
      faults.push_back(path + ": \"" + include.path + "\" is in no room; say \"lib/room/file.h\"");
    } else if (!may_use(room, used)) {
      faults.push_back(path + ": " + room + " must not use " + used + " (" + include.path + ")");
    }
  }
  return faults;
}

std::vector<std::string> public_header_faults(const std::string& path, std::string_view source) {
  // The headers of C++20 that C does not have carry no dot and no slash; of C's
  // own the C interface may use these.
  static const std::set<std::string> c_headers = {"stddef.h", "stdint.h", "stdbool.h"};
  static const std::regex standard("[a-z_0-9]+");
  std::vector<std::string> faults;
  for (const Include& include : includes_of(source)) {
    const bool fine = include.angled ? std::regex_match(include.path, standard) ||
                                           c_headers.contains(include.path)
                                     : include.path.starts_with("despin/");
    if (!fine) faults.push_back(path + ": a public header must not include " + include.path);
  }
  return faults;
}

// The source with comments and literals blanked, newlines kept.
std::string code_only(std::string_view source) {
  std::string code;
  enum { kCode, kLine, kBlock, kString, kChar, kRaw } state = kCode;
  std::string raw_end;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const char c = source[i];
    const std::string_view rest = source.substr(i);
    const char before = i == 0 ? '\n' : source[i - 1];
    bool visible = false;
    switch (state) {
      case kCode:
        if (rest.starts_with("//")) {
          state = kLine;
        } else if (rest.starts_with("/*")) {
          state = kBlock;
        } else if (rest.starts_with("R\"")) {
          raw_end = ")" + std::string(rest.substr(2, rest.find('(') - 2)) + "\"";
          state = kRaw;
        } else if (c == '"') {
          state = kString;
        } else if (c == '\'' && std::isalnum(static_cast<unsigned char>(before)) == 0) {
          state = kChar;  // not the separator of 1'000
        } else {
          visible = true;
        }
        break;
      case kLine:
        if (c == '\n') state = kCode;
        break;
      case kBlock:
        if (c == '/' && before == '*') state = kCode;
        break;
      case kString:
      case kChar:
        if (c == '\\') {
          code += ' ';
          ++i;
        } else if (c == (state == kString ? '"' : '\'')) {
          state = kCode;
        }
        break;
      case kRaw:
        if (rest.starts_with(raw_end)) {
          code.append(raw_end.size() - 1, ' ');
          i += raw_end.size() - 1;
          state = kCode;
        }
        break;
    }
    code += visible || c == '\n' ? c : ' ';
  }
  return code;
}

std::vector<std::string> noise_faults(const std::string& path, std::string_view source) {
  static const std::regex noisy(
      R"(\bstd::(cout|cerr|clog|terminate)\b|\b(v?f?printf|f?puts|f?putc|putchar|perror|abort|_?exit|quick_exit|syslog)\s*\()");
  std::vector<std::string> faults;
  const std::string code = code_only(source);
  for (auto it = std::sregex_iterator(code.begin(), code.end(), noisy);
       it != std::sregex_iterator(); ++it) {
    const auto line = 1 + std::count(code.begin(), code.begin() + it->position(), '\n');
    faults.push_back(path + ":" + std::to_string(line) + ": the library must not call " +
                     it->str());
  }
  return faults;
}

using Check = std::vector<std::string> (*)(const std::string&, std::string_view);

// Runs `check` over the C++ files of a folder; returns how many there were.
int check_folder(const fs::path& folder, Check check, const std::vector<std::string>& except = {}) {
  const fs::path root = DESPIN_SOURCE_DIR;
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const std::string path = fs::relative(entry.path(), root).generic_string();
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cc" && extension != ".inc") continue;
    if (std::ranges::any_of(except, [&](const auto& start) { return path.starts_with(start); })) {
      continue;
    }
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string source{std::istreambuf_iterator<char>(in), {}};
    for (const std::string& fault : check(path, source)) ADD_FAILURE() << fault;
    ++files;
  }
  return files;
}

TEST(Includes, RoomsUseOnlyRoomsBelow) { EXPECT_GT(check_folder("lib", room_faults), 5); }

TEST(Includes, PublicHeadersAreStandardOnly) {
  EXPECT_GE(check_folder("include", public_header_faults), 4);
}

TEST(Includes, TheLibraryNeitherPrintsNorAborts) {
  EXPECT_GT(check_folder("lib", noise_faults, {"lib/cli/", "lib/commands/"}), 5);
  EXPECT_GE(check_folder("include", noise_faults), 4);
}

// The checks themselves: each must object to a file that breaks its rule.

TEST(Includes, NoticesAnUpwardInclude) {
  EXPECT_EQ(room_faults("lib/text/a.cc", "#include \"lib/decode/b.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/lm/a.cc", "#include \"lib/channel/b.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/detect/a.cc", "  #  include \"lib/cli/b.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/decode/a.cc", "#include \"lib/read/b.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/read/a.cc", "#include \"lib/format/b.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/text/a.cc", "#include \"b.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/attic/a.cc", "").size(), 1u);
  EXPECT_EQ(room_faults("lib/detect/a.cc", "#include \"lib/search/b.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/eval/a.cc", "#include \"lib/scan/b.h\"\n").size(), 1u);
}

TEST(Includes, NoticesAPublicHandleBelowItsRoom) {
  EXPECT_EQ(room_faults("lib/align/a.cc", "#include \"despin/aligner.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/index/a.cc", "#include \"despin/source_index.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/detect/a.cc", "#include \"despin/reader.h\"\n").size(), 1u);
  EXPECT_EQ(room_faults("lib/detect/a.cc", "#include \"despin/attic.h\"\n").size(), 1u);
  EXPECT_TRUE(room_faults("lib/align/a.cc", "#include \"despin/comparison.h\"\n").empty());
  EXPECT_TRUE(room_faults("lib/index/a.cc", "#include \"despin/index_writer.h\"\n").empty());
  EXPECT_TRUE(room_faults("lib/scan/a.cc", "#include \"despin/detector.h\"\n").empty());
}

TEST(Includes, AcceptsADownwardInclude) {
  EXPECT_TRUE(room_faults("lib/detect/a.cc",
                          "#include <vector>\n#include \"despin/result.h\"\n"
                          "#include \"lib/base/b.h\"\n#include \"lib/decode/c.h\"\n"
                          "#include \"lib/detect/d.h\"")
                  .empty());
  EXPECT_TRUE(room_faults("lib/cli/a.cc", "#include \"lib/read/b.h\"\n").empty());
}

TEST(Includes, NoticesThirdPartiesInAPublicHeader) {
  for (const char* line : {"#include <unicode/utf8.h>", "#include <Eigen/Dense>",
                           "#include <myhtml/myhtml.h>", "#include \"lib/text/tokens.h\""}) {
    EXPECT_EQ(public_header_faults("include/despin/a.h", line).size(), 1u) << line;
  }
  EXPECT_TRUE(public_header_faults("include/despin/a.h",
                                   "#include <string_view>\n#include \"despin/result.h\"")
                  .empty());
}

TEST(Includes, NoticesPrintingAndAborting) {
  for (const char* line :
       {"std::cout << 1;", "fprintf(stderr, x);", "std::printf(x);", "puts(x);", "std::abort();",
        "exit(1);", "std::cerr<<x;", "x = 'a'; abort ();", "\"//\"; abort();"}) {
    EXPECT_EQ(noise_faults("lib/text/a.cc", line).size(), 1u) << line;
  }
  for (const char* line : {"// abort()", "std::snprintf(b, n, x);", "\"abort()\";", "on_exit_(1);",
                           "R\"x(abort())x\";", "/* exit(1) */", "n = 1'000; c = '\"';"}) {
    EXPECT_TRUE(noise_faults("lib/text/a.cc", line).empty()) << line;
  }
}

}  // namespace
}  // namespace despin
