// Whatever a text is, C says of it what C++ does, to the byte; and so do batches.
#include <random>
#include <string>
#include <vector>

#include "despin/aligner.h"
#include "tests/support/c_detector_test.h"

namespace despin {
namespace {

// Sentences that are spun, with now and then letters of other scripts, or bytes that are no UTF-8.
std::string random_text(std::mt19937& random) {
  std::string text = api_calls::spun_text(random() % 30, random() % 7);
  for (int n = static_cast<int>(random() % 4); n > 0 && !text.empty(); --n) {
    static constexpr const char* kOdd[] = {"\u00E9", "\u20AC", "\U0001D49C",
                                           "\u200B", "\x80",   "\n\n"};
    text.insert(random() % text.size(), kOdd[random() % std::size(kOdd)]);
  }
  return text;
}

class CSameAsCpp : public CDetectorTest {
 protected:
  std::string of_cpp(const Detector& detector, const std::string& text) {
    const auto report = detector.analyze(text, scratch_, {.max_false_positive_rate = .1});
    return report ? to_json(*report, "a", text)
                  : std::string(error_code_name(report.error().code)) + report.error().message +
                        std::to_string(report.error().byte);
  }

  static std::string of_c(const despin_report* report, const despin_error& error,
                          const std::string& text) {
    return report != nullptr ? c::json(report, "a", text)
                             : despin_error_code_name(error.code) + std::string(error.message) +
                                   std::to_string(error.byte);
  }

  Workspace scratch_;
};

TEST_F(CSameAsCpp, OfAnyText) {
  const Detector detector = *Detector::open(model_.path());
  const Aligner aligner(detector);
  c::Aligner c_aligner;
  ASSERT_EQ(despin_aligner_new(detector_.get(), c::out(c_aligner), nullptr), DESPIN_OK);
  std::mt19937 random(11);
  std::vector<std::string> texts;
  std::vector<std::string> expected;
  for (int round = 0; round < 200; ++round) {
    texts.push_back(random_text(random));
    const std::string& text = texts.back();
    expected.push_back(of_cpp(detector, text));
    c::Report report;
    despin_error error;
    despin_check(detector_.get(), nullptr, text.data(), text.size(), &check_, c::out(report),
                 &error);
    ASSERT_EQ(of_c(report.get(), error, text), expected.back()) << round;

    const std::string& other = texts[random() % texts.size()];
    const auto comparison = aligner.compare(other, text, scratch_);
    c::Comparison c_comparison;
    const despin_code code =
        despin_compare(c_aligner.get(), nullptr, other.data(), other.size(), text.data(),
                       text.size(), nullptr, c::out(c_comparison), &error);
    ASSERT_EQ(code == DESPIN_OK, comparison.has_value());
    if (!comparison) continue;
    c::Text json;
    ASSERT_EQ(despin_comparison_json(c_comparison.get(), "a", 1, other.data(), other.size(), "b", 1,
                                     text.data(), text.size(), c::out(json), nullptr, nullptr),
              DESPIN_OK);
    ASSERT_EQ(json.get(), to_json(*comparison, "a", other, "b", text));
  }

  struct Taken {
    const std::vector<std::string>& texts;
    std::vector<std::string> lines;
  } taken{texts, {}};
  const std::vector<despin_string> views = c::strings(texts);
  despin_batch_options options;
  despin_batch_options_init(&options, sizeof options);
  options.check = &check_;
  options.threads = 3;
  ASSERT_EQ(despin_check_batch(
                detector_.get(), views.data(), views.size(),
                [](void* context, std::uint64_t number, despin_report* made,
                   const despin_error* error) -> std::int32_t {
                  auto& self = *static_cast<Taken*>(context);
                  const c::Report report(made);
                  self.lines.push_back(of_c(made, *error, self.texts[number]));
                  return 0;
                },
                &taken, &options, nullptr),
            DESPIN_OK);
  EXPECT_EQ(taken.lines, expected);
}

// Offsets of characters, counted one by one, are what they are mapped to.
TEST_F(CSameAsCpp, OffsetsAreThoseOfTheSameCharacters) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    const std::string text = random_text(random);
    std::vector<std::uint32_t> bytes;
    std::vector<std::uint32_t> points;
    std::vector<std::uint32_t> units;
    std::uint32_t point = 0;
    std::uint32_t unit = 0;
    for (std::uint32_t at = 0; at < text.size(); ++at) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if ((byte & 0xC0) == 0x80) continue;  // one by one, as the definition says
      if (random() % 3 == 0) {
        bytes.push_back(at);
        points.push_back(point);
        units.push_back(unit);
      }
      ++point;
      unit += byte >= 0xF0 ? 2 : 1;
    }
    std::vector<std::uint32_t> mapped = bytes;
    ASSERT_EQ(despin_map_offsets(text.data(), text.size(), DESPIN_CODE_POINTS, mapped.data(),
                                 mapped.size(), nullptr),
              DESPIN_OK);
    ASSERT_EQ(mapped, points);
    ASSERT_EQ(despin_map_offsets(text.data(), text.size(), DESPIN_UTF16_UNITS, bytes.data(),
                                 bytes.size(), nullptr),
              DESPIN_OK);
    ASSERT_EQ(bytes, units);
  }
}

}  // namespace
}  // namespace despin
