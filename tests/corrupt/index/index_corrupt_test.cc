// Whatever happens to a segment or a manifest, it is noticed, named, and harmless.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/index/index.h"
#include "tests/support/index_corruption.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

namespace fs = std::filesystem;
using corruption::Buffer;
using index::Segment;

Buffer read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  const auto raw = std::as_bytes(std::span(content));
  return {raw.begin(), raw.end()};
}

void write_file(const std::string& path, const Buffer& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

// Two segments, so that an index has one that is whole beside the corrupt one.
class CorruptIndex : public testing::Test {
 protected:
  void SetUp() override {
    auto writer = IndexWriter::open(folder_.path());
    ASSERT_TRUE(writer);
    for (std::uint64_t i = 0; i < 32; ++i) {
      ASSERT_TRUE(writer->add(small_index::make_document(i, 10).view()));
      if (i == 4) {
        ASSERT_TRUE(writer->commit());
      }
    }
    ASSERT_TRUE(writer->commit());
    whole_ = read_file(path());
  }

  std::string path() const { return folder_.path() + "/" + index::segment_file(2); }
  std::string manifest_path() const { return folder_.path() + "/manifest"; }

  const small_index::Folder folder_{"damage"};
  Buffer whole_;
};

using CorruptSegment = CorruptIndex;
using CorruptManifest = CorruptIndex;

TEST_F(CorruptSegment, TheSegmentItselfIsWhole) {
  auto segment = Segment::from_bytes(whole_);
  ASSERT_TRUE(segment) << segment.error().message;
  EXPECT_TRUE(corruption::exercise(**segment));
  EXPECT_TRUE(index::verify_segment(**segment, [](std::uint32_t) {}));
}

TEST_F(CorruptSegment, EveryChangedByteIsNoticedAndHarmless) {
  for (std::size_t at = 0; at < whole_.size(); ++at) {
    Buffer bytes = whole_;
    bytes[at] ^= static_cast<std::byte>(1 << (at * 7 % 8));
    auto segment = Segment::from_bytes(std::move(bytes));
    if (!segment) {
      EXPECT_FALSE(segment.error().message.empty());
      continue;
    }
    ASSERT_FALSE(index::verify_segment(**segment, [](std::uint32_t) {})) << "byte " << at;
    if (at % 3 == 0) {
      ASSERT_TRUE(corruption::exercise(**segment)) << "byte " << at;
    }
  }
}

TEST_F(CorruptSegment, EveryShorterFileIsNoticed) {
  for (std::size_t size = 0; size < whole_.size(); size += 1 + size / 40) {
    auto segment = Segment::from_bytes(
        Buffer(whole_.begin(), whole_.begin() + static_cast<std::ptrdiff_t>(size)));
    ASSERT_FALSE(segment) << size;
    EXPECT_EQ(segment.error().code, ErrorCode::kBadIndex);
  }
}

// A file whose sections were changed by someone who knows how to make checksums.
Buffer rebuild(const format::SectionFile& file, format::Tag changed, const Buffer& bytes) {
  std::vector<format::SectionInfo> sections(file.sections().begin(), file.sections().end());
  std::vector<Buffer> contents;
  std::uint64_t end = format::kHeaderBytes + sections.size() * format::kSectionEntryBytes;
  for (format::SectionInfo& info : sections) {
    const auto old = *file.find(info.tag);
    contents.push_back(info.tag == changed ? bytes : Buffer(old.begin(), old.end()));
    info.offset = format::aligned(end);
    info.length = contents.back().size();
    info.crc = base::crc32c(contents.back());
    end = info.offset + info.length;
  }
  format::FileHeader header;
  Buffer out = format::encode_header(index::kSegmentKind, header, sections);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    out.resize(sections[i].offset);
    out.insert(out.end(), contents[i].begin(), contents[i].end());
  }
  return out;
}

TEST_F(CorruptSegment, SectionsThatAreCutOrScrambledUnderFittingChecksumsAreHarmless) {
  auto file = format::SectionFile::from_bytes(index::kSegmentKind, whole_);
  ASSERT_TRUE(file);
  std::mt19937_64 random(11);
  int opened = 0;
  int noticed = 0;
  for (const format::SectionInfo& info : file->sections()) {
    const auto old = *file->find(info.tag);
    for (int i = 0; i < 160; ++i) {
      Buffer bytes(old.begin(), old.end());
      if (i % 4 == 0) {
        bytes.resize(random() % bytes.size());
      } else {
        for (std::uint64_t n = 1 + random() % 4; n > 0; --n) {
          // Headers stand at either end of a section: hit them as often as the rest.
          std::size_t at = random() % bytes.size();
          if (i % 4 == 2) at %= 32;
          if (i % 4 == 3) at = bytes.size() - 1 - at % std::min<std::size_t>(bytes.size(), 400);
          bytes[at % bytes.size()] = static_cast<std::byte>(random());
        }
      }
      auto segment = Segment::from_bytes(rebuild(*file, info.tag, bytes));
      if (!segment) continue;
      ++opened;
      ASSERT_TRUE(corruption::exercise(**segment)) << info.tag.view() << " " << i;
      if (!index::verify_segment(**segment, [](std::uint32_t) {})) ++noticed;
    }
  }
  // The rest changed nothing, or a title.
  EXPECT_GT(opened, 200);
  EXPECT_GT(noticed, opened * 8 / 10);
}

