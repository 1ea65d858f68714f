// Documents are removed and replaced: no reader finds them, a merge leaves nothing of them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/index/index.h"
#include "lib/index/segment_format.h"
#include "lib/index/tiers.h"
#include "tests/support/index_crash.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

namespace fs = std::filesystem;
using small_index::add_documents;
using small_index::code_of;
using small_index::Folder;
using small_index::make_document;

std::vector<std::string> ids_in(const std::string& folder) {
  std::vector<std::string> ids;
  const auto listed = for_each_document(folder, [&](const IndexedDocument& document) {
    ids.push_back(document.id);
    return true;
  });
  EXPECT_TRUE(listed) << listed.error().message;
  return ids;
}

bool has(const std::string& folder, const std::string& id) {
  const auto found = find_document(folder, id);
  EXPECT_TRUE(found) << found.error().message;
  return found && found->has_value();
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Of all segments, one after the other.
std::string segment_bytes(const std::string& folder) {
  std::string bytes;
  for (const std::string& file : index::files_in(folder)) {
    if (index::role_of(file) == index::FileRole::kSegment) bytes += bytes_of(folder + "/" + file);
  }
  return bytes;
}

void expect_intact(const std::string& folder) {
  const auto verified = verify_index(folder);
  ASSERT_TRUE(verified) << verified.error().message;
  for (const auto& segment : verified->segments) EXPECT_EQ(segment.corruption, "");
}

class Removal : public testing::Test {
 protected:
  // Documents 0 to 9 and 10 to 29, in two segments.
  Removal() : folder_("removal"), path_(folder_.path()) {
    writer_ = std::make_unique<IndexWriter>(*IndexWriter::open(path_));
    add_documents(*writer_, 0, 10);
    EXPECT_TRUE(writer_->commit());
    add_documents(*writer_, 10, 30);
    EXPECT_TRUE(writer_->commit());
  }

  bool remove(const std::string& id) {
    const auto there = writer_->remove(id);
    EXPECT_TRUE(there) << there.error().message;
    return there && *there;
  }

  const Folder folder_;
  const std::string path_;
  std::unique_ptr<IndexWriter> writer_;
};

TEST_F(Removal, ReadersFindThemUntilTheCommitAndNotAfterwards) {
  EXPECT_TRUE(remove("doc-3"));
  EXPECT_TRUE(remove("doc-29"));
  EXPECT_FALSE(remove("doc-3"));
  EXPECT_FALSE(remove("doc-30"));
  EXPECT_FALSE(*writer_->contains("doc-3"));
  EXPECT_TRUE(*writer_->contains("doc-4"));
  EXPECT_TRUE(has(path_, "doc-3"));
  ASSERT_TRUE(writer_->commit());
  EXPECT_FALSE(has(path_, "doc-3"));
  EXPECT_TRUE(has(path_, "doc-2"));
  EXPECT_EQ(writer_->documents(), 28U);
  const auto ids = ids_in(path_);
  EXPECT_EQ(ids.size(), 28U);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "doc-29"), 0);
  const auto statistics = index_statistics(path_);
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->documents, 28U);
  EXPECT_EQ(statistics->removed, 2U);
  EXPECT_EQ(statistics->segments[0].documents, 9U);
  EXPECT_EQ(statistics->segments[0].removed, 1U);
  expect_intact(path_);
  EXPECT_FALSE(remove("doc-3"));
}

TEST_F(Removal, ForgetsWhatWasNotCommitted) {
  EXPECT_TRUE(remove("doc-3"));
  *writer_ = *IndexWriter::open(Folder("removal_other").path());
  EXPECT_EQ(ids_in(path_).size(), 30U);
}

TEST_F(Removal, WordsAreCountedExactly) {
  const std::uint64_t before = index_statistics(path_)->words;
  const std::uint64_t words = (*find_document(path_, "doc-7"))->words;
  ASSERT_GT(words, 0U);
  EXPECT_TRUE(remove("doc-7"));
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ(index_statistics(path_)->words, before - words);
  ASSERT_TRUE(writer_->merge());
  EXPECT_EQ(index_statistics(path_)->words, before - words);
}

TEST_F(Removal, AMergeLeavesAnIndexThatNeverHadThem) {
  for (std::uint64_t i = 0; i < 30; i += 3) EXPECT_TRUE(remove("doc-" + std::to_string(i)));
  ASSERT_TRUE(writer_->merge());
  const Folder never("removal_never");
  auto writer = IndexWriter::open(never.path());
  for (std::uint64_t i = 0; i < 30; ++i) {
    if (i % 3 == 0) continue;
    ASSERT_TRUE(writer->add(make_document(i).view()));
  }
  ASSERT_TRUE(writer->commit());
  EXPECT_TRUE(segment_bytes(path_) == segment_bytes(never.path()));
  EXPECT_EQ(index_statistics(path_)->removed, 0U);
  EXPECT_EQ(index_statistics(path_)->segments.size(), 1U);
  expect_intact(path_);
}

