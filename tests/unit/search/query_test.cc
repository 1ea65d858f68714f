// tests/unit/search/query_test.cc - what an index is asked for: words as written and as meant.
#include "lib/search/query.h"

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "lib/detect/model.h"
#include "lib/search/parameters.h"

namespace despin::search {
namespace {

class QueryTest : public testing::Test {
 protected:
  QueryTest() : model_(detect::Model::open(DESPIN_SOURCE_DIR "/models/tiny.despin")) {}

  std::map<std::string, float> ask(std::string_view text) {
    EXPECT_TRUE(detect::read_ngrams(text, *model_, decoding_, reading_));
    std::vector<index::QueryTerm> terms;
    const auto tokens = static_cast<std::uint32_t>(reading_.tokens.list.size());
    collect_query(reading_, {reading_.ngrams, 0}, *model_, 0, tokens, RetrievalRules{}.min_weight,
                  scratch_, terms);
    std::map<std::string, float> out;
    for (const index::QueryTerm& term : terms) {
      EXPECT_TRUE(out.emplace(term.term, term.weight).second) << term.term << " asked twice";
    }
    return out;
  }

  Result<detect::Model> model_;
  decode::DecodeScratch decoding_;
  detect::Reading reading_;
  QueryScratch scratch_;
};

TEST_F(QueryTest, LeavesFunctionWordsAndBreaksOut) {
  const auto terms = ask("The gates, and the harbour of 12,000.");
  EXPECT_EQ(terms.count("the"), 0u);
  EXPECT_EQ(terms.count("and"), 0u);
  EXPECT_EQ(terms.count(""), 0u);
  EXPECT_EQ(terms.count("gates"), 1u);
  EXPECT_EQ(terms.count("12000"), 1u);
}

TEST_F(QueryTest, AsksForWhatASpunWordStoodForToo) {
  std::ifstream in(DESPIN_SOURCE_DIR "/examples/pages/harbour_spun.txt", std::ios::binary);
  const auto terms = ask(std::string(std::istreambuf_iterator<char>(in), {}));
  // The page writes "withinside" for in, "extra" for more and "beyond" for past. Function words
  // are left out; a word weighs less where it was probably swapped, and its meaning is asked
  // for though the page does not have it.
  EXPECT_EQ(terms.count("withinside"), 1u);
  ASSERT_EQ(terms.count("extra"), 1u);
  EXPECT_LT(terms.at("extra"), 0.1F);
  ASSERT_EQ(terms.count("past"), 1u);
  EXPECT_GT(terms.at("past"), 0.1F);
  for (const auto& [term, weight] : terms) {
    EXPECT_GT(weight, 0) << term;
    EXPECT_LE(weight, 1.0001F) << term;
  }
}

}  // namespace
}  // namespace despin::search
