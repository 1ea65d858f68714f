// Whatever happens to a model file, it is noticed, named, and harmless.
#include <signal.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "lib/base/checksum.h"
#include "tests/support/model_corruption.h"

namespace despin::format {
namespace {

using corruption::Buffer;

ErrorCode open_error(Buffer bytes) {
  auto file = ModelFile::from_bytes(std::move(bytes));
  EXPECT_FALSE(file);
  return file ? ErrorCode{} : file.error().code;
}

// Makes the header's checksum fit again, so that later checks get their turn.
Buffer resealed(Buffer bytes) {
  const auto count = base::load_le<std::uint32_t>(bytes.data() + 12);
  const std::span<const std::byte> all(bytes);
  const auto table = all.subspan(kHeaderBytes, count * kSectionEntryBytes);
  base::store_le(bytes.data() + 60, base::crc32c(table, base::crc32c(all.first(60))));
  return bytes;
}

template <class T>
Buffer with(std::size_t offset, T value) {
  Buffer bytes = corruption::tiny_model();
  base::store_le(bytes.data() + offset, value);
  return resealed(bytes);
}

TEST(DamagedModel, TheTinyModelItselfIsWhole) {
  auto file = ModelFile::from_bytes(corruption::tiny_model());
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->verify());
  EXPECT_TRUE(Vocabulary::view(*file->section(kVocabularySection)));
  EXPECT_TRUE(lm::NgramModel::view(*file->section(kNgramSection)));
  corruption::exercise(*file);
}

TEST(DamagedModel, EveryFlippedBitIsNoticedAndHarmless) {
  const Buffer whole = corruption::tiny_model();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      Buffer bytes = whole;
      bytes[at] ^= static_cast<std::byte>(1 << bit);
      auto file = ModelFile::from_bytes(std::move(bytes));
      if (!file) continue;
      ASSERT_FALSE(file->verify()) << "byte " << at << " bit " << bit;
      corruption::exercise(*file);
    }
  }
}

TEST(DamagedModel, EveryTruncationSaysSo) {
  const Buffer whole = corruption::tiny_model();
  EXPECT_EQ(open_error({}), ErrorCode::kNotAModel);
  for (std::size_t n = 1; n < whole.size(); ++n) {
    ASSERT_EQ(open_error(Buffer(whole.begin(), whole.begin() + static_cast<long>(n))),
              ErrorCode::kTruncated)
        << n;
  }
}

TEST(DamagedModel, OtherFilesAreNotModels) {
  std::mt19937 random(7);
  for (int i = 0; i < 1000; ++i) {
    Buffer bytes(random() % 300);
    for (std::byte& b : bytes) b = static_cast<std::byte>(random() | 1);
    if (!bytes.empty()) bytes[0] = std::byte{'P'};
    EXPECT_EQ(open_error(bytes), ErrorCode::kNotAModel);
  }
}

TEST(DamagedModel, AnUnfinishedOneIsBad) {
  Buffer bytes = corruption::tiny_model();
  std::memcpy(bytes.data(), kModelKind.incomplete_magic, 8);
  EXPECT_EQ(open_error(bytes), ErrorCode::kBadModel);
}

TEST(DamagedModel, ALaterMajorVersionIsTooNewAndNoneIsBad) {
  EXPECT_EQ(open_error(with(8, std::uint16_t{2})), ErrorCode::kModelTooNew);
  EXPECT_EQ(open_error(with(8, std::uint16_t{0})), ErrorCode::kBadModel);
  EXPECT_TRUE(ModelFile::from_bytes(with(10, std::uint16_t{9})));
}

TEST(DamagedModel, TrailingBytesAreBad) {
  Buffer bytes = corruption::tiny_model();
  bytes.push_back(std::byte{0});
  EXPECT_EQ(open_error(bytes), ErrorCode::kBadModel);
}

