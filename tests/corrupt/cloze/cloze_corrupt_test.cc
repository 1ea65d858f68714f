// A model whose network belongs to another vocabulary, or is corrupt, says so.
#include <string>
#include <utility>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "lib/cloze/cloze_net.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::Bytes;
using small_model::SmallModel;
using small_model::TemporaryFile;

class ModelWithCloze : public testing::Test {
 protected:
  std::uint32_t words() const { return model_.open().vocabulary.size(); }

  std::string write(Bytes section) const {
    auto writer = model_.writer();  // with checksums that fit what is written
    writer.add(format::kClozeSection, 1, false, std::move(section));
    file_.write(writer.encode());
    return file_.path();
  }

  Bytes network(std::uint32_t words) const {
    const Bytes vocabulary = model_.vocabulary();
    const auto view = *format::Vocabulary::view(vocabulary);
    return cloze::encode_cloze_net(made_cloze::random_parameters(words),
                                   cloze::cloze_words_hash(view, std::min(words, view.size())),
                                   {0.7F, 0.5F, 0.5F, 0});
  }

  SmallModel model_;
  TemporaryFile file_{"model"};
};

TEST_F(ModelWithCloze, ReadsTextsAndIsWhole) {
  const std::string path = write(network(words()));
  ASSERT_TRUE(verify_model(path));
  const auto detector = Detector::open(path);
  ASSERT_TRUE(detector);
  Workspace scratch;
  EXPECT_TRUE(detector->analyze("The ruling bash won withinside the capital.", scratch));
}

TEST_F(ModelWithCloze, IsRefusedWithMoreWordsThanTheVocabulary) {
  const auto detector = Detector::open(write(network(words() + 1)));
  ASSERT_FALSE(detector);
  EXPECT_EQ(detector.error().code, ErrorCode::kBadModel);
  EXPECT_NE(detector.error().message.find("CLOZ"), std::string::npos);
}

TEST_F(ModelWithCloze, IsNotVerifiedWithOtherWords) {
  Bytes section = network(words());
  section[16] ^= std::byte{1};  // the hash of its words
  const auto verified = verify_model(write(std::move(section)));
  ASSERT_FALSE(verified);
  EXPECT_NE(verified.error().message.find("CLOZ"), std::string::npos);
}

TEST_F(ModelWithCloze, SurvivesEveryFlippedByte) {
  const Bytes whole = network(8);
  Workspace scratch;
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes corrupt = whole;
    corrupt[at] ^= std::byte{0xFF};
    const auto detector = Detector::open(write(std::move(corrupt)));
    if (!detector) {
      ++refused;
      ASSERT_EQ(detector.error().code, ErrorCode::kBadModel);
      continue;
    }
    ASSERT_TRUE(detector->analyze("The ruling bash won withinside the capital.", scratch)) << at;
  }
  EXPECT_GT(refused, 16);
}

}  // namespace
}  // namespace despin
