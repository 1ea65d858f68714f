// The cursor over a section: all inside, nothing outside.
#include "lib/format/section_reader.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"

namespace despin::format {
namespace {

constexpr Tag kTag{"TEST"};

std::vector<std::byte> some_bytes() {
  std::vector<std::byte> bytes;
  base::append_le(bytes, std::uint32_t{7});
  base::append_le(bytes, 2.5);
  base::append_le(bytes, std::uint16_t{300});
  return bytes;
}

TEST(SectionReader, ReadsNumbersOneAfterTheOther) {
  const auto bytes = some_bytes();
  SectionReader in(kTag, bytes);
  EXPECT_EQ(in.number<std::uint32_t>(), 7U);
  EXPECT_FALSE(in.at_end());
  EXPECT_EQ(in.number<double>(), 2.5);
  EXPECT_EQ(in.number<std::uint16_t>(), 300U);
  EXPECT_TRUE(in.at_end());
}

TEST(SectionReader, StopsAtTheEnd) {
  const auto bytes = some_bytes();
  SectionReader in(kTag, bytes);
  in.skip(8);
  EXPECT_EQ(in.number<double>(), 0) << "six bytes are left";
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.number<std::uint16_t>(), 0U) << "nothing is read after a failure";
  EXPECT_TRUE(in.span(1).empty());
  EXPECT_FALSE(in.at_end());
}

TEST(SectionReader, GivesTables) {
  const auto bytes = some_bytes();
  SectionReader in(kTag, bytes);
  EXPECT_EQ(in.span(3, 4).size(), 12U);
  EXPECT_EQ(in.span(0, 4).size(), 0U);
  EXPECT_EQ(in.span(2).data(), bytes.data() + 12);
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(in.span_at(4, 8).data(), bytes.data() + 4);
  EXPECT_TRUE(in.at_end()) << "a place named by the section does not move the cursor";
  EXPECT_TRUE(in.span_at(14, 0).empty());
  EXPECT_TRUE(in.ok());
  EXPECT_TRUE(in.span_at(15, 0).empty());
  EXPECT_FALSE(in.ok());
}

TEST(SectionReader, RefusesSizesThatOverflow) {
  const auto bytes = some_bytes();
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  for (const auto& [offset, count, width] : std::vector<std::array<std::uint64_t, 3>>{
           {0, kMost, 1}, {0, kMost / 2 + 1, 2}, {0, 1, kMost}, {4, kMost, kMost}, {kMost, 1, 1}}) {
    SectionReader in(kTag, bytes);
    EXPECT_TRUE(in.span_at(offset, count, width).empty());
    EXPECT_FALSE(in.ok()) << offset << " " << count << " " << width;
  }
}

TEST(SectionReader, SaysWhatWasFoundExpectedAndToDo) {
  const Error error = SectionReader(kTag, {}).bad("is shorter than its header");
  EXPECT_EQ(error.code, ErrorCode::kBadModel);
  EXPECT_EQ(error.message,
            "section TEST is shorter than its header; expected an intact model file; fetch or "
            "build it again");
  EXPECT_NE(SectionReader(kTag, {}).bad("is odd", "an even one").message.find("an even one"),
            std::string::npos);
}

}  // namespace
}  // namespace despin::format
