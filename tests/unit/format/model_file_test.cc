#include "lib/format/model_file.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "models/build/encode/model_writer.h"

namespace despin::format {
namespace {

using Buffer = std::vector<std::byte>;

Buffer bytes_of(std::string_view s) {
  const auto raw = std::as_bytes(std::span(s));
  return {raw.begin(), raw.end()};
}

ModelWriter tiny() {
  ModelWriter writer;
  writer.set_unicode_version(0x0F0000);
  writer.set_recipe_hash(0x1122334455667788ULL);
  writer.add(kVocabularySection, 1, true, bytes_of("abc"));
  writer.add(Tag("NOTE"), 9, false, bytes_of("!"));
  return writer;
}

std::string hex(std::span<const std::byte> bytes) {
  std::string out;
  char pair[4];
  for (const std::byte b : bytes) {
    std::snprintf(pair, sizeof pair, "%02x", static_cast<unsigned>(b));
    out += pair;
  }
  return out;
}

// The bytes on disk are a promise; models/FORMAT.md walks through these.
TEST(ModelFile, HasExactlyTheDocumentedBytes) {
  const Buffer file = tiny().encode();
  ASSERT_EQ(file.size(), 193U);
  EXPECT_EQ(hex(std::span(file).first(64)),
            "894453504e0d0a1a"  // magic
            "01000000"          // format 1.0
            "02000000"          // two sections
            "c100000000000000"  // 193 bytes
            "00000f0000000000"  // Unicode 15.0.0
            "8877665544332211"  // recipe
            "0000000000000000000000000000000000000000"
            "b83489ab");
  EXPECT_EQ(hex(std::span(file).subspan(64, 64)),
            "564f4342"
            "0100"
            "0100"              // VOCB, version 1, required
            "8000000000000000"  // at 128
            "0300000000000000"  // 3 bytes
            "b73f4b36"
            "00000000"  // CRC-32C of "abc"
            "4e4f5445"
            "0900"
            "0000"              // NOTE, version 9, optional
            "c000000000000000"  // at 192
            "0100000000000000"  // 1 byte
            "8c5eab80"
            "00000000");
  EXPECT_EQ(hex(std::span(file).subspan(128, 3)), "616263");
  EXPECT_EQ(hex(std::span(file).subspan(131, 61)), std::string(122, '0'));
  EXPECT_EQ(hex(std::span(file).subspan(192)), "21");
}

TEST(ModelFile, GivesBackWhatWasWritten) {
  auto file = ModelFile::from_bytes(tiny().encode());
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->header().major_version, 1);
  EXPECT_EQ(file->header().file_bytes, 193U);
  EXPECT_EQ(file->header().unicode_version, 0x0F0000U);
  EXPECT_EQ(file->header().recipe_hash, 0x1122334455667788ULL);
  ASSERT_EQ(file->sections().size(), 2U);
  EXPECT_TRUE(file->sections()[0].required());
  EXPECT_FALSE(file->sections()[1].required());
  EXPECT_EQ(file->sections()[1].tag, Tag("NOTE"));
  auto words = file->section(kVocabularySection);
  ASSERT_TRUE(words);
  EXPECT_EQ(hex(*words), "616263");
  EXPECT_TRUE(file->verify());
}

TEST(ModelFile, NamesAMissingSection) {
  auto file = ModelFile::from_bytes(tiny().encode());
  ASSERT_TRUE(file);
  EXPECT_FALSE(file->find(kNgramSection).has_value());
  auto missing = file->section(kNgramSection);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kBadModel);
  EXPECT_NE(missing.error().message.find("NGRM"), std::string::npos);
}

TEST(ModelFile, CopiesKeepTheBytesAlive) {
  std::span<const std::byte> words;
  auto copy = [&] {
    auto file = ModelFile::from_bytes(tiny().encode());
    words = *file->find(kVocabularySection);
    return *file;
  }();
  EXPECT_EQ(hex(words), "616263");
  EXPECT_EQ(copy.find(kVocabularySection)->data(), words.data());
}

TEST(ModelFile, SkipsUnknownOptionalSectionsOnly) {
  ModelWriter optional = tiny();
  optional.add(Tag("ZZZZ"), 7, false, bytes_of("later"));
  EXPECT_TRUE(ModelFile::from_bytes(optional.encode()));

  ModelWriter required = tiny();
  required.add(Tag("ZZZZ"), 7, true, bytes_of("later"));
  auto unknown = ModelFile::from_bytes(required.encode());
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kModelTooNew);

  ModelWriter newer;
  newer.add(kNgramSection, 65535, true, bytes_of("later"));
  auto version = ModelFile::from_bytes(newer.encode());
  ASSERT_FALSE(version);
  EXPECT_EQ(version.error().code, ErrorCode::kModelTooNew);
}

TEST(ModelFile, ALaterMinorVersionOpensAndALaterMajorDoesNot) {
  Buffer major = tiny().encode();
  major[8] = std::byte{2};
  auto file = ModelFile::from_bytes(major);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kModelTooNew);
}

TEST(ModelFile, AModelWithoutSectionsIsWhole) {
  auto file = ModelFile::from_bytes(ModelWriter().encode());
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->verify());
}

TEST(ModelWriter, WritesThroughATemporaryAndReplacesWhatWasThere) {
  const std::string path = testing::TempDir() + "/despin_writer.despin";
  std::ofstream(path) << "an older file";
  ASSERT_TRUE(tiny().write(path));
  auto file = ModelFile::open(path);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_TRUE(file->verify());
  std::ifstream in(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(hex(std::as_bytes(std::span(content))), hex(tiny().encode()));
  std::remove(path.c_str());
}

TEST(ModelWriter, LeavesNothingBehindWhenItCannotWrite) {
  auto nowhere = tiny().write(testing::TempDir() + "/no/such/folder/x.despin");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, ErrorCode::kNotWritten);
  // The target is a folder that is not empty: the rename has to fail.
  const std::string folder = testing::TempDir();
  EXPECT_FALSE(tiny().write(folder.substr(0, folder.find_last_not_of('/') + 1)));
}

}  // namespace
}  // namespace despin::format