TEST_F(Removal, AMergeErasesTheirWordsFromTheDisk) {
  const std::string text = "Qzquarkling was seen by the river, said the qzquarkling's keeper.";
  ASSERT_TRUE(*writer_->add({.id = "secret", .url = {}, .title = {}, .date = {}, .text = text}));
  ASSERT_TRUE(writer_->commit());
  ASSERT_NE(segment_bytes(path_).find("zquarkling"), std::string::npos);
  add_documents(*writer_, 30, 40);
  EXPECT_TRUE(remove("secret"));
  ASSERT_TRUE(writer_->commit());
  ASSERT_TRUE(writer_->merge());
  for (const auto& file : fs::directory_iterator(path_)) {
    const std::string bytes = bytes_of(file.path());
    EXPECT_EQ(bytes.find("zquarkling"), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find("secret"), std::string::npos) << file.path();
  }
  EXPECT_EQ(fs::exists(path_ + "/" + index::segment_file(1)), false);
}

// The rows of some hundred documents, of which a dictionary is trained.
TEST_F(Removal, NoDictionaryKeepsTheirAddresses) {
  const Folder folder("removal_dictionary");
  auto writer = IndexWriter::open(folder.path(), {.automatic_merge = false});
  const std::string address = "https://private.example/personal/zwiebelfisch/";
  const auto add = [&](std::uint64_t number, const std::string& url) {
    const std::string id = "i" + std::to_string(number);
    const std::string own = url + std::to_string(number * 7919 % 100'003);
    ASSERT_TRUE(
        writer->add({.id = id, .url = own, .title = own, .date = {}, .text = "some words"}));
  };
  for (std::uint64_t i = 0; i < 12'000; ++i) {
    add(i, i % 2 == 0 ? address : "https://public.example/news/");
  }
  ASSERT_TRUE(writer->commit());
  ASSERT_NE(segment_bytes(folder.path()).find("zwiebelfisch"), std::string::npos);
  for (std::uint64_t i = 0; i < 12'000; i += 2) {
    ASSERT_TRUE(*writer->remove("i" + std::to_string(i)));
  }
  ASSERT_TRUE(writer->merge());
  EXPECT_EQ(segment_bytes(folder.path()).find("zwiebelfisch"), std::string::npos);
  EXPECT_EQ(writer->documents(), 6'000U);
  expect_intact(folder.path());
}

TEST_F(Removal, ASegmentWithoutDocumentsGoesAtTheCommit) {
  for (std::uint64_t i = 0; i < 10; ++i) EXPECT_TRUE(remove("doc-" + std::to_string(i)));
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ(index_statistics(path_)->segments.size(), 1U);
  EXPECT_FALSE(fs::exists(path_ + "/" + index::segment_file(1)));
  for (std::uint64_t i = 10; i < 30; ++i) EXPECT_TRUE(remove("doc-" + std::to_string(i)));
  ASSERT_TRUE(writer_->merge());
  EXPECT_TRUE(ids_in(path_).empty());
  EXPECT_EQ(segment_bytes(path_), "");
  add_documents(*writer_, 3, 4);
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ(ids_in(path_), std::vector<std::string>{"doc-3"});
}

TEST_F(Removal, AnotherDocumentMayHaveTheIdAgain) {
  EXPECT_TRUE(remove("doc-3"));
  ASSERT_TRUE(*writer_->add(make_document(3).view()));
  EXPECT_TRUE(remove("doc-3"));
  ASSERT_TRUE(*writer_->add({.id = "doc-3", .url = {}, .title = "new", .date = {}, .text = "a b"}));
  EXPECT_FALSE(*writer_->add(make_document(3).view()));
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ((*find_document(path_, "doc-3"))->title, "new");
  const auto ids = ids_in(path_);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "doc-3"), 1);
  EXPECT_EQ(ids.size(), 30U);
  expect_intact(path_);
  ASSERT_TRUE(writer_->merge());
  EXPECT_EQ(ids_in(path_).size(), 30U);
  expect_intact(path_);
}

