#include "models/build/pairs/pairs.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin::train {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Side = std::vector<std::string>;

// A file that lives as long as the test.
class File {
 public:
  explicit File(const std::string& text)
      : path_(testing::TempDir() + "pairs_test_" + std::to_string(getpid()) + "_" +
              std::to_string(next_++)) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~File() { std::remove(path_.c_str()); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  const std::string& path() const { return path_; }

 private:
  static inline int next_ = 0;
  std::string path_;
};

TEST(CleanMeant, CutsRemarks) {
  EXPECT_EQ(clean_meant("web of boats", "net of ships (nos)"), "net of ships");
  EXPECT_EQ(clean_meant("pier yields", "[stone harbour] pier outputs"), "pier outputs");
  EXPECT_EQ(clean_meant("sea work", "marine function(s)"), "marine function");
  EXPECT_EQ(clean_meant("loads", "strengths?"), "strengths");
  EXPECT_EQ(clean_meant("loads", "strengths (left open"), "strengths");
}

TEST(CleanMeant, IsEmptyWhereNothingIsKnown) {
  EXPECT_EQ(clean_meant("watery plan", "???"), "");
  EXPECT_EQ(clean_meant("watery plan", "??? (a reef)"), "");
  EXPECT_EQ(clean_meant("watery plan", "(a reef)"), "");
  EXPECT_EQ(clean_meant("watery plan", "meaning unclear, see there"), "");
}

TEST(CleanMeant, TakesTheFirstOfAlternatives) {
  EXPECT_EQ(clean_meant("tainted fish", "infected/affected fish"), "infected fish");
  EXPECT_EQ(clean_meant("water wrongdoing", "sea crime / piracy"), "sea crime");
  EXPECT_EQ(clean_meant("pervasiveness", "prevalence, sickness"), "prevalence");
  EXPECT_EQ(clean_meant("hull disappointment", "hull or keel failure"), "hull failure");
}

TEST(CleanMeant, KeepsWhatTheWrittenSideHasToo) {
  EXPECT_EQ(clean_meant("info/yield", "input/output"), "input/output");
  EXPECT_EQ(clean_meant("exactness, review", "precision, recall"), "precision, recall");
  EXPECT_EQ(clean_meant("ship or transport", "boat or ferry"), "boat or ferry");
}

TEST(CleanMeant, TakesTheWordThatANoteNames) {
  EXPECT_EQ(clean_meant("rod unit", "the word \u2018am\u2019 as in \u2018be\u2019, see there"),
            "am");
  EXPECT_EQ(clean_meant("sailor's knot", "seaman's word"), "seaman's word");
}

TEST(ReadPairsTsv, ReadsFormsWeightAndLine) {
  const File file("Web of Boats\tnet of ships (nos)\r\n\nwatery plan\t???\n");
  const auto pairs = read_pairs_tsv(file.path(), 2.5);
  ASSERT_TRUE(pairs);
  ASSERT_EQ(pairs->size(), 1U);
  EXPECT_THAT(pairs->front().written, ElementsAre("web", "of", "boats"));
  EXPECT_THAT(pairs->front().meant, ElementsAre("net", "of", "ships"));
  EXPECT_EQ(pairs->front().weight, 2.5);
  EXPECT_EQ(pairs->front().line, "Web of Boats\tnet of ships (nos)");
}

TEST(ReadPairsTsv, NamesTheLineAtFault) {
  const File no_tab("a\tb\nno tab here\n");
  const auto pairs = read_pairs_tsv(no_tab.path(), 1);
  ASSERT_FALSE(pairs);
  EXPECT_EQ(pairs.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(pairs.error().message, HasSubstr("line 2"));
  const File bad("a\tb\nc\t\xff\n");
  const auto broken = read_pairs_tsv(bad.path(), 1);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, ErrorCode::kBadUtf8);
  EXPECT_EQ(read_pairs_tsv(bad.path() + ".none", 1).error().code, ErrorCode::kNotFound);
}

TEST(ReadLabeledJsonl, ReadsSubstitutionsGroupedByRecord) {
  const File file(
      R"({"id":"r1","text":"x","substitutions":[["the set sail","the sail"],["rapid","fast"]]})"
      "\n"
      R"({"id":"r2","text":"y","substitutions":[]})"
      "\n");
  const auto pairs = read_labeled_jsonl(file.path(), 1);
  ASSERT_TRUE(pairs);
  ASSERT_EQ(pairs->size(), 2U);
  EXPECT_THAT((*pairs)[1].written, ElementsAre("rapid"));
  EXPECT_THAT((*pairs)[1].meant, ElementsAre("fast"));
  EXPECT_EQ((*pairs)[1].group, "r1");
  const File bad("{}\n");
  EXPECT_THAT(read_labeled_jsonl(bad.path(), 1).error().message, HasSubstr("line 1"));
}

std::vector<PhrasePair> numbered_pairs(int n, const std::string& group) {
  std::vector<PhrasePair> pairs;
  for (int i = 0; i < n; ++i) {
    PhrasePair pair;
    pair.written = {std::string("w").append(std::to_string(i))};
    pair.meant = {"m"};
    pair.line = pair.written[0] + "\tm";
    pair.group = group;
    pairs.push_back(pair);
  }
  return pairs;
}

TEST(Halves, AreDisjointCompleteAndAboutEqual) {
  const auto pairs = numbered_pairs(1000, "");
  std::set<std::string> lines;
  for (const int half : {0, 1}) {
    const auto part = of_half(pairs, half);
    EXPECT_GT(part.size(), 440U);
    for (const auto& pair : part) EXPECT_TRUE(lines.insert(pair.line).second) << pair.line;
  }
  EXPECT_EQ(lines.size(), pairs.size());
}

TEST(Halves, DoNotDependOnTheOtherPairs) {
  auto pairs = numbered_pairs(100, "");
  const auto before = of_half(pairs, 0);
  pairs.erase(pairs.begin(), pairs.begin() + 50);
  for (const auto& pair : of_half(pairs, 0)) {
    EXPECT_TRUE(std::any_of(before.begin(), before.end(),
                            [&](const PhrasePair& p) { return p.line == pair.line; }));
  }
  // Literal, so that no release moves a pair to the other side unnoticed.
  std::string sides;
  for (const auto& pair : numbered_pairs(16, "")) sides += std::to_string(half_of(pair));
  EXPECT_EQ(sides, "0100011001011111");
}

TEST(Halves, KeepARecordTogether) {
  for (const char* group : {"r1", "r2", "r3", "r4"}) {
    const auto pairs = numbered_pairs(20, group);
    const auto size = of_half(pairs, 0).size();
    EXPECT_TRUE(size == 0 || size == 20) << group << " " << size;
  }
}

}  // namespace
}  // namespace despin::train
