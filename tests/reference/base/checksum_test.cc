// CRC-32C against the polynomial applied bit by bit.
#include "lib/base/checksum.h"

#include <gtest/gtest.h>

#include <random>
#include <span>
#include <vector>

namespace despin::base {
namespace {

std::uint32_t plain_crc32c(std::span<const std::byte> bytes, std::uint32_t crc = 0) {
  constexpr std::uint32_t kReflected = 0x82F63B78;
  crc = ~crc;
  for (const std::byte byte : bytes) {
    crc ^= static_cast<std::uint32_t>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ kReflected : crc >> 1;
  }
  return ~crc;
}

std::vector<std::byte> random_bytes(std::size_t size, std::mt19937_64& random) {
  std::vector<std::byte> bytes(size);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  return bytes;
}

// Lengths beyond those at which vector code changes its stride, at each place in a cache line.
TEST(Checksum, IsThePlainOneAtEveryAlignmentAndLength) {
  std::mt19937_64 random(7);
  const std::vector<std::byte> bytes = random_bytes(64 + 1100, random);
  for (std::size_t begin = 0; begin < 64; ++begin) {
    std::uint32_t plain = 0;
    for (std::size_t size = 0; size <= 1100; ++size) {
      const auto part = std::span(bytes).subspan(begin, size);
      if (size > 0) plain = plain_crc32c(part.last(1), plain);
      ASSERT_EQ(crc32c(part), plain) << begin << " " << size;
    }
  }
}

TEST(Checksum, IsThePlainOneOfLongBuffersAndGoesOn) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 60; ++round) {
    const std::vector<std::byte> bytes = random_bytes(random() % 60000, random);
    const std::span<const std::byte> all(bytes);
    const auto start = static_cast<std::uint32_t>(random());
    const std::size_t cut = random() % (bytes.size() + 1);
    const std::uint32_t plain = plain_crc32c(all, start);
    EXPECT_EQ(crc32c(all, start), plain) << round;
    EXPECT_EQ(crc32c(all.subspan(cut), crc32c(all.first(cut), start)), plain) << round;
  }
}

// As of buffers that are longer than an int can say.
TEST(Checksum, IsTheSameInPieces) {
  std::mt19937_64 random(9);
  const std::vector<std::byte> bytes = random_bytes(5000, random);
  const std::uint32_t whole = plain_crc32c(bytes, 99);
  for (const std::size_t piece : {1U, 7U, 64U, 999U, 2500U, 4999U, 5000U, 5001U}) {
    EXPECT_EQ(crc32c(bytes, 99, piece), whole) << piece;
  }
  EXPECT_EQ(crc32c({}, 99, 7), 99U);
}

}  // namespace
}  // namespace despin::base
