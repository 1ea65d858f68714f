// Same bytes, same model, same Report: in any workspace, after any text, on any
// thread. Worth running under the thread sanitizer.
#include <bit>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "despin/detector.h"
#include "gtest/gtest.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::SmallModel;
using small_model::TemporaryFile;

Detector open() {
  const TemporaryFile file("model");
  file.write(SmallModel().writer().encode());
  return *Detector::open(file.path());
}

std::vector<std::string> some_texts() {
  const std::string_view sentences[] = {
      "The ruling bash won the election withinside the capital. ",
      "Gadget mastering is used withinside the north. ",
      "Leaders of the get together met in the old hall, with a purpose to govern. ",
      "She bought pictures of the harbour. ",
      "The reading of the text is slow.\n\n",
      "\"The ruling bash\" is a phrase. ",
      "The the textual content hung in an town hall 12. "};
  std::mt19937_64 random(9);
  std::vector<std::string> texts{""};
  for (int i = 0; i < 40; ++i) {
    std::string text;
    for (std::uint64_t n = random() % 30; n > 0; --n) {
      text += sentences[random() % std::size(sentences)];
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

// To the last bit of every number.
std::string everything(const Report& r) {
  std::string out;
  const auto add = [&out](auto value) {
    out += std::to_string(std::bit_cast<std::uint64_t>(static_cast<double>(value))) + ' ';
  };
  add(static_cast<int>(r.verdict));
  add(static_cast<int>(r.abstain_reason));
  add(r.score);
  add(r.evidence_nats);
  add(r.swap_rate);
  add(r.false_positive_rate_upper);
  add(r.words);
  add(r.obfuscation.invisible);
  add(r.obfuscation.lookalike);
  for (const Finding& f : r.findings) {
    add(f.begin_byte);
    add(f.end_byte);
    add(f.evidence_nats);
    for (const std::string& original : f.likely_originals) out += original + '|';
  }
  for (const Contribution& c : r.contributions) {
    out += c.name;
    add(c.value);
    add(c.nats);
  }
  return out;
}

std::string analyze(const Detector& detector, std::string_view text, Workspace& scratch) {
  const auto report = detector.analyze(text, scratch);
  EXPECT_TRUE(report);
  return report ? everything(*report) : "";
}

TEST(Determinism, NoWorkspaceRemembersATextBefore) {
  const Detector detector = open();
  const auto texts = some_texts();
  std::vector<std::string> fresh;
  for (const std::string& text : texts) {
    Workspace scratch;
    fresh.push_back(analyze(detector, text, scratch));
  }
  Workspace used;
  std::mt19937_64 random(10);
  for (int round = 0; round < 400; ++round) {
    const std::size_t i = random() % texts.size();
    if (round % 7 == 0) {
      EXPECT_TRUE(detector.restore("old bash", used));
    } else if (round % 11 == 0) {
      EXPECT_FALSE(detector.analyze("bash \xFF", used));
    }
    EXPECT_EQ(analyze(detector, texts[i], used), fresh[i]) << texts[i];
  }
}

TEST(Determinism, ADetectorOpenedAgainSaysTheSame) {
  const Detector first = open();
  const Detector second = open();
  Workspace scratch;
  for (const std::string& text : some_texts()) {
    EXPECT_EQ(analyze(first, text, scratch), analyze(second, text, scratch));
  }
}

TEST(Determinism, ThreadsThatShareADetectorAgree) {
  constexpr std::size_t kThreads = 4;
  const auto texts = some_texts();
  std::vector<std::vector<std::string>> seen(kThreads);
  {
    const Detector shared = open();
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < kThreads; ++t) {
      threads.emplace_back([&texts, &out = seen[t], detector = shared, t] {
        Workspace scratch;
        out.resize(texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i) {
          const std::size_t at = (i + t * 7) % texts.size();  // not in step
          out[at] = analyze(detector, texts[at], scratch);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  for (std::size_t t = 1; t < kThreads; ++t) EXPECT_EQ(seen[t], seen[0]);
  EXPECT_NE(seen[0][1], seen[0][2]);
}

// Reassigning a Detector frees the old model only when its last user is done.
TEST(Determinism, AModelOutlivesItsReplacement) {
  Detector current = open();
  const Detector held = current;
  Workspace scratch;
  const std::string text = some_texts()[1];
  const std::string before = analyze(held, text, scratch);
  current = open();
  EXPECT_EQ(analyze(held, text, scratch), before);
  EXPECT_EQ(analyze(current, text, scratch), before);
}

}  // namespace
}  // namespace despin