TEST(DamagedModel, AnImpossibleTableIsBad) {
  const std::size_t first = kHeaderBytes;
  const std::size_t second = first + kSectionEntryBytes;
  const std::uint64_t huge = ~std::uint64_t{0};
  EXPECT_EQ(open_error(with(first + 8, std::uint64_t{64})), ErrorCode::kBadModel);   // on the table
  EXPECT_EQ(open_error(with(first + 8, std::uint64_t{161})), ErrorCode::kBadModel);  // not aligned
  EXPECT_EQ(open_error(with(first + 8, huge)), ErrorCode::kBadModel);
  EXPECT_EQ(open_error(with(first + 16, huge)), ErrorCode::kBadModel);
  EXPECT_EQ(open_error(with(second + 8, std::uint64_t{192})), ErrorCode::kBadModel);     // overlap
  EXPECT_EQ(open_error(with(second, std::uint32_t{0x42434F56})), ErrorCode::kBadModel);  // VOCB
  Buffer many = corruption::tiny_model();
  base::store_le(many.data() + 12, ~std::uint32_t{0});
  EXPECT_EQ(open_error(many), ErrorCode::kBadModel);
}

TEST(DamagedModel, AVersionOfARequiredSectionThatIsNotKnownIsTooNew) {
  EXPECT_EQ(open_error(with(kHeaderBytes + 4, std::uint16_t{999})), ErrorCode::kModelTooNew);
  EXPECT_EQ(open_error(with(kHeaderBytes, std::uint32_t{0x5A5A5A5A})), ErrorCode::kModelTooNew);
}

TEST(DamagedModel, AWriterThatFailsLeavesTheOldFile) {
  const std::string path = testing::TempDir() + "/despin_old.despin";
  std::ofstream(path, std::ios::binary) << "old";
  ModelWriter writer;
  EXPECT_FALSE(writer.write(path + "/none"));
  void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit lower{10, limit.rlim_max};  // in place of a full disk
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &lower), 0);
  auto ok = writer.write(path);
  setrlimit(RLIMIT_FSIZE, &limit);
  signal(SIGXFSZ, before);
  ASSERT_FALSE(ok);
  EXPECT_EQ(ok.error().code, ErrorCode::kNotWritten);
  std::ifstream in(path);
  std::string content;
  in >> content;
  EXPECT_EQ(content, "old");
  std::remove(path.c_str());
}

TEST(DamagedModel, SectionsTakeAnyBytes) {
  std::mt19937 random(11);
  const Buffer vocabulary = corruption::tiny_vocabulary();
  const Buffer ngrams = corruption::tiny_ngrams();
  std::size_t opened = 0;
  for (int i = 0; i < 20000; ++i) {
    Buffer v = vocabulary;
    Buffer n = ngrams;
    for (std::uint32_t change = 1 + static_cast<std::uint32_t>(random() % 4); change > 0;
         --change) {
      v[random() % v.size()] = static_cast<std::byte>(random());
      // Mostly the header and the records, where lengths and offsets stand.
      n[random() % (change > 1 ? 112 : n.size())] = static_cast<std::byte>(random());
    }
    opened += lm::NgramModel::view(n) ? 1U : 0U;
    corruption::exercise_vocabulary(v);
    corruption::exercise_ngrams(n);
  }
  EXPECT_GT(opened, 100U) << "damage so coarse that no lookup was tried";
}

TEST(DamagedModel, SectionsCutAnywhereAreHarmless) {
  const Buffer vocabulary = corruption::tiny_vocabulary();
  const Buffer ngrams = corruption::tiny_ngrams();
  for (std::size_t n = 0; n < vocabulary.size(); ++n) {
    EXPECT_FALSE(Vocabulary::view(Buffer(vocabulary.begin(), vocabulary.begin() + long(n))));
  }
  for (std::size_t n = 0; n < ngrams.size(); ++n) {
    EXPECT_FALSE(lm::NgramModel::view(Buffer(ngrams.begin(), ngrams.begin() + long(n))));
  }
}

}  // namespace
}  // namespace despin::format
