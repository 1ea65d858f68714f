// No result depends on what a Workspace or a Reading was used for before, whichever verb it
// was, nor on whether a text was read by the verb itself.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "tests/support/made_cloze.h"
#include "tests/support/small_index.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_index::Folder;
using small_model::SmallModel;
using small_model::TemporaryFile;

// With a network that is asked of every text that has evidence at all.
Detector open_detector() {
  const SmallModel small;
  auto writer = small.writer();
  const auto bytes = small.vocabulary();
  const auto vocabulary = *format::Vocabulary::view(bytes);
  writer.add(format::kClozeSection, 1, false,
             cloze::encode_cloze_net(made_cloze::random_parameters(vocabulary.size()),
                                     cloze::cloze_words_hash(vocabulary, vocabulary.size()),
                                     {1, 1, 0, 0.001F}));
  const TemporaryFile file("model");
  file.write(writer.encode());
  return *Detector::open(file.path());
}

// Of one sentence up to more than a block of the decoder.
std::vector<std::string> make_texts() {
  const std::string_view sentences[] = {
      "The ruling bash won the election withinside the capital. ",
      "Gadget mastering is used withinside the north. ",
      "Leaders of the get together met in the old hall, with a purpose to govern. ",
      "She bought pictures of the harbour. ",
      "The reading of the text is slow.\n\n",
      "\"The ruling bash\" is a phrase. ",
      "The old party met in the hall of the harbour. "};
  std::mt19937_64 random(11);
  std::vector<std::string> texts{"", "bash \xFF"};
  for (const std::uint64_t most : {1U, 3U, 30U, 30U, 30U, 300U}) {
    std::string text;
    for (std::uint64_t n = most; n > 0; --n) text += sentences[random() % std::size(sentences)];
    texts.push_back(std::move(text));
  }
  return texts;
}

class OneWorkspace : public testing::Test {
 protected:
  OneWorkspace() {
    auto writer = *IndexWriter::open(folder_.path());
    for (const small_index::Made& made : small_index::make_documents(20)) {
      EXPECT_TRUE(writer.add(made.view()));
    }
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (i == 1 || i % 2 == 0) continue;  // no UTF-8, or not indexed
      EXPECT_TRUE(writer.add({.id = std::to_string(i), .text = texts_[i]}));
    }
    EXPECT_TRUE(writer.commit());
    index_.emplace(*SourceIndex::open(folder_.path(), detector_));
  }

  std::string said(const Result<Report>& report, std::string_view text) {
    return report ? to_json(*report, "a", text) : report.error().message;
  }
  std::string said(const Result<std::vector<SourceMatch>>& matches) {
    found_ += matches ? matches->size() : 0;
    return matches ? to_json(*matches, "a") : matches.error().message;
  }
  std::string said(const Result<Comparison>& comparison, std::string_view original,
                   std::string_view suspect) {
    return comparison ? to_json(*comparison, "a", original, "b", suspect)
                      : comparison.error().message;
  }

  // What each verb says of a text, asked in this order.
  std::string ask(std::size_t verb, std::size_t text, Workspace& scratch, Reading& reading) {
    const std::string& t = texts_[text];
    switch (verb) {
      case 0:
        return said(detector_.analyze(t, scratch), t);
      case 1:
        return said(index_->search({.text = t, .id = {}, .date = {}}, scratch));
      case 2: {
        const std::string& original = texts_[(text + 1) % texts_.size()];
        return said(aligner_.compare(original, t, scratch), original, t);
      }
      case 3: {
        const auto restored = detector_.restore(t.substr(0, 20), scratch);
        std::string out;
        if (!restored) return restored.error().message;
        for (const Restoration& r : *restored) out += r.text + std::to_string(r.score_nats);
        return out;
      }
      case 4: {
        if (const auto ok = detector_.read(t, scratch, reading); !ok) return ok.error().message;
        return said(detector_.analyze(reading, scratch), t);
      }
      default: {
        if (const auto ok = detector_.read(t, scratch, reading); !ok) return ok.error().message;
        return said(index_->search(reading, {}, scratch));
      }
    }
  }

  static constexpr std::size_t kVerbs = 6;

  Detector detector_ = open_detector();
  Aligner aligner_{detector_};
  std::vector<std::string> texts_ = make_texts();
  Folder folder_{"one_workspace"};
  std::optional<SourceIndex> index_;
  std::size_t found_ = 0;
};

TEST_F(OneWorkspace, RemembersNothingOfAnyVerb) {
  std::vector<std::string> fresh;
  for (std::size_t i = 0; i < kVerbs * texts_.size(); ++i) {
    Workspace scratch;
    Reading reading;
    fresh.push_back(ask(i % kVerbs, i / kVerbs, scratch, reading));
  }
  EXPECT_GT(found_, 0U);
  for (std::size_t t = 0; t < texts_.size(); ++t) {
    EXPECT_EQ(fresh[t * kVerbs], fresh[t * kVerbs + 4]) << "a text that was read before";
    EXPECT_EQ(fresh[t * kVerbs + 1], fresh[t * kVerbs + 5]) << "a text that was read before";
  }
  std::mt19937_64 random(12);
  Workspace used;
  Reading reading;
  for (int round = 0; round < 300; ++round) {
    const std::size_t i = random() % fresh.size();
    ASSERT_EQ(ask(i % kVerbs, i / kVerbs, used, reading), fresh[i]) << i;
  }
}

TEST_F(OneWorkspace, AReadingServesAnyNumberOfCalls) {
  const std::string& text = texts_.back();
  Workspace scratch;
  Reading reading;
  ASSERT_TRUE(detector_.read(text, scratch, reading));
  EXPECT_EQ(reading.text(), text);
  const std::string report = said(detector_.analyze(reading, scratch), text);
  const std::string matches = said(index_->search(reading, {}, scratch));
  EXPECT_EQ(report, said(detector_.analyze(text, scratch), text));
  const Reading moved = std::move(reading);
  Workspace other;
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(said(index_->search(moved, {}, other)), matches);
    EXPECT_EQ(said(detector_.analyze(moved, other), text), report);
    ask(0, 2, other, reading);
  }
  EXPECT_TRUE(detector_.read(text, scratch, reading)) << "moved from";
}

TEST_F(OneWorkspace, AReadingKnowsWhoReadIt) {
  Workspace scratch;
  Reading reading;
  const auto refused = [&](const auto& result) {
    return !result && result.error().code == ErrorCode::kBadInput;
  };
  EXPECT_TRUE(refused(detector_.analyze(reading, scratch))) << "nobody did";
  EXPECT_TRUE(refused(index_->search(reading, {}, scratch)));
  ASSERT_TRUE(open_detector().read(texts_.back(), scratch, reading));
  EXPECT_TRUE(refused(detector_.analyze(reading, scratch)));
  EXPECT_TRUE(refused(index_->search(reading, {}, scratch)));
  const Detector copy = detector_;
  ASSERT_TRUE(copy.read(texts_.back(), scratch, reading));
  EXPECT_TRUE(detector_.analyze(reading, scratch));
  ASSERT_FALSE(detector_.read("bash \xFF", scratch, reading));
  EXPECT_TRUE(refused(detector_.analyze(reading, scratch))) << "what it held is gone";
}

}  // namespace
}  // namespace despin
