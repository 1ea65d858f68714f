// Sections of parameters: every type, initial values, refusals.
#include "lib/format/parameters.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "lib/format/model_file.h"
#include "models/build/encode/model_writer.h"
#include "models/build/encode/parameters.h"

namespace despin::format {
namespace {

using Bytes = std::vector<std::byte>;

struct Inner {
  float share = 0.25F;
};

struct TestParameters {
  double gain = 0.1;
  Inner inner;
  std::uint32_t words = 6;
  std::array<double, 2> rates{0.01, 0.4};

  static const ParameterTable<TestParameters>& table();
};

constexpr Parameter<TestParameters> kRows[] = {
    parameter<&TestParameters::gain>("gain", -10, 10),
    parameter<&TestParameters::inner, &Inner::share>("inner.share", 0, 1),
    parameter<&TestParameters::words>("words", 1, 100),
    element<0, &TestParameters::rates>("rates.0", 0, 1),
    element<1, &TestParameters::rates>("rates.1", 0, 1),
};
constexpr ParameterTable<TestParameters> kTable{
    kFamiliesSection, kRows, [](const TestParameters& p) { return p.rates[0] < p.rates[1]; },
    "has rates that do not rise"};

const ParameterTable<TestParameters>& TestParameters::table() { return kTable; }

std::string refusal(const Bytes& bytes) {
  const auto values = view_parameters<TestParameters>(bytes);
  if (values) return "";
  EXPECT_EQ(values.error().code, ErrorCode::kBadModel);
  return values.error().message;
}

void append(Bytes& out, std::uint32_t number, std::uint32_t type, double value) {
  base::append_le(out, number);
  base::append_le(out, type);
  base::append_le(out, value);
}

// A section that announces `count` numbers.
Bytes header(std::uint32_t count) {
  Bytes out;
  base::append_le(out, count);
  base::append_le(out, std::uint32_t{0});
  return out;
}

TEST(Parameters, GiveBackEveryType) {
  TestParameters values;
  values.gain = 1.0 / 3;
  values.inner.share = 0.1F;
  values.words = 77;
  values.rates = {0.2, 0.3};
  const auto read = view_parameters<TestParameters>(encode_parameters(values));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->gain, 1.0 / 3) << "whole doubles";
  EXPECT_EQ(read->inner.share, 0.1F);
  EXPECT_EQ(read->words, 77U);
  EXPECT_EQ(read->rates, values.rates);
}

TEST(Parameters, AreInitialWhereTheSectionLacksThem) {
  Bytes bytes = header(1);
  append(bytes, 0, 3, 5);
  const auto read = view_parameters<TestParameters>(bytes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->gain, 5);
  EXPECT_EQ(read->words, 6U);
  EXPECT_EQ(refusal(header(0)), "");

  const auto file = ModelFile::from_bytes(ModelWriter().encode());
  ASSERT_TRUE(file);
  EXPECT_TRUE(are_initial(*parameters_of<TestParameters>(*file)));
}

TEST(Parameters, AreWrittenAsRequiredOrNotAtAll) {
  ModelWriter same;
  add_parameters(same, TestParameters{});
  EXPECT_EQ(same.encode(), ModelWriter().encode());

  TestParameters values;
  values.gain = 0.2;
  ModelWriter other;
  add_parameters(other, values);
  const auto file = ModelFile::from_bytes(other.encode());
  ASSERT_TRUE(file);
  ASSERT_EQ(file->sections().size(), 1U);
  EXPECT_TRUE(file->sections()[0].required());
  EXPECT_EQ(parameters_of<TestParameters>(*file)->gain, 0.2);
}

TEST(Parameters, RefuseWhatCannotBe) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto one = [](std::uint32_t number, std::uint32_t type, double value) {
    Bytes bytes = header(1);
    append(bytes, number, type, value);
    return refusal(bytes);
  };
  EXPECT_EQ(one(0, 3, 10), "");
  for (const double value : {10.5, -10.5, kNan, kInfinity, -kInfinity}) {
    EXPECT_NE(one(0, 3, value).find("gain"), std::string::npos) << value;
  }
  EXPECT_NE(one(0, 2, 0).find("type"), std::string::npos);
  EXPECT_NE(one(0, 0, 0).find("type"), std::string::npos);
  EXPECT_NE(one(0, 4, 0).find("type"), std::string::npos);
  EXPECT_NE(one(2, 1, 0).find("words"), std::string::npos) << "no words at all";
  EXPECT_NE(one(5, 3, 0).find("not know"), std::string::npos);
  EXPECT_NE(one(4, 3, 0.005).find("rise"), std::string::npos);

  Bytes twice = header(2);
  append(twice, 0, 3, 1);
  append(twice, 0, 3, 1);
  EXPECT_NE(refusal(twice).find("order"), std::string::npos);
}

TEST(Parameters, RefuseOtherSizes) {
  const Bytes whole = encode_parameters(TestParameters{});
  ASSERT_EQ(whole.size(), kParameterHeaderBytes + 5 * kParameterBytes);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_NE(refusal(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))), "")
        << size;
  }
  Bytes longer = whole;
  longer.push_back(std::byte{0});
  EXPECT_NE(refusal(longer).find("size"), std::string::npos);
  EXPECT_NE(refusal(header(~std::uint32_t{0})), "");
}

TEST(Parameters, StayInBoundsOnAnyChangedByte) {
  const Bytes whole = encode_parameters(TestParameters{});
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int bits : {1, 0x80, 0xFF}) {
      Bytes bytes = whole;
      bytes[at] ^= static_cast<std::byte>(bits);
      const auto values = view_parameters<TestParameters>(bytes);
      refused += values ? 0 : 1;
      if (!values) continue;
      EXPECT_TRUE(values->gain >= -10 && values->gain <= 10);
      EXPECT_TRUE(values->words >= 1 && values->words <= 100);
    }
  }
  EXPECT_GT(refused, 3 * 5 * 8U) << "each number's place and type, at least";
}

TEST(Parameters, AreSetByName) {
  TestParameters values;
  EXPECT_TRUE(set_parameter(values, "inner.share", 0.5));
  EXPECT_TRUE(set_parameter(values, "words", 9));
  EXPECT_EQ(values.inner.share, 0.5F);
  EXPECT_EQ(values.words, 9U);
  for (const auto& [name, value] : std::vector<std::pair<std::string, double>>{
           {"words", 9.5}, {"words", 0}, {"gain", 11}, {"gains", 1}}) {
    const auto set = set_parameter(values, name, value);
    ASSERT_FALSE(set) << name;
    EXPECT_EQ(set.error().code, ErrorCode::kBadInput);
    EXPECT_NE(set.error().message.find(name), std::string::npos);
  }
  EXPECT_EQ(values.words, 9U);
}

}  // namespace
}  // namespace despin::format