TEST_F(Removal, AReplacementTakesThePlaceWithOneCommit) {
  const auto replace = [&](const std::string& id, const std::string& title) {
    const auto there =
        writer_->replace({.id = id, .url = {}, .title = title, .date = {}, .text = "new words"});
    EXPECT_TRUE(there) << there.error().message;
    return there && *there;
  };
  EXPECT_TRUE(replace("doc-3", "first"));
  EXPECT_TRUE(replace("doc-3", "second"));
  EXPECT_FALSE(replace("fresh", "third"));
  EXPECT_NE((*find_document(path_, "doc-3"))->title, "second");
  ASSERT_TRUE(writer_->commit());
  const auto found = find_document(path_, "doc-3");
  ASSERT_TRUE(found && found->has_value());
  EXPECT_EQ((*found)->title, "second");
  EXPECT_EQ((*found)->terms, (std::vector<std::string>{"new", "words"}));
  EXPECT_EQ(ids_in(path_).size(), 31U);
  ASSERT_TRUE(writer_->merge());
  EXPECT_EQ(ids_in(path_).size(), 31U);
  EXPECT_EQ((*find_document(path_, "doc-3"))->title, "second");
  expect_intact(path_);
}

TEST_F(Removal, AReplacementThatFailsLeavesWhatIsThere) {
  const std::string title = (*find_document(path_, "doc-4"))->title;
  EXPECT_EQ(code_of(writer_->replace(
                {.id = "doc-4", .url = {}, .title = "new", .date = {}, .text = "a\xff"})),
            ErrorCode::kBadUtf8);
  EXPECT_TRUE(*writer_->contains("doc-4"));
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ((*find_document(path_, "doc-4"))->title, title);
  EXPECT_EQ(index_statistics(path_)->removed, 0U);
}

TEST_F(Removal, IsRefusedBesideASegmentThatDoesNotOpen) {
  *writer_ = *IndexWriter::open(Folder("removal_refused").path());
  const std::string first = path_ + "/" + index::segment_file(1);
  fs::resize_file(first, fs::file_size(first) / 2);
  const std::string manifest = bytes_of(path_ + "/manifest");
  auto writer = IndexWriter::open(path_);
  ASSERT_TRUE(writer);
  EXPECT_EQ(code_of(writer->remove("doc-20")), ErrorCode::kBadIndex);
  EXPECT_EQ(code_of(writer->replace(make_document(20).view())), ErrorCode::kBadIndex);
  EXPECT_EQ(code_of(writer->contains("doc-20")), ErrorCode::kBadIndex);
  EXPECT_EQ(code_of(writer->merge()), ErrorCode::kBadIndex);
  EXPECT_TRUE(writer->commit());
  EXPECT_EQ(bytes_of(path_ + "/manifest"), manifest);
  EXPECT_EQ(code_of(find_document(path_, "doc-2")), ErrorCode::kBadIndex);
}

// Libraries that know no tombstones must refuse an index that has some, and none other.
TEST_F(Removal, TheManifestHasASectionMoreOnlyWhileSomethingIsRemoved) {
  const auto sections = [&] {
    return format::SectionFile::open(index::kManifestKind, path_ + "/manifest")->sections().size();
  };
  EXPECT_EQ(sections(), 1U);
  EXPECT_TRUE(remove("doc-3"));
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ(sections(), 2U);
  ASSERT_TRUE(writer_->merge());
  EXPECT_EQ(sections(), 1U);
}

TEST(Tiers, KeepTheSegmentsFew) {
  const Folder folder("tiers");
  auto writer = IndexWriter::open(folder.path());
  for (std::uint64_t i = 0; i < 60; ++i) {
    add_documents(*writer, i, i + 1);
    ASSERT_TRUE(writer->commit());
    EXPECT_LE(index_statistics(folder.path())->segments.size(), index::kTierSegments);
  }
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 60U);
  const Folder off("tiers_off");
  auto other = IndexWriter::open(off.path(), {.automatic_merge = false});
  for (std::uint64_t i = 0; i < 8; ++i) {
    add_documents(*other, i, i + 1);
    ASSERT_TRUE(other->commit());
  }
  EXPECT_EQ(index_statistics(off.path())->segments.size(), 8U);
  ASSERT_TRUE(other->merge_tiers());
  EXPECT_EQ(index_statistics(off.path())->segments.size(), 1U);
}

TEST(Tiers, ASegmentWithoutAQuarterIsWrittenAgain) {
  const Folder folder("tiers_removed");
  auto writer = IndexWriter::open(folder.path());
  add_documents(*writer, 0, 20);
  ASSERT_TRUE(writer->commit());
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(*writer->remove("doc-" + std::to_string(i)));
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(index_statistics(folder.path())->removed, 4U);
  ASSERT_TRUE(*writer->remove("doc-4"));
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(index_statistics(folder.path())->removed, 0U);
  EXPECT_EQ(index_statistics(folder.path())->documents, 15U);
}

