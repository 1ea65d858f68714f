// tests/unit/index/candidates_test.cc - which documents share the most telling terms.
#include "lib/index/candidates.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/index/chance.h"
#include "lib/index/index.h"
#include "lib/text/tokens.h"
#include "tests/support/small_index.h"

namespace despin::index {
namespace {

using small_index::Folder;

// One segment for each list of texts; documents are called by their numbers.
Index index_of(const Folder& folder, const std::vector<std::vector<std::string>>& segments) {
  auto writer = IndexWriter::open(folder.path());
  EXPECT_TRUE(writer);
  int number = 0;
  for (const auto& texts : segments) {
    for (const std::string& text : texts) {
      const std::string id = std::to_string(number++);
      EXPECT_TRUE(writer->add({.id = id, .url = {}, .title = {}, .date = {}, .text = text}));
    }
    EXPECT_TRUE(writer->commit());
  }
  auto index = open_index(folder.path());
  EXPECT_TRUE(index);
  return std::move(*index);
}

std::vector<RetrievalCandidate> ask(const Index& index, const std::vector<QueryTerm>& terms,
                                    std::size_t limit = 10) {
  CandidateScratch scratch;
  std::vector<RetrievalCandidate> out;
  Counts counts;
  count_terms(index.segments, terms, scratch, counts);
  find_candidates(index.segments, terms, counts, limit, scratch, out);
  return out;
}

TEST(Candidates, RareTermsTellMoreThanCommonOnes) {
  const Folder folder("candidates_rare");
  std::vector<std::string> texts = {"harbour wind", "harbour lantern", "harbour wind"};
  texts.resize(20, "gates open");
  const Index index = index_of(folder, {texts});
  const auto found = ask(index, {{"harbour", 1}, {"lantern", 1}});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].document, 1u);
  EXPECT_GT(found[0].score_nats, 2 * found[1].score_nats);
}

TEST(Candidates, AnUnsureTermCountsForLess) {
  const Folder folder("candidates_unsure");
  const Index index = index_of(folder, {{"lantern", "kettle", "gates", "wind"}});
  const auto found = ask(index, {{"lantern", 0.2F}, {"kettle", 0.9F}});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].document, 1u);
}

TEST(Candidates, AreLookedForInAllSegmentsAndWeighedOverAll) {
  const Folder folder("candidates_segments");
  const Index index = index_of(folder, {{"kettle wind", "kettle"}, {"lantern wind", "wind"}});
  ASSERT_EQ(index.segments.size(), 2u);
  const auto found = ask(index, {{"kettle", 1}, {"lantern", 1}});
  ASSERT_EQ(found.size(), 3u);
  // "lantern" is in one of four documents, "kettle" in two.
  EXPECT_EQ(found[0].segment, 1u);
  EXPECT_EQ(found[0].document, 0u);
}

TEST(Candidates, NoMoreThanWantedAndTheBestOfThem) {
  const Folder folder("candidates_limit");
  std::vector<std::string> texts(20, "kettle wind");
  texts[13] = "kettle lantern";
  texts.resize(200, "gates");
  const Index index = index_of(folder, {texts});
  const auto found = ask(index, {{"kettle", 1}, {"lantern", 1}}, 5);
  ASSERT_EQ(found.size(), 5u);
  EXPECT_EQ(found[0].document, 13u);
  EXPECT_EQ(found[1].document, 0u);  // of equals, the first added
}

TEST(Candidates, ALongDocumentDoesNotWinByItsLength) {
  const Folder folder("candidates_long");
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < 60; ++i) texts.push_back(small_index::make_document(i).text);
  texts.push_back(small_index::make_document(99, 20000).text);
  const Index index = index_of(folder, {texts});
  // Half of the words of document 17.
  text::Tokens tokens;
  ASSERT_TRUE(text::tokenize(texts[17], tokens));
  std::vector<QueryTerm> terms;
  for (std::size_t i = 0; i < tokens.list.size() / 2; ++i) {
    const std::string term(tokens.form(tokens.list[i]));
    if (tokens.list[i].kind != text::TokenKind::kWord) continue;
    if (std::any_of(terms.begin(), terms.end(), [&](const auto& t) { return t.term == term; })) {
      continue;
    }
    terms.push_back({term, 1});
  }
  const auto found = ask(index, terms);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].document, 17u);
}

TEST(Candidates, NothingKnownFindsNothing) {
  const Folder folder("candidates_none");
  const Index index = index_of(folder, {{"kettle"}});
  EXPECT_TRUE(ask(index, {{"lantern", 1}}).empty());
  EXPECT_TRUE(ask(index, {}).empty());
}

TEST(Chance, GrowsWithLengthUpToAllThereIs) {
  const std::vector<float> nats = {2, 4};
  const std::vector<float> frequencies = {0.5F, 0.01F};
  const Chance chance(nats, frequencies);
  EXPECT_EQ(chance.nats(0), 0);
  // 2 (1 - e^-0.5) + 4 (1 - e^-0.01)
  EXPECT_NEAR(chance.nats(1), 0.8267, 1e-3);
  EXPECT_GT(chance.nats(1.5), chance.nats(1));
  EXPECT_NEAR(chance.nats(1e9), 6, 1e-6);
}

}  // namespace
}  // namespace despin::index
