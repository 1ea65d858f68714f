// A model whose parameters of align or search are corrupt says so, or compares and searches in
// bounds.
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "gtest/gtest.h"
#include "lib/align/comparison.h"
#include "lib/align/parameters.h"
#include "lib/search/parameters.h"
#include "models/build/encode/parameters.h"
#include "tests/support/small_model.h"

namespace despin {
namespace {

using small_model::Bytes;
using small_model::SmallModel;
using small_model::TemporaryFile;

constexpr std::string_view kOriginal =
    "The ruling party won the election in the capital. Machine learning is used in the north. "
    "The images show the harbour in the north, and leaders of the party met in the town hall.";
constexpr std::string_view kSpun =
    "The ruling bash won the election withinside the capital. Gadget mastering is used "
    "withinside the north. The pictures show the harbour in the north, and leaders of the bash "
    "met in the town hall.";

// `whole` with one byte another, at every place.
std::vector<Bytes> changed(const Bytes& whole) {
  std::vector<Bytes> out;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int bits : {1, 0x40, 0xFF}) {
      out.push_back(whole);
      out.back()[at] ^= static_cast<std::byte>(bits);
    }
  }
  return out;
}

TEST(CorruptParameters, EveryChangedByteOfThoseOfTheAlignerIsRefusedOrHarmless) {
  const detect::Model model = SmallModel().open();
  align::ComparisonScratch scratch;
  int refused = 0;
  int read = 0;
  for (const Bytes& bytes : changed(format::encode_parameters(align::Parameters{}))) {
    const auto values = format::view_parameters<align::Parameters>(bytes);
    if (!values) {
      ++refused;
      ASSERT_EQ(values.error().code, ErrorCode::kBadModel);
      ASSERT_NE(values.error().message.find("ALGN"), std::string::npos);
      continue;
    }
    ++read;
    const auto comparison = align::compare(
        kOriginal, kSpun, {model.vocabulary, model.ngrams, model.channel, *values}, scratch);
    ASSERT_TRUE(comparison);
    ASSERT_TRUE(std::isfinite(comparison->evidence_nats));
    ASSERT_LE(comparison->copied, 1);
  }
  EXPECT_GT(refused, 500);
  EXPECT_GT(read, 100);
}

template <class Struct>
void expect_refusal(std::string_view tag) {
  const Bytes whole = format::encode_parameters(Struct{});
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, whole.size() - 1}) {
    auto writer = SmallModel().writer();  // with checksums that fit the corruption
    writer.add(Struct::table().section, 1, true,
               Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    const TemporaryFile file("model");
    file.write(writer.encode());
    const auto detector = Detector::open(file.path());
    ASSERT_FALSE(detector) << size;
    EXPECT_EQ(detector.error().code, ErrorCode::kBadModel);
    EXPECT_NE(detector.error().message.find(tag), std::string::npos);
    const auto verified = verify_model(file.path());
    ASSERT_FALSE(verified) << size;
    EXPECT_EQ(verified.error().message, detector.error().message);
  }
}

TEST(CorruptParameters, NoDetectorOpensAModelWithSuchSections) {
  expect_refusal<align::Parameters>("ALGN");
  expect_refusal<search::Parameters>("SRCH");
}

}  // namespace
}  // namespace despin
