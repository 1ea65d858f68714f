#include "models/build/lm/word_list.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "lib/base/hash.h"
#include "lib/base/word_id.h"
#include "models/build/encode/vocabulary_encoder.h"

namespace despin::train {
namespace {

struct HashString {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return base::hash_bytes(s); }
};
using WordCounts = std::unordered_map<std::string, std::uint64_t, HashString, std::equal_to<>>;

constexpr std::string_view kSpecialWords[kFirstPlainWord] = {"<unk>", "<s>", "</s>",
                                                             "<num>", ",",   "<code>"};

}  // namespace

Result<std::vector<format::VocabularyEntry>> choose_words(
    const Corpus& corpus, const WordChoice& choice, const std::vector<std::string>& required) {
  WordCounts counts;
  std::uint64_t tokens = 0;
  std::uint64_t sentences = 0;
  auto ok = corpus.read([&](Sentence sentence) {
    ++sentences;
    tokens += sentence.size();
    for (const std::string_view token : sentence) {
      const auto at = counts.find(token);
      if (at != counts.end()) {
        ++at->second;
      } else {
        counts.emplace(token, 1);
      }
    }
  });
  if (!ok) return ok.error();

  std::vector<format::VocabularyEntry> words;
  for (const std::string_view special : kSpecialWords) {
    const auto at = counts.find(special);
    words.push_back({std::string(special), at == counts.end() ? 0 : at->second});
    if (at != counts.end()) counts.erase(at);
  }

  const std::unordered_set<std::string> wanted(required.begin(), required.end());
  std::vector<format::VocabularyEntry> plain;
  std::vector<format::VocabularyEntry> demanded;
  for (const auto& [word, count] : counts) {
    if (wanted.count(word) != 0) {
      demanded.push_back({word, count});
    } else if (count >= choice.min_count) {
      plain.push_back({word, count});
    }
  }
  for (const std::string& word : wanted) {
    const bool special = std::find(std::begin(kSpecialWords), std::end(kSpecialWords), word) !=
                         std::end(kSpecialWords);
    if (!special && !word.empty() && counts.find(word) == counts.end())
      demanded.push_back({word, 0});
  }
  const auto by_count = [](const format::VocabularyEntry& a, const format::VocabularyEntry& b) {
    return a.count != b.count ? a.count > b.count : a.word < b.word;
  };
  std::sort(plain.begin(), plain.end(), by_count);
  if (plain.size() > choice.max_words) plain.resize(choice.max_words);
  plain.insert(plain.end(), demanded.begin(), demanded.end());
  std::sort(plain.begin(), plain.end(), by_count);

  std::uint64_t known = 0;
  for (const auto& w : plain) known += w.count;
  for (WordId id = kNumberWord; id < kFirstPlainWord; ++id) known += words[id].count;
  words[kUnknownWord].count = tokens - known;
  words[kSentenceBeginWord].count = 0;
  words[kSentenceEndWord].count = sentences;
  words.insert(words.end(), plain.begin(), plain.end());
  return words;
}

}  // namespace despin::train
