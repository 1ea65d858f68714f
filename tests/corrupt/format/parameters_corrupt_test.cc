// Sections of parameters with any byte changed or cut: an error, or values within their bounds.
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/align/parameters.h"
#include "lib/base/bytes.h"
#include "lib/decode/parameters.h"
#include "lib/detect/parameters.h"
#include "lib/search/parameters.h"
#include "models/build/encode/parameters.h"

namespace despin::format {
namespace {

using Bytes = std::vector<std::byte>;

template <class Struct>
class ParametersCorrupt : public testing::Test {};
using Structs =
    testing::Types<decode::DecodeParameters, decode::RankParameters, decode::RestoreOptions,
                   detect::DetectParameters, align::Parameters, search::Parameters>;
TYPED_TEST_SUITE(ParametersCorrupt, Structs);

template <class Struct>
void expect_in_bounds(const Bytes& bytes) {
  auto values = view_parameters<Struct>(bytes);
  if (!values) {
    EXPECT_EQ(values.error().code, ErrorCode::kBadModel);
    return;
  }
  for (const ParameterSlot& slot : slots_of(*values)) EXPECT_TRUE(slot.holds(slot.value()));
}

TYPED_TEST(ParametersCorrupt, GiveBackTheirInitialValues) {
  EXPECT_TRUE(are_initial(TypeParam{}));
  const auto values = view_parameters<TypeParam>(encode_parameters(TypeParam{}));
  ASSERT_TRUE(values) << values.error().message;
  EXPECT_TRUE(are_initial(*values));
  TypeParam initial;
  for (const ParameterSlot& slot : slots_of(initial)) {
    EXPECT_TRUE(slot.holds(slot.value())) << slot.name;
    EXPECT_LT(slot.least, slot.most) << slot.name;
  }
}

TYPED_TEST(ParametersCorrupt, RefuseEveryPrefix) {
  const Bytes whole = encode_parameters(TypeParam{});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(view_parameters<TypeParam>(std::span(whole).first(size))) << size;
  }
}

TYPED_TEST(ParametersCorrupt, StayInBoundsWhereAnyByteIsChanged) {
  const Bytes whole = encode_parameters(TypeParam{});
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int bits : {0x01, 0x40, 0x80, 0xFF}) {
      Bytes bytes = whole;
      bytes[at] ^= static_cast<std::byte>(bits);
      expect_in_bounds<TypeParam>(bytes);
    }
  }
}

TYPED_TEST(ParametersCorrupt, RefuseNumbersThatAreNone) {
  const Bytes whole = encode_parameters(TypeParam{});
  TypeParam initial;
  const auto slots = slots_of(initial);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    Bytes bytes = whole;
    std::byte* at = bytes.data() + kParameterHeaderBytes + i * kParameterBytes + 8;
    if (std::holds_alternative<double*>(slots[i].place)) {
      base::store_le(at, std::numeric_limits<double>::quiet_NaN());
    } else if (std::holds_alternative<float*>(slots[i].place)) {
      base::store_le(at, std::numeric_limits<float>::infinity());
    } else {
      base::store_le(at, ~std::uint32_t{0});
    }
    const auto values = view_parameters<TypeParam>(bytes);
    ASSERT_FALSE(values) << slots[i].name;
    EXPECT_NE(values.error().message.find(slots[i].name), std::string::npos);
  }
}

}  // namespace
}  // namespace despin::format
