// A model whose section LANG is damaged is refused, or judges without leaving it.
#include <random>
#include <string>
#include <utility>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "tests/support/small_languages.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::Bytes;
using small_model::SmallModel;
using small_model::TemporaryFile;

constexpr const char* kFrench =
    "Hier le parti gagna avec les maisons. Le vote de la ville et les parti que ils gagna.";

class ModelWithLanguages : public testing::Test {
 protected:
  std::string write(Bytes section) const {
    auto writer = model_.writer();
    writer.add(format::kLanguageSection, 1, false, std::move(section));
    file_.write(writer.encode());
    return file_.path();
  }

  Report report(const std::string& path, std::string_view text) {
    const auto detector = Detector::open(path);
    EXPECT_TRUE(detector);
    auto out = detector->analyze(text, scratch_);
    EXPECT_TRUE(out);
    return *out;
  }

  SmallModel model_;
  TemporaryFile file_{"model"};
  Workspace scratch_;
};

TEST_F(ModelWithLanguages, NamesTheLanguageThatIsNotEnglish) {
  const std::string path = write(small_languages::section());
  ASSERT_TRUE(verify_model(path));
  const Report french = report(path, kFrench);
  EXPECT_EQ(french.verdict, Verdict::kAbstain);
  EXPECT_EQ(french.abstain_reason, AbstainReason::kNotEnglish);
  EXPECT_EQ(french.language.code, "fr");
  EXPECT_GT(french.language.probability, 0.7);
  EXPECT_TRUE(french.findings.empty());
  const Report english = report(path, "The ruling party won the election in the capital.");
  EXPECT_EQ(english.verdict, Verdict::kNotSpun);
  EXPECT_EQ(english.language.code, "en");
}

TEST_F(ModelWithLanguages, SaysWhatItSaidWithoutTheSection) {
  constexpr const char* kEnglish = "The ruling bash won withinside the capital on Monday.";
  file_.write(model_.writer().encode());
  Report without = report(file_.path(), kEnglish);
  EXPECT_EQ(without.language.code, "");
  const Report with = report(write(small_languages::section()), kEnglish);
  without.language = with.language;
  without.model_fingerprint = with.model_fingerprint;
  EXPECT_EQ(to_json(with, "-", std::string_view(kEnglish)),
            to_json(without, "-", std::string_view(kEnglish)));
}

TEST_F(ModelWithLanguages, IsRefusedOrReadWithAnyChange) {
  const Bytes whole = small_languages::section();
  std::mt19937 random(11);  // NOLINT(cert-msc51-cpp)
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    Bytes section = whole;
    const std::size_t within = i % 2 == 0 ? 300 : section.size();
    section[random() % within] ^= static_cast<std::byte>(1 + random() % 255);
    const std::string path = write(std::move(section));
    const auto detector = Detector::open(path);
    if (!detector) {
      EXPECT_EQ(detector.error().code, ErrorCode::kBadModel);
      EXPECT_NE(detector.error().message.find("LANG"), std::string::npos);
      ++refused;
      continue;
    }
    const auto read = detector->analyze(kFrench, scratch_);
    ASSERT_TRUE(read);
    EXPECT_GE(read->language.probability, 0);
    EXPECT_LE(read->language.probability, 1 + 1e-9);
  }
  EXPECT_GT(refused, 20);
  EXPECT_LT(refused, 280);
}

}  // namespace
}  // namespace despin
