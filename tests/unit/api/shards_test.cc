// tests/unit/api/shards_test.cc - shards give the answer of one index, bit for bit.
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "tests/support/example_page.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

using small_index::Folder;
using small_index::Made;

class ShardsTest : public testing::Test {
 protected:
  ShardsTest()
      : detector_(Detector::open(DESPIN_SOURCE_DIR "/models/tiny.despin")),
        original_(example_page("harbour_original.txt")),
        spun_(example_page("harbour_spun.txt")) {
    documents_ = small_index::make_documents(90);
    documents_.push_back({.id = "harbour",
                          .url = "https://a.example/",
                          .title = "Gates",
                          .date = "2020",
                          .text = original_});
    std::string shared = original_;
    for (int i = 0; i < 12; ++i) {  // more than max_sharing
      shared += " Another word " + std::to_string(i) + ".";
      documents_.push_back({.id = "copy" + std::to_string(i),
                            .url = {},
                            .title = {},
                            .date = "2021",
                            .text = shared});
    }
  }

  // One index with a segment of each shard, and the shards.
  void make(std::size_t shards) {
    one_ = std::make_unique<Folder>("one");
    folders_.clear();
    auto all = IndexWriter::open(one_->path(), {.automatic_merge = false});
    for (std::size_t s = 0; s < shards; ++s) {
      folders_.push_back(std::make_unique<Folder>("shard" + std::to_string(s)));
      auto part = IndexWriter::open(folders_.back()->path());
      // Neighbors lie in different shards.
      for (std::size_t i = s; i < documents_.size(); i += shards) {
        ASSERT_TRUE(all->add(documents_[i].view()));
        ASSERT_TRUE(part->add(documents_[i].view()));
      }
      ASSERT_TRUE(all->commit());
      ASSERT_TRUE(part->commit());
    }
    index_ = std::make_unique<SourceIndex>(*SourceIndex::open(one_->path(), *detector_));
    shards_.clear();
    for (const auto& folder : folders_) {
      shards_.push_back(*SourceIndex::open(folder->path(), *detector_));
    }
  }

  std::vector<std::uint64_t> counts(std::string_view text) {
    std::vector<std::uint64_t> sums;
    for (const SourceIndex& shard : shards_) {
      const auto found = shard.count_terms(text, scratch_);
      EXPECT_TRUE(found);
      sums.resize(found->size());
      for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += (*found)[i];
    }
    return sums;
  }

  std::vector<std::string> copies(std::string_view text, const std::vector<std::uint64_t>& sums) {
    std::vector<std::string> out;
    for (std::uint32_t s = 0; s < shards_.size(); ++s) {
      out.push_back(*shards_[s].candidates(text, sums, s, scratch_));
    }
    return out;
  }

  std::string in_shards(const Suspect& suspect, const SearchOptions& options) {
    const auto sums = counts(suspect.text);
    const auto made = copies(suspect.text, sums);
    // They may come in any order.
    const std::vector<std::string_view> views(made.rbegin(), made.rend());
    const auto found =
        SourceIndex::search_candidates(*detector_, suspect, sums, views, scratch_, options);
    EXPECT_TRUE(found) << found.error().message;
    return to_json(*found, "a");
  }

  Result<Detector> detector_;
  std::string original_;
  std::string spun_;
  std::vector<Made> documents_;
  std::unique_ptr<Folder> one_;
  std::vector<std::unique_ptr<Folder>> folders_;
  std::unique_ptr<SourceIndex> index_;
  std::vector<SourceIndex> shards_;
  Workspace scratch_;
};

TEST_F(ShardsTest, GiveTheAnswerOfOneIndex) {
  std::vector<std::string> suspects = {spun_, original_, "", "no source of this", spun_ + spun_};
  std::string crowd;  // several windows
  for (std::size_t i = 0; i < 30; ++i) crowd += documents_[i * 3].text + "\n\n";
  suspects.push_back(crowd);
  for (std::size_t i = 0; i < 40; ++i) suspects.push_back(documents_[i].text);
  std::size_t matches = 0;
  for (const std::size_t shards : {1, 3, 16}) {
    make(shards);
    for (const std::string& text : suspects) {
      for (const std::size_t max_sharing : {0, 2, 8}) {
        const SearchOptions options{.max_sharing = max_sharing};
        const Suspect suspect{.text = text, .id = "copy3", .date = "2022"};
        const auto expected = index_->search(suspect, scratch_, options);
        ASSERT_TRUE(expected);
        matches += expected->size();
        ASSERT_EQ(in_shards(suspect, options), to_json(*expected, "a")) << shards << " shards";
      }
    }
  }
  EXPECT_GT(matches, 100U);
}

TEST_F(ShardsTest, CountsOfAnotherSuspectAreRefused) {
  make(3);
  auto sums = counts(original_);
  EXPECT_FALSE(shards_[0].candidates("another text", sums, 0, scratch_));
  EXPECT_FALSE(shards_[0].candidates(original_, {}, 0, scratch_));
  sums.push_back(0);
  EXPECT_FALSE(shards_[0].candidates(original_, sums, 0, scratch_));
  sums.pop_back();
  EXPECT_TRUE(shards_[0].candidates(original_, sums, 0, scratch_));
  sums[0] = 0;  // fewer than the shard itself has
  EXPECT_FALSE(shards_[0].candidates(original_, sums, 0, scratch_));
}

TEST_F(ShardsTest, ASegmentThatComesTwiceIsRefused) {
  make(2);
  const auto sums = counts(spun_);
  const auto made = copies(spun_, sums);
  const auto found = SourceIndex::search_candidates(*detector_, {.text = spun_}, sums,
                                                    {made[0], made[1], made[0]}, scratch_);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kBadInput);
}

TEST_F(ShardsTest, DamagedCandidatesAreAnErrorOrOthers) {
  make(2);
  const auto sums = counts(spun_);
  const std::string good = copies(spun_, sums)[0];
  const auto search = [&](std::string_view bytes) {
    return SourceIndex::search_candidates(*detector_, {.text = spun_}, sums, {bytes}, scratch_);
  };
  ASSERT_TRUE(search(good));
  for (std::size_t size = 0; size < good.size(); size += 7) {
    EXPECT_FALSE(search(std::string_view(good).substr(0, size))) << size;
  }
  EXPECT_FALSE(search(good + "x"));
  std::mt19937 random(1);
  std::size_t refused = 0;
  for (int round = 0; round < 300; ++round) {
    std::string bytes = good;
    bytes[random() % bytes.size()] = static_cast<char>(random());
    refused += search(bytes) ? 0 : 1;
  }
  EXPECT_GT(refused, 10U);
}

}  // namespace
}  // namespace despin