// Whatever is committed: few segments, and each byte rewritten a few times.
TEST(Tiers, AreBoundedInNumberAndWork) {
  std::mt19937_64 random(7);
  for (const unsigned kind : {0U, 1U, 2U}) {
    std::vector<index::SegmentEntry> segments;
    std::uint64_t added = 0;
    std::uint64_t written = 0;
    for (int i = 0; i < 3000; ++i) {
      const std::uint64_t bytes = kind == 0   ? 100'000
                                  : kind == 1 ? std::uint64_t{1} << (10 + random() % 16)
                                              : (i % 2 == 0 ? 20'000'000 : 1'000);
      segments.push_back({.file = "s", .documents = bytes, .bytes = bytes});
      added += bytes;
      while (const auto range = index::next_merge(segments)) {
        index::SegmentEntry merged{.file = "s"};
        for (std::size_t s = range->first; s < range->last; ++s) {
          merged.bytes += segments[s].bytes;
          merged.documents += segments[s].documents;
        }
        written += merged.bytes;
        const auto first = segments.begin() + static_cast<std::ptrdiff_t>(range->first);
        *first = merged;
        segments.erase(first + 1, segments.begin() + static_cast<std::ptrdiff_t>(range->last));
      }
      ASSERT_LE(segments.size(), index::kMaxTieredSegments);
    }
    EXPECT_LE(segments.size(), 25U) << kind;
    EXPECT_LE(written, 9 * added) << kind;
  }
}

TEST_F(Removal, ASnapshotIsTheIndexOfItsMoment) {
  const Folder place("snapshot");
  const std::string to = place.path();
  EXPECT_TRUE(remove("doc-3"));
  ASSERT_TRUE(writer_->commit());
  const auto made = snapshot_index(path_, to);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->documents, 29U);
  const auto ids = ids_in(path_);
  EXPECT_TRUE(remove("doc-5"));
  add_documents(*writer_, 30, 40);
  ASSERT_TRUE(writer_->merge());
  EXPECT_EQ(ids_in(to), ids);
  expect_intact(to);
  EXPECT_EQ(code_of(snapshot_index(path_, to)), ErrorCode::kBadInput);
  EXPECT_EQ(ids_in(to), ids);
  // It is an index by itself.
  auto other = IndexWriter::open(to);
  ASSERT_TRUE(other) << other.error().message;
  EXPECT_TRUE(*other->remove("doc-6"));
  ASSERT_TRUE(other->merge());
  EXPECT_TRUE(has(path_, "doc-6"));
  expect_intact(path_);
}

TEST_F(Removal, ASnapshotThatFailsLeavesNothing) {
  const Folder place("snapshot_failed");
  EXPECT_EQ(code_of(snapshot_index(path_ + "/nowhere", place.path())), ErrorCode::kNotFound);
  EXPECT_FALSE(fs::exists(place.path()));
  const std::string second = path_ + "/" + index::segment_file(2);
  fs::resize_file(second, 100);
  EXPECT_EQ(code_of(snapshot_index(path_, place.path())), ErrorCode::kBadIndex);
  EXPECT_FALSE(fs::exists(place.path()));
  fs::remove(second);
  EXPECT_EQ(code_of(snapshot_index(path_, place.path())), ErrorCode::kBadIndex);
  EXPECT_FALSE(fs::exists(place.path()));
}

TEST(Manifest, ReadsBackWhatWasRemoved) {
  const Folder folder("manifest_removed");
  fs::create_directories(folder.path());
  index::Manifest manifest;
  manifest.next_file = 4;
  for (std::uint64_t i = 1; i < 4; ++i) {
    manifest.segments.push_back(
        {.file = index::segment_file(i), .documents = 1'000'000, .bytes = 9, .crc = 7});
  }
  auto tombstones = std::make_shared<index::Tombstones>();
  std::mt19937_64 random(3);
  for (int i = 0; i < 1000; ++i) {
    tombstones->add(static_cast<std::uint32_t>(random() % 1'000'000), 11);
  }
  tombstones->add(0, 1);
  tombstones->add(999'999, 1);
  manifest.segments[1].tombstones = tombstones;
  ASSERT_TRUE(index::write_manifest(folder.path(), manifest));
  const auto read = index::read_manifest(folder.path());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->segments[0].tombstones, nullptr);
  ASSERT_NE(read->segments[1].tombstones, nullptr);
  EXPECT_EQ(*read->segments[1].tombstones, *tombstones);
  EXPECT_LT(index::manifest_bytes(folder.path()), 3'000U);
}

}  // namespace
}  // namespace despin
