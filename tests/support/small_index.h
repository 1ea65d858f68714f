// tests/support/small_index.h - documents of made-up English, and folders to index them in.
#pragma once

#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"

namespace despin::small_index {

// A folder that is gone afterwards.
class Folder {
 public:
  explicit Folder(const std::string& name)
      : path_(testing::TempDir() + "/despin_" + name + "." + std::to_string(::getpid())) {
    std::filesystem::remove_all(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Made {
  std::string id;
  std::string url;
  std::string title;
  std::string date;
  std::string text;

  SourceDocument view() const {
    return {.id = id, .url = url, .title = title, .date = date, .text = text};
  }
};

// Words as a language has them: few often, many once.
inline std::string made_word(std::uint64_t rank) {
  static constexpr std::array<std::string_view, 16> kSyllables = {
      "ba",  "cor", "den", "fi",  "gal", "ho",  "jin", "ka",
      "lum", "mer", "no",  "pra", "rit", "sto", "tel", "vu"};
  std::string word;
  for (rank += 16; rank > 0; rank /= 16) word += kSyllables[rank % 16];
  return word;
}

// The document of that number, always the same.
inline Made make_document(std::uint64_t number, int words = 60) {
  std::mt19937_64 random(number + 1);
  Made made;
  made.id = "doc-" + std::to_string(number);
  if (number % 3 != 0) made.url = "https://example.org/news/" + std::to_string(number * 7919);
  if (number % 5 != 0) made.title = "The " + made_word(number % 90) + " of " + made_word(number);
  if (number % 2 == 0) made.date = "2019-05-" + std::to_string(10 + number % 20);
  for (int i = 0; i < words; ++i) {
    const std::uint64_t draw = random();
    if (i % 12 == 5) made.text += "the ";
    if (i % 20 == 19) made.text += ", and ";
    if (draw % 41 == 0) {
      made.text += std::to_string(draw % 5000) + " ";
      continue;
    }
    // Ranks fall off as 1 / rank, roughly.
    const int octave = static_cast<int>((draw >> 32) % 12);
    made.text += made_word((std::uint64_t{1} << octave) + (draw >> 8) % (1ULL << octave)) + " ";
  }
  return made;
}

inline std::vector<Made> make_documents(std::uint64_t n, std::uint64_t first = 0) {
  std::vector<Made> documents;
  for (std::uint64_t i = 0; i < n; ++i) {
    // A few have no words at all, or very many.
    const std::uint64_t number = first + i;
    const int words = number % 97 == 13 ? 0 : number % 89 == 7 ? 3000 : 60;
    documents.push_back(make_document(number, words));
  }
  return documents;
}

// Adds the documents of numbers `begin` to `end` - 1.
inline void add_documents(IndexWriter& writer, std::uint64_t begin, std::uint64_t end) {
  for (std::uint64_t i = begin; i < end; ++i) {
    auto added = writer.add(make_document(i).view());
    ASSERT_TRUE(added) << added.error().message;
    ASSERT_TRUE(*added);
  }
}

template <class T>
ErrorCode code_of(const Result<T>& result) {
  return result ? ErrorCode{} : result.error().code;
}

}  // namespace despin::small_index