TEST_F(CorruptSegment, IsNamedAndTheRestIsServedWhateverIsThere) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 60; ++i) {
    Buffer bytes = whole_;
    if (i % 2 == 0) {
      bytes.resize(random() % bytes.size());
    } else {
      for (int n = 0; n < 30; ++n)
        bytes[random() % bytes.size()] = static_cast<std::byte>(random());
      bytes[random() % 200] ^= std::byte{1};  // the header or the table as well
    }
    write_file(path(), bytes);
    auto verified = verify_index(folder_.path());
    ASSERT_TRUE(verified) << verified.error().message;
    ASSERT_EQ(verified->segments.size(), 2U);
    EXPECT_EQ(verified->segments[0].corruption, "");
    EXPECT_NE(verified->segments[1].corruption.find(index::segment_file(2)), std::string::npos);
  }
}

TEST_F(CorruptManifest, EveryChangedByteIsNoticed) {
  const Buffer whole = read_file(manifest_path());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Buffer bytes = whole;
    bytes[at] ^= static_cast<std::byte>(1 << (at % 8));
    write_file(manifest_path(), bytes);
    auto index = index_statistics(folder_.path());
    ASSERT_FALSE(index) << at;
    EXPECT_TRUE(index.error().code == ErrorCode::kBadIndex ||
                index.error().code == ErrorCode::kIndexTooNew);
    ASSERT_FALSE(IndexWriter::open(folder_.path())) << at;
  }
  write_file(manifest_path(), whole);
  EXPECT_TRUE(index_statistics(folder_.path()));
}

TEST_F(CorruptManifest, EveryShorterOneIsNoticedAndNothingIsRemovedOverIt) {
  const Buffer whole = read_file(manifest_path());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(manifest_path(),
               Buffer(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    auto writer = IndexWriter::open(folder_.path());
    ASSERT_FALSE(writer) << size;
    EXPECT_EQ(writer.error().code, ErrorCode::kBadIndex);
  }
  EXPECT_TRUE(fs::exists(path()));
}

// The same of one that lists what has been removed.
TEST_F(CorruptManifest, EveryChangedByteOfTombstonesIsNoticed) {
  {
    auto writer = IndexWriter::open(folder_.path());
    for (const char* id : {"doc-2", "doc-7", "doc-8", "doc-31"}) ASSERT_TRUE(*writer->remove(id));
    ASSERT_TRUE(writer->commit());
  }
  ASSERT_EQ(index_statistics(folder_.path())->documents, 28U);
  const Buffer whole = read_file(manifest_path());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Buffer bytes = whole;
    bytes[at] ^= static_cast<std::byte>(1 << (at % 8));
    write_file(manifest_path(), bytes);
    ASSERT_FALSE(index_statistics(folder_.path())) << at;
    ASSERT_FALSE(IndexWriter::open(folder_.path())) << at;
    ASSERT_EQ(read_file(manifest_path()), bytes) << "written over";
  }
}

// Whatever the section says, its documents are the segments' own.
TEST_F(CorruptManifest, TombstonesBeyondTheDocumentsAreRefused) {
  const auto parsed = [](std::initializer_list<int> numbers) {
    index::Manifest manifest;
    manifest.segments.push_back({.file = index::segment_file(1), .documents = 5});
    manifest.segments.push_back({.file = index::segment_file(2), .documents = 27});
    Buffer bytes;
    for (const int number : numbers) bytes.push_back(static_cast<std::byte>(number));
    return static_cast<bool>(index::parse_tombstones(bytes, manifest));
  };
  EXPECT_TRUE(parsed({0, 0}));
  EXPECT_TRUE(parsed({0, 2, 9, 0, 25}));
  EXPECT_FALSE(parsed({0, 2, 9, 1, 25})) << "document 27 of 27";
  EXPECT_FALSE(parsed({6, 9, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_FALSE(parsed({0}));
  EXPECT_FALSE(parsed({0, 0, 0}));
  EXPECT_FALSE(parsed({0, 1}));
  EXPECT_FALSE(parsed({0, 1, 9}));
  EXPECT_FALSE(parsed({}));
}

TEST(CorruptMetadata, WithADictionaryIsHarmless) {
  using index::Metadata;
  // What a dictionary of the index's own making looks like is tried in the unit tests; any
  // other bytes are one as well.
  const std::string_view common = "https://example.org/news/The doc-of 2019-05-";
  const auto raw = std::as_bytes(std::span(common));
  index::MetadataBuilder builder{Buffer(raw.begin(), raw.end())};
  for (std::uint64_t i = 0; i < 100; ++i) {
    const small_index::Made made = small_index::make_document(i, 1);
    builder.add({made.id, made.url, made.title, made.date, i});
  }
  Buffer whole;
  builder.append_to(whole);
  index::MetadataScratch scratch;
  std::size_t read = 0;
  for (std::size_t at = 0; at <= whole.size(); ++at) {
    Buffer bytes = whole;
    if (at < whole.size()) bytes[at] ^= static_cast<std::byte>(1 << (at * 5 % 8));
    index::MetadataTable table;
    if (!index::MetadataTable::view(bytes, 100, table)) continue;
    for (std::uint32_t i = 0; i < 100; i += 9) {
      Metadata metadata;
      if (table.read(i, scratch, metadata)) ++read;
      ASSERT_LE(metadata.id.size(), std::size_t{1} << 20);
    }
  }
  EXPECT_GT(read, whole.size());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    index::MetadataTable table;
    Metadata metadata;
    const index::Bytes bytes = index::Bytes(whole).first(size);
    if (index::MetadataTable::view(bytes, 100, table)) (void)table.read(7, scratch, metadata);
  }
}

TEST(ParseManifest, AnyBytesAreAListOrAnError) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 2000; ++i) {
    Buffer bytes(random() % 60);
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() % (i % 2 == 0 ? 8 : 256));
    auto manifest = index::parse_manifest(bytes);
    if (manifest) {
      EXPECT_LE(manifest->segments.size(), bytes.size());
    } else {
      EXPECT_EQ(manifest.error().code, ErrorCode::kBadIndex);
    }
  }
}

}  // namespace
}  // namespace despin
