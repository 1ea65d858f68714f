#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "lib/base/checksum.h"
#include "lib/base/hash.h"
#include "lib/base/mapped_file.h"

namespace despin::base {
namespace {

std::vector<std::byte> bytes_of(std::string_view s) {
  const auto raw = std::as_bytes(std::span(s));
  return {raw.begin(), raw.end()};
}

std::string temporary_path(const char* name) { return testing::TempDir() + "/despin_base_" + name; }

TEST(Bytes, AreLittleEndianAtAnyAlignment) {
  std::vector<std::byte> out{std::byte{0xEE}};
  append_le(out, std::uint32_t{0x01020304});
  append_le(out, std::uint16_t{0x0506});
  append_le(out, 1.0F);
  const int want[] = {0xEE, 4, 3, 2, 1, 6, 5, 0, 0, 0x80, 0x3F};
  ASSERT_EQ(out.size(), std::size(want));
  for (std::size_t i = 0; i < out.size(); ++i) EXPECT_EQ(static_cast<int>(out[i]), want[i]) << i;
  EXPECT_EQ(load_le<std::uint32_t>(out.data() + 1), 0x01020304U);
  EXPECT_EQ(load_le<float>(out.data() + 7), 1.0F);
}

TEST(Bytes, ReadsNothingBeyondTheEnd) {
  const std::vector<std::byte> four(4);
  std::uint32_t value = 7;
  EXPECT_TRUE(read_le(four, 0, value));
  EXPECT_EQ(value, 0U);
  value = 7;
  EXPECT_FALSE(read_le(four, 1, value));
  EXPECT_FALSE(read_le(four, 5, value));
  EXPECT_FALSE(read_le(four, ~std::uint64_t{0}, value));
  EXPECT_EQ(value, 7U);
}

TEST(Bytes, RangesDoNotOverflow) {
  EXPECT_TRUE(in_range(4, 0, 4));
  EXPECT_TRUE(in_range(1, 3, 4));
  EXPECT_FALSE(in_range(1, 4, 4));
  EXPECT_FALSE(in_range(~std::uint64_t{0}, 2, 4));
  EXPECT_FALSE(in_range(2, ~std::uint64_t{0}, 4));
}

// RFC 3720, B.4.
TEST(Checksum, AgreesWithThePublishedVectors) {
  EXPECT_EQ(crc32c(std::vector<std::byte>(32)), 0x8A9136AAU);
  EXPECT_EQ(crc32c(std::vector<std::byte>(32, std::byte{0xFF})), 0x62A8AB43U);
  EXPECT_EQ(crc32c(bytes_of("123456789")), 0xE3069283U);
  EXPECT_EQ(crc32c({}), 0U);
}

// Model files hold these numbers: a change here makes every model unreadable.
TEST(Hash, IsFrozen) {
  EXPECT_EQ(hash_bytes(""), 0x42BC986DC5EEC4D3ULL);
  EXPECT_EQ(hash_bytes("an"), 0xD612497E7163F528ULL);
  EXPECT_EQ(hash_bytes("party"), 0xDD229C451E44015FULL);
  EXPECT_EQ(hash_bytes("elections"), 0x15B20ED8699D6F0AULL);
  EXPECT_EQ(hash_bytes("counterrevolutionaries"), 0x16059EFA5D422D51ULL);
  EXPECT_EQ(mix64(1), 0x5692161D100B05E5ULL);
  EXPECT_EQ(extend_hash(start_hash(7), 9), 0x10494885841BCE97ULL);
}

TEST(Hash, TellsShortStringsApart) {
  std::set<std::uint64_t> seen;
  for (std::size_t length = 0; length <= 40; ++length) {
    for (const char c : {'\0', 'a', 'b'}) seen.insert(hash_bytes(std::string(length, c)));
  }
  EXPECT_EQ(seen.size(), 1 + 40U * 3);
}

TEST(Hash, KnowsTheOrderOfWords) {
  EXPECT_NE(extend_hash(start_hash(1), 2), extend_hash(start_hash(2), 1));
  EXPECT_NE(start_hash(0), extend_hash(start_hash(0), 0));
}

TEST(MappedFile, ReadsAFileAndSurvivesMoves) {
  const std::string path = temporary_path("mapped");
  std::ofstream(path, std::ios::binary) << "four";
  auto file = MappedFile::open(path);
  ASSERT_TRUE(file);
  MappedFile moved = std::move(*file);
  MappedFile again;
  again = std::move(moved);
  ASSERT_EQ(again.bytes().size(), 4U);
  EXPECT_EQ(static_cast<char>(again.bytes()[3]), 'r');
  std::remove(path.c_str());
}

TEST(MappedFile, AnEmptyFileHasNoBytes) {
  const std::string path = temporary_path("empty");
  std::ofstream(path, std::ios::binary).flush();
  auto file = MappedFile::open(path);
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->bytes().empty());
  std::remove(path.c_str());
}

TEST(MappedFile, TellsMissingFromUnreadable) {
  auto missing = MappedFile::open(temporary_path("no_such_file"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  auto folder = MappedFile::open(testing::TempDir());
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().code, ErrorCode::kNotReadable);
  auto device = MappedFile::open("/dev/null");
  ASSERT_FALSE(device);
  EXPECT_EQ(device.error().code, ErrorCode::kNotReadable);
}

TEST(MappedFile, DoesNotWaitForAPipe) {
  const std::string path = temporary_path("pipe");
  std::remove(path.c_str());
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  auto pipe = MappedFile::open(path);
  ASSERT_FALSE(pipe);
  EXPECT_EQ(pipe.error().code, ErrorCode::kNotReadable);
  std::remove(path.c_str());
}

TEST(MappedFile, OwnsBytesGivenToIt) {
  const MappedFile file = MappedFile::from_bytes(bytes_of("abc"));
  EXPECT_EQ(file.bytes().size(), 3U);
}

TEST(ErrorCode, NamesAreStableAndDistinct) {
  std::set<std::string_view> names;
  for (int code = 1; code <= 10; ++code) names.insert(error_code_name(ErrorCode(code)));
  EXPECT_EQ(names.size(), 10U);
  EXPECT_EQ(error_code_name(ErrorCode::kModelTooNew), "model_too_new");
  EXPECT_EQ(error_code_name(ErrorCode(99)), "unknown");
}

}  // namespace
}  // namespace despin::base
