#include <fasttext/args.h>
#include <fasttext/fasttext.h>

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "models/build/encode/vocabulary_encoder.h"
#include "models/build/vectors/reduce.h"
#include "models/build/vectors/sources.h"

namespace despin::vectors {
namespace {

// apple 6, pear 7, stone 8, absent 9.
class VectorSources : public testing::Test {
 protected:
  VectorSources()
      : vocabulary_bytes_(
            format::encode_vocabulary(std::vector<format::VocabularyEntry>{{"<unk>", 1},
                                                                           {"<s>", 1},
                                                                           {"</s>", 1},
                                                                           {"<num>", 1},
                                                                           {",", 1},
                                                                           {"<code>", 1},
                                                                           {"apple", 9},
                                                                           {"pear", 8},
                                                                           {"stone", 7},
                                                                           {"absent", 1}})),
        vocabulary_(*format::Vocabulary::view(vocabulary_bytes_)),
        all_(vocabulary_.size(), true) {}

  std::string write(const std::string& bytes) {
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    std::string path = testing::TempDir() + "despin_vectors_" + name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  std::vector<std::byte> vocabulary_bytes_;
  format::Vocabulary vocabulary_;
  Wanted all_;
};

constexpr char kJson[] =
    R"({"precision":8,"dimensions":2,"words":["pear",1,2],"vectors":{
       "stone":[0.5,-2,2.06,0],"zebra":[9,9,9,1],"apple":[1,0.25,1.03,2],
       "stone":[7,7,7,3]},"unkVector":[0,0,-1]})";

TEST_F(VectorSources, ReadsTheVectorsOfItsWordsOutOfJson) {
  const auto found = read_wink_json(write(kJson), vocabulary_, all_);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->dimensions, 2U);
  ASSERT_EQ(found->vectors.size(), 2U);
  EXPECT_EQ(found->vectors[0].word, 6U);
  EXPECT_EQ(found->vectors[0].values, (std::vector<float>{1, 0.25F}));
  EXPECT_EQ(found->vectors[1].word, 8U);
  EXPECT_EQ(found->vectors[1].values, (std::vector<float>{0.5F, -2}));
}

TEST_F(VectorSources, LeavesOutWhatIsNotWanted) {
  all_[8] = false;
  const auto found = read_wink_json(write(kJson), vocabulary_, all_);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->vectors.size(), 1U);
  EXPECT_EQ(found->vectors[0].word, 6U);
}

TEST_F(VectorSources, RefusesOtherJson) {
  const std::string whole = kJson;
  for (const std::string& bytes :
       {std::string(), std::string("[1,2]"), std::string(R"({"dimensions":2})"),
        whole.substr(0, whole.size() / 2), std::string(R"({"vectors":{"pear":[1,2]}})"),
        std::string(R"({"dimensions":0,"vectors":{}})"),
        std::string(R"({"dimensions":3,"vectors":{"pear":[1,2]}})")}) {
    const auto found = read_wink_json(write(bytes), vocabulary_, all_);
    ASSERT_FALSE(found) << bytes;
    EXPECT_EQ(found.error().code, ErrorCode::kBadInput);
  }
}

TEST_F(VectorSources, ReadsText) {
  const auto found =
      read_text_vectors(write("3 2\npear 1 -0.5 \nzebra 1 1\napple 2e-1 3\n"), vocabulary_, all_);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->dimensions, 2U);
  ASSERT_EQ(found->vectors.size(), 2U);
  EXPECT_EQ(found->vectors[0].values, (std::vector<float>{0.2F, 3}));
  EXPECT_EQ(found->vectors[1].values, (std::vector<float>{1, -0.5F}));
}

TEST_F(VectorSources, RefusesOtherText) {
  for (const char* bytes : {"", "pear 1 2\n", "1 0\npear\n", "1 2 3\npear 1 2\n", "1 2\npear 1\n",
                            "1 2\npear 1 2 3\n", "1 2\npear 1 x\n", "2 2\npear 1 2\n"}) {
    const auto found = read_text_vectors(write(bytes), vocabulary_, all_);
    ASSERT_FALSE(found) << bytes;
    EXPECT_EQ(found.error().code, ErrorCode::kBadInput);
  }
}

TEST_F(VectorSources, ReadsAFastTextModelAndComposesWordsItHasNotMet) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "apple pear stone pears stones apple pear\n";
  fasttext::Args args;
  args.input = write(text);
  args.model = fasttext::model_name::sg;
  args.dim = 4;
  args.minCount = 1;
  args.minn = 3;
  args.maxn = 4;
  args.bucket = 100;
  args.epoch = 1;
  args.thread = 1;
  args.verbose = 0;
  fasttext::FastText model;
  model.train(args);
  const std::string path = args.input + ".bin";
  model.saveModel(path);

  const auto found = read_fasttext_model(path, vocabulary_, all_);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->dimensions, 4U);
  ASSERT_EQ(found->vectors.size(), 4U);
  fasttext::Vector pear(4);
  model.getWordVector(pear, "pear");
  ASSERT_EQ(found->vectors[1].word, 7U);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(found->vectors[1].values[static_cast<std::size_t>(i)], pear[i]);
  }
  EXPECT_EQ(found->vectors[3].word, 9U);
}

TEST_F(VectorSources, SaysWhichFilesItCannotRead) {
  const std::string none = testing::TempDir() + "despin_vectors_no_such_file";
  for (const auto read : {read_wink_json, read_text_vectors, read_fasttext_model}) {
    const auto missing = read(none, vocabulary_, all_);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
    const auto folder = read(testing::TempDir(), vocabulary_, all_);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code, ErrorCode::kNotReadable);
    const auto other = read(write("not a file of vectors"), vocabulary_, all_);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::kBadInput);
  }
}

// Vectors in a plane of three dimensions lose nothing in two.
TEST(ReduceVectors, KeepsCosinesThatFit) {
  Found found{3, {{6, {2, 2, 0}}, {7, {0, 3, 3}}, {8, {-1, 0, 1}}}};
  reduce(found, 2);
  EXPECT_EQ(found.dimensions, 2U);
  const auto cosine = [&](std::size_t i, std::size_t j) {
    const auto& a = found.vectors[i].values;
    const auto& b = found.vectors[j].values;
    return (a[0] * b[0] + a[1] * b[1]) / std::hypot(a[0], a[1]) / std::hypot(b[0], b[1]);
  };
  EXPECT_NEAR(cosine(0, 1), 0.5, 1e-5);
  EXPECT_NEAR(cosine(0, 2), -0.5, 1e-5);
  EXPECT_NEAR(cosine(1, 2), 0.5, 1e-5);
}

TEST(ReduceVectors, LeavesVectorsThatAreSmallEnough) {
  Found found{2, {{6, {2, 1}}}};
  reduce(found, 2);
  reduce(found, 100);
  EXPECT_EQ(found.dimensions, 2U);
  EXPECT_EQ(found.vectors[0].values, (std::vector<float>{2, 1}));
}

}  // namespace
}  // namespace despin::vectors

// The fastText library holds a main of its own, which would come before GoogleTest's.
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
