// The section FAML, as written and as corrupt.
#include "lib/channel/families.h"

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "lib/channel/channel.h"
#include "models/build/encode/families_encoder.h"

namespace despin::channel {
namespace {

using Bytes = std::vector<std::byte>;

const std::vector<Family> kTwo = {{"North", {"at the pier of", "rowed to"}}, {"South", {}}};

std::vector<FamilyForm> forms_of_families() {
  return {{900, {1.5F, -2}}, {7, {-0.25F, 0.5F}}, {~std::uint64_t{0}, {0, 0.03125F}}};
}

Bytes whole() { return encode_families(kTwo, forms_of_families(), {0.5F, 0.25F, 20, -3}); }

Bytes with_text(std::string_view text, std::uint32_t families = 1) {
  Bytes bytes;
  base::append_le(bytes, families);
  base::append_le(bytes, std::uint32_t{0});
  base::append_le(bytes, static_cast<std::uint32_t>(text.size()));
  base::append_le(bytes, std::uint32_t{0});
  for (const float weight : {1.0F, 0.0F, 1.0F, 0.0F}) base::append_le(bytes, weight);
  for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
  return bytes;
}

TEST(Families, GiveBackWhatWasEncoded) {
  const Bytes bytes = whole();
  const auto families = Families::view(bytes);
  ASSERT_TRUE(families);
  ASSERT_EQ(families->size(), 2U);
  EXPECT_EQ(families->at(0).name, "North");
  EXPECT_EQ(families->at(0).phrases, (std::vector<std::string>{"at the pier of", "rowed to"}));
  EXPECT_EQ(families->at(1).name, "South");
  EXPECT_TRUE(families->at(1).phrases.empty());
  EXPECT_EQ(families->weights().scale, 0.5F);
  EXPECT_EQ(families->weights().unknown_nats, 0.25F);
  EXPECT_EQ(families->weights().most_swaps, 20);
  EXPECT_EQ(families->weights().unlisted_nats, -3);
  EXPECT_EQ(families->forms(), 3U);
  EXPECT_TRUE(families->in_order());
  for (const FamilyForm& form : forms_of_families()) {
    const auto row = families->find(form.hash);
    ASSERT_TRUE(row) << form.hash;
    EXPECT_EQ(families->ratio_nats(*row, 0), form.ratio_nats[0]);
    EXPECT_EQ(families->ratio_nats(*row, 1), form.ratio_nats[1]);
  }
  for (const std::uint64_t hash : {0ULL, 8ULL, 899ULL, 901ULL}) EXPECT_FALSE(families->find(hash));
}

TEST(Families, KeepRatiosWithinTheirRange) {
  const Bytes bytes = encode_families(kTwo, std::vector<FamilyForm>{{1, {50, -50}}}, {});
  const auto families = Families::view(bytes);
  EXPECT_NEAR(families->ratio_nats(0, 0), 3.97, 0.01);
  EXPECT_NEAR(families->ratio_nats(0, 1), -3.97, 0.01);
}

TEST(Families, NoneAreNoSection) {
  const Families none;
  EXPECT_EQ(none.size(), 0U);
  EXPECT_FALSE(none.find(7));
  EXPECT_TRUE(none.in_order());
}

TEST(Families, TakePrintableNamesOnly) {
  EXPECT_TRUE(Families::view(with_text("North\tat the pier of\n")));
  EXPECT_TRUE(Families::view(with_text("North\nSouth\n", 2)));
  const std::string long_name(25, 'n');
  std::string many = "North";
  for (int i = 0; i < 17; ++i) many += "\tpier";
  for (const std::string& bad :
       {std::string(), std::string("\n"), std::string("North"), std::string("\tpier\n"),
        std::string("North\t\tpier\n"), std::string("Nor\x1bth\n"), std::string("North\tpi\xC3\n"),
        std::string("North\nSouth\n"), long_name + "\n", many + "\n",
        "North\t" + std::string(65, 'p') + "\n"}) {
    const auto families = Families::view(with_text(bad));
    ASSERT_FALSE(families) << bad;
    EXPECT_EQ(families.error().code, ErrorCode::kBadModel);
  }
  for (const std::uint32_t count : {0U, 2U, 17U, 0xFFFFFFFFU}) {
    EXPECT_FALSE(Families::view(with_text("North\n", count))) << count;
  }
}

TEST(Families, RefuseWeightsThatWouldBreakPosteriors) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const FamilyWeights bad :
       {FamilyWeights{kNan, 0, 9, 0}, FamilyWeights{-1, 0, 9, 0}, FamilyWeights{1e3F, 0, 9, 0},
        FamilyWeights{1, kNan, 9, 0}, FamilyWeights{1, kInfinity, 9, 0},
        FamilyWeights{1, -1e4F, 9, 0}, FamilyWeights{1, 0, 0, 0}, FamilyWeights{1, 0, kNan, 0},
        FamilyWeights{1, 0, kInfinity, 0}, FamilyWeights{1, 0, 9, kNan}}) {
    EXPECT_FALSE(Families::view(encode_families(kTwo, forms_of_families(), bad)));
  }
}

TEST(Families, RefuseEveryOtherLength) {
  const Bytes bytes = whole();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(Families::view(std::span(bytes).first(size))) << size;
  }
  Bytes longer = bytes;
  longer.push_back(std::byte{'\n'});
  EXPECT_FALSE(Families::view(longer));
}

TEST(Families, NoticeFormsOutOfOrder) {
  Bytes bytes = whole();
  base::store_le(bytes.data() + 32, std::uint64_t{5000});
  EXPECT_FALSE(Families::view(bytes)->in_order());
  base::store_le(bytes.data() + 32, std::uint64_t{900});  // twice
  EXPECT_FALSE(Families::view(bytes)->in_order());
}

TEST(Families, StayInBoundsOnAnyBytes) {
  std::mt19937_64 random(5);
  int opened = 0;
  for (int round = 0; round < 20000; ++round) {
    Bytes bytes = whole();
    // Anything behind the header; now and then the header itself.
    const std::size_t from = round % 4 == 0 ? 0 : 32;
    const std::size_t to = round % 2 == 0 ? bytes.size() : 62;  // where the names begin
    for (std::size_t n = 1 + random() % 8; n > 0; --n) {
      bytes[from + random() % (to - from)] = static_cast<std::byte>(random());
    }
    const auto families = Families::view(bytes);
    if (!families) continue;
    ++opened;
    families->in_order();
    for (const std::uint64_t hash : {std::uint64_t{7}, std::uint64_t{900}, random()}) {
      const auto row = families->find(hash);
      if (!row) continue;
      ASSERT_LT(*row, families->forms());
      for (std::size_t f = 0; f < families->size(); ++f) {
        ASSERT_TRUE(std::isfinite(families->ratio_nats(*row, f)));
      }
    }
  }
  EXPECT_GT(opened, 5000);
}

}  // namespace
}  // namespace despin::channel
