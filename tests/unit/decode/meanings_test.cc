#include "lib/decode/meanings.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/detect/findings.h"
#include "models/build/encode/channel_encoder.h"
#include "tests/support/small_model.h"

namespace despin::decode {
namespace {

class Meanings : public testing::Test {
 protected:
  // "bash" lists "party" and "leader", "party" lists "capital" and "bash".
  Meanings() {
    const auto entry = [this](const char* meant, float weight) {
      return channel::WrittenForm::Entry{small_.ids(meant), weight};
    };
    const std::vector<channel::WrittenForm> forms = {
        {small_.ids("bash"), 0, 0, {entry("party", -0.5F), entry("leader", -2)}},
        {small_.ids("party"), 0, 0, {entry("capital", -1), entry("bash", -1)}},
        {small_.ids("leader"), 0, 0, {entry("capital", -1), entry("party", -1)}},
        {small_.ids("get together"), 0, 0, {entry("party", -0.25F)}},
    };
    bytes_ = channel::encode_channel(forms, {1, 0.5F});
    channel_ = *channel::Channel::view(bytes_);
  }

  std::vector<std::string> of(std::string_view form, const MeaningOptions& options) {
    std::vector<std::string> out;
    for (const Meaning& m : meanings(small_.ids(form), model_.ngrams, channel_, options)) {
      out.push_back(detect::spell(m.meant.view(), model_.vocabulary));
    }
    return out;
  }

  small_model::SmallModel small_;
  detect::Model model_ = small_.open();
  std::vector<std::byte> bytes_;
  channel::Channel channel_;
};

using Strings = std::vector<std::string>;

TEST_F(Meanings, AreThoseListedIfNoNearOnesAreAskedFor) {
  EXPECT_EQ(of("bash", {.max_near = 0}), (Strings{"party", "leader"}));
  EXPECT_EQ(of("bash", {.max_listed = 1, .max_near = 0}), (Strings{"party"}));
  EXPECT_EQ(of("harbour", {}), Strings{});
}

TEST_F(Meanings, IncludeWhatListedOnesList) {
  EXPECT_EQ(of("bash", {}), (Strings{"party", "leader", "capital"})) << "not the word itself";
  EXPECT_EQ(of("get together", {}), (Strings{"party"})) << "of one word only";
  const auto all = meanings(small_.ids("bash"), model_.ngrams, channel_, {});
  ASSERT_EQ(all.size(), 3U);
  EXPECT_LT(all[2].own_nats, all[0].own_nats - 1) << "by way of another is worth less";
  const auto one = meanings(small_.ids("bash"), model_.ngrams, channel_, {.max_listed = 1});
  ASSERT_EQ(one.size(), 2U);
  EXPECT_GT(all[2].own_nats, one[1].own_nats) << "two ways are worth more than one";
}

TEST_F(Meanings, IncludeOtherFormsOfListedOnes) {
  const auto inflected = of("bash", {.vocabulary = &model_.vocabulary});
  EXPECT_EQ(std::count(inflected.begin(), inflected.end(), "leaders"), 1);
  const auto phrase = of("get together", {.vocabulary = &model_.vocabulary});
  EXPECT_EQ(phrase, (Strings{"party"})) << "parties is no word of the model";
}

TEST_F(Meanings, AreEachGivenOnceAndNoMoreThanAskedFor) {
  auto all = of("bash", {.vocabulary = &model_.vocabulary});
  EXPECT_EQ(of("bash", {.max_near = 1, .vocabulary = &model_.vocabulary}).size(), 3U);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

}  // namespace
}  // namespace despin::decode
