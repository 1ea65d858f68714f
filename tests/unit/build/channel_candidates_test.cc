// tests/unit/build/channel_candidates_test.cc - what is known of each meaning before context.
#include "models/build/channel/candidates.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "models/build/lexicon/relations.h"

namespace despin::train {
namespace {

class ChannelCandidates : public testing::Test {
 protected:
  static std::vector<std::byte> words() {
    std::vector<format::VocabularyEntry> entries;
    for (const char* word :
         {"<unk>", "<s>", "</s>", "<num>", ",", "<code>", "bash", "party", "feast", "do", "gate"}) {
      entries.push_back({word, 10});
    }
    return format::encode_vocabulary(entries);
  }

  Phrase phrase(std::string_view text) const { return *candidates_.parse(text); }

  const Option& option(std::string_view written, std::string_view meant) const {
    const auto options = candidates_.options(phrase(written));
    return *std::find_if(options.begin(), options.end(),
                         [&](const Option& o) { return o.meant == phrase(meant); });
  }

  double feature(std::string_view name, std::string_view written, const Option& o,
                 double held_out = 0) const {
    const auto names = feature_names();
    const auto at = std::find(names.begin(), names.end(), name) - names.begin();
    return candidates_.features(phrase(written), o, held_out)[at];
  }

  std::vector<std::byte> bytes_ = words();
  format::Vocabulary vocabulary_ = *format::Vocabulary::view(bytes_);
  vectors::Vectors vectors_;
  Candidates candidates_{vocabulary_, vectors_};
};

TEST_F(ChannelCandidates, CountsSwapsAndKeptWordsApart) {
  candidates_.add_swap(phrase("bash"), phrase("party"), 3);
  candidates_.add_swap(phrase("bash"), phrase("feast"), 1);
  candidates_.add_swap(phrase("bash"), phrase("bash"), 2);
  const Option keep{phrase("bash"), 0, 0};
  EXPECT_EQ(candidates_.count(phrase("bash"), option("bash", "party"), 0), 3);
  EXPECT_EQ(candidates_.count(phrase("bash"), option("bash", "party"), 1), 2);
  EXPECT_EQ(candidates_.count(phrase("bash"), option("bash", "feast"), 5), 0) << "never below";
  EXPECT_EQ(candidates_.count(phrase("bash"), keep, 0), 2);
  EXPECT_EQ(candidates_.swapped_count(phrase("bash")), 4);
}

TEST_F(ChannelCandidates, KnowInHowManyPlacesAMeaningIsOffered) {
  candidates_.add_relation(phrase("bash"), phrase("party"), lexicon::kWordNetSynonym);
  candidates_.add_relation(phrase("bash"), phrase("party"), lexicon::kMyThesSynonym);
  candidates_.add_relation(phrase("do"), phrase("party"), lexicon::kWordNetSynonym);
  candidates_.add_relation(phrase("do"), phrase("feast"), lexicon::kWordNetSynonym);
  candidates_.add_swap(phrase("gate"), phrase("party"), 1);  // no thesaurus
  EXPECT_NEAR(feature("log_meant_forms", "bash", option("bash", "party")), std::log(3.0), 1e-12);
  EXPECT_NEAR(feature("log_meant_forms", "do", option("do", "feast")), std::log(2.0), 1e-12);
  EXPECT_EQ(feature("log_meant_forms", "do", {phrase("do"), 0, 0}), 0) << "kept";
  EXPECT_EQ(candidates_.listings_of(phrase("bash"), phrase("party")), 2);
  EXPECT_EQ(candidates_.listings_of(phrase("gate"), phrase("party")), 0);
  EXPECT_EQ(candidates_.listings_of(phrase("party"), phrase("bash")), 0);
}

TEST_F(ChannelCandidates, HoldASwapOutOfWhatItSays) {
  candidates_.add_swap(phrase("bash"), phrase("party"), 1);
  candidates_.add_swap(phrase("do"), phrase("party"), 2);
  EXPECT_NEAR(feature("log_meant_count", "bash", option("bash", "party"), 1), std::log(3.0), 1e-12);
}

TEST_F(ChannelCandidates, HeedWhatIsToldOfWhatIsOnOffer) {
  candidates_.add_relation(phrase("bash"), phrase("party"), lexicon::kWordNetSynonym);
  candidates_.add_relation(phrase("bash"), phrase("feast"), lexicon::kWordNetSynonym);
  candidates_.add_relation(phrase("bash"), phrase("gate"), lexicon::kWordNetSynonym);
  candidates_.set_llm_prior(phrase("bash"), phrase("party"), {-2, -9});
  candidates_.set_llm_prior(phrase("bash"), phrase("feast"), {-30, -40});
  candidates_.set_llm_prior(phrase("bash"), phrase("do"), {-1, -1});   // not on offer
  candidates_.set_llm_prior(phrase("do"), phrase("party"), {-1, -1});  // not a form
  EXPECT_EQ(candidates_.options(phrase("bash")).size(), 3U);
  EXPECT_TRUE(candidates_.options(phrase("do")).empty());

  EXPECT_EQ(feature("told", "bash", option("bash", "party")), 1);
  EXPECT_EQ(feature("told_ln_p", "bash", option("bash", "party")), 12) << "above the floor of -14";
  EXPECT_EQ(feature("told_ln_prior", "bash", option("bash", "party")), 5);
  EXPECT_EQ(feature("told", "bash", option("bash", "feast")), 1);
  EXPECT_EQ(feature("told_ln_p", "bash", option("bash", "feast")), 0);
  EXPECT_EQ(feature("told_ln_prior", "bash", option("bash", "feast")), 0);
  for (const char* name : {"told", "told_ln_p", "told_ln_prior"}) {
    EXPECT_EQ(feature(name, "bash", option("bash", "gate")), 0) << name;
  }
}

}  // namespace
}  // namespace despin::train
