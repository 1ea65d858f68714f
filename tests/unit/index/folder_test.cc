// The folder of an index: one writer, many readers, and what becomes of both when the
// disk is full, a file is missing, or another one is in its place.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/base/bytes.h"
#include "lib/base/checksum.h"
#include "lib/index/document_buffer.h"
#include "lib/index/index.h"
#include "lib/index/verify.h"
#include "tests/support/index_crash.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

namespace fs = std::filesystem;
using small_index::add_documents;
using small_index::code_of;
using small_index::Folder;
using small_index::make_document;

// An index of `segments` segments of ten documents.
void make_index(const std::string& folder, std::uint64_t segments) {
  auto writer = IndexWriter::open(folder);
  ASSERT_TRUE(writer) << writer.error().message;
  for (std::uint64_t i = 0; i < segments; ++i) {
    add_documents(*writer, 10 * i, 10 * i + 10);
    ASSERT_TRUE(writer->commit());
  }
}

TEST(IndexFolder, IsMadeEmptyAndOpens) {
  const Folder folder("made");
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    EXPECT_EQ(writer->documents(), 0U);
    ASSERT_TRUE(writer->commit());
    ASSERT_TRUE(writer->merge());
  }
  auto statistics = index_statistics(folder.path());
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->documents, 0U);
  EXPECT_TRUE(statistics->segments.empty());
  EXPECT_GT(statistics->bytes, 0U);
  EXPECT_TRUE(verify_index(folder.path()));
}

TEST(IndexFolder, IsNotMadeWhereItsParentIsMissingNorAmongOtherThings) {
  const Folder folder("others");
  EXPECT_EQ(code_of(IndexWriter::open(folder.path() + "/no/such")), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(index_statistics(folder.path())), ErrorCode::kNotFound);
  fs::create_directory(folder.path());
  EXPECT_EQ(code_of(index_statistics(folder.path())), ErrorCode::kBadIndex);
  std::ofstream(folder.path() + "/letter.txt") << "mine";
  EXPECT_EQ(code_of(IndexWriter::open(folder.path())), ErrorCode::kBadIndex);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
  EXPECT_EQ(code_of(IndexWriter::open(folder.path() + "/letter.txt")), ErrorCode::kBadIndex);
}

TEST(IndexFolder, HasOneWriterAtATime) {
  const Folder folder("locked");
  auto first = IndexWriter::open(folder.path());
  ASSERT_TRUE(first);
  EXPECT_EQ(code_of(IndexWriter::open(folder.path())), ErrorCode::kLocked);
  IndexWriter moved = std::move(*first);
  EXPECT_EQ(code_of(IndexWriter::open(folder.path())), ErrorCode::kLocked);
  { const IndexWriter gone = std::move(moved); }
  EXPECT_TRUE(IndexWriter::open(folder.path()));
}

// Sizes of files are limited in place of the disk: the write fails as on a full one.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    before_ = ::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &limit_), 0);
    const rlimit lower{bytes, limit_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &lower), 0);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &limit_);
    ::signal(SIGXFSZ, before_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit limit_{};
  void (*before_)(int) = nullptr;
};

TEST(IndexWriter, AFullDiskIsAnErrorAndLosesNothing) {
  const Folder folder("full_disk");
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer);
  add_documents(*writer, 0, 50);
  ASSERT_TRUE(writer->commit());
  add_documents(*writer, 50, 120);
  for (const rlim_t room : {0U, 100U, 1000U, 5000U, 10'000U}) {
    const FullDisk full(room);
    auto failed = writer->commit();
    ASSERT_FALSE(failed) << room;
    EXPECT_EQ(failed.error().code, ErrorCode::kNotWritten);
    EXPECT_EQ(writer->documents(), 50U);
  }
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 50U);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 120U);
  for (const rlim_t room : {0U, 100U, 1000U, 5000U, 10'000U}) {
    const FullDisk full(room);
    EXPECT_EQ(code_of(writer->merge()), ErrorCode::kNotWritten) << room;
    EXPECT_EQ(writer->documents(), 120U);
  }
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 120U);
  add_documents(*writer, 120, 130);
  ASSERT_TRUE(writer->merge());
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 130U);
}

TEST(IndexWriter, AManifestThatCannotBeWrittenLosesNothing) {
  const Folder folder("no_manifest");
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer);
  add_documents(*writer, 0, 10);
  ASSERT_TRUE(writer->commit());
  add_documents(*writer, 10, 20);
  // A folder stands where it would.
  const std::string manifest = folder.path() + "/manifest";
  const std::string aside = folder.path() + ".aside";
  fs::rename(manifest, aside);
  ASSERT_TRUE(fs::create_directory(manifest));
  EXPECT_EQ(code_of(writer->commit()), ErrorCode::kNotWritten);
  EXPECT_EQ(code_of(writer->merge()), ErrorCode::kNotWritten);
  ASSERT_TRUE(fs::remove(manifest));
  fs::rename(aside, manifest);
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 10U);
  ASSERT_TRUE(writer->merge());
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 20U);
}

TEST(IndexFolder, ADamagedSegmentIsNamedAndTheRestIsServed) {
  const Folder folder("damaged");
  make_index(folder.path(), 3);
  const std::string second = folder.path() + "/" + index::segment_file(2);
  const std::string third = folder.path() + "/" + index::segment_file(3);
  fs::resize_file(second, fs::file_size(second) - 1);
  auto index = index::open_index(folder.path());
  ASSERT_TRUE(index);
  EXPECT_EQ(index->segments.size(), 2U);
  auto statistics = index_statistics(folder.path());
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->documents, 20U);
  ASSERT_EQ(statistics->segments.size(), 3U);
  EXPECT_EQ(statistics->segments[0].corruption, "");
  EXPECT_NE(statistics->segments[1].corruption.find(index::segment_file(2)), std::string::npos);
  EXPECT_EQ(statistics->segments[2].corruption, "");

  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    auto merged = writer->merge();
    ASSERT_FALSE(merged);
    EXPECT_EQ(merged.error().code, ErrorCode::kBadIndex);
    EXPECT_NE(merged.error().message.find(index::segment_file(2)), std::string::npos);
    // What it holds would be added again.
    auto added = writer->add(make_document(12).view());
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, ErrorCode::kBadIndex);
    EXPECT_NE(added.error().message.find(index::segment_file(2)), std::string::npos);
    ASSERT_TRUE(writer->commit());
  }
  EXPECT_TRUE(fs::exists(second)) << "a corrupt segment is evidence, not an orphan";
  fs::remove(third);
  statistics = index_statistics(folder.path());
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->documents, 10U);
  EXPECT_NE(statistics->segments[2].corruption, "");
  // Another segment in its place is not taken for it.
  fs::copy_file(folder.path() + "/" + index::segment_file(1), third);
  statistics = index_statistics(folder.path());
  ASSERT_TRUE(statistics);
  EXPECT_EQ(statistics->documents, 10U);
  EXPECT_NE(statistics->segments[2].corruption, "");
}

TEST(IndexFolder, SegmentsWithoutAManifestAreNotTakenForAnEmptyIndex) {
  const Folder folder("no_list");
  make_index(folder.path(), 2);
  const std::string manifest = folder.path() + "/manifest";
  const std::string aside = folder.path() + ".aside";
  fs::rename(manifest, aside);
  auto writer = IndexWriter::open(folder.path());
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, ErrorCode::kBadIndex);
  EXPECT_NE(writer.error().message.find("manifest"), std::string::npos);
  EXPECT_TRUE(fs::exists(folder.path() + "/" + index::segment_file(1)));
  EXPECT_TRUE(fs::exists(folder.path() + "/" + index::segment_file(2)));
  EXPECT_FALSE(fs::exists(manifest));
  fs::rename(aside, manifest);
  EXPECT_TRUE(IndexWriter::open(folder.path()));
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 20U);
}

void change_last_byte(const std::string& path) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(-1, std::ios::end);
  const char last = static_cast<char>(file.get());
  file.seekp(-1, std::ios::end);
  file.put(static_cast<char>(last ^ 0x55));
}

TEST(IndexFolder, AMergeGivesNoFreshChecksumsToCorruption) {
  const Folder folder("laundered");
  make_index(folder.path(), 2);
  const std::string second = folder.path() + "/" + index::segment_file(2);
  change_last_byte(second);  // of its figures: it opens all the same
  ASSERT_TRUE(index::open_index(folder.path())->corrupt.empty());
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    auto merged = writer->merge();
    ASSERT_FALSE(merged);
    EXPECT_EQ(merged.error().code, ErrorCode::kBadIndex);
    EXPECT_NE(merged.error().message.find(index::segment_file(2)), std::string::npos);
  }
  auto verified = index::open_index(folder.path(), {.verify = true});
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->segments.size(), 1U);
  ASSERT_EQ(verified->corrupt.size(), 1U);
  EXPECT_EQ(verified->corrupt[0].entry.file, index::segment_file(2));
  change_last_byte(second);
  EXPECT_TRUE(index::open_index(folder.path(), {.verify = true})->corrupt.empty());
}

TEST(IndexFolder, AMergeOfOneSegmentFailsIfItIsCorrupt) {
  const Folder folder("one_corrupt");
  make_index(folder.path(), 1);
  const std::string only = folder.path() + "/" + index::segment_file(1);
  const auto merge_it = [&] {
    auto writer = IndexWriter::open(folder.path());
    EXPECT_TRUE(writer);
    return writer->merge();
  };
  change_last_byte(only);  // of its figures: it opens all the same
  const auto merged = merge_it();
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, ErrorCode::kBadIndex);
  EXPECT_NE(merged.error().message.find(index::segment_file(1)), std::string::npos);
  change_last_byte(only);
  EXPECT_TRUE(merge_it());
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 10U);
}

TEST(IndexFolder, ACopyInMemoryOutlivesItsFiles) {
  const Folder folder("copied");
  make_index(folder.path(), 1);
  auto index = index::open_index(folder.path(), {.copy = true});
  ASSERT_TRUE(index);
  fs::resize_file(folder.path() + "/" + index::segment_file(1), 0);
  EXPECT_TRUE(index::verify_segment(*index->segments.at(0), [](std::uint32_t) {}));
}

TEST(IndexFolder, RemovesWhatKilledWritersLeft) {
  const Folder folder("leftovers");
  make_index(folder.path(), 1);
  for (const char* name : {"manifest.0123456789abcdef.part", "00000002.segment",
                           "00000007.segment.0123456789abcdef.part", "manifest.123.part"}) {
    std::ofstream(folder.path() + "/" + name) << "x";
  }
  ASSERT_TRUE(IndexWriter::open(folder.path()));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 3);
}

TEST(IndexFolder, VerifyingNamesTheSegmentWhoseBytesHaveChanged) {
  const Folder folder("verified");
  make_index(folder.path(), 2);
  const std::string first = folder.path() + "/" + index::segment_file(1);
  change_last_byte(first);
  std::uint64_t last = 0;
  auto verified = verify_index(folder.path(), [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_GE(done, last);
    EXPECT_LE(done, total);
    last = done;
  });
  ASSERT_TRUE(verified);
  EXPECT_EQ(last, 20U);
  EXPECT_NE(verified->segments[0].corruption, "");
  EXPECT_EQ(verified->segments[1].corruption, "");
}

void set_major_version(const std::string& path, char version) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(8);
  file.put(version);
}

TEST(IndexFolder, ALaterFormatIsTooNewButADamagedVersionIsDamage) {
  const Folder folder("too_new");
  make_index(folder.path(), 2);
  const std::string second = folder.path() + "/" + index::segment_file(2);
  set_major_version(second, 9);
  auto statistics = index_statistics(folder.path());
  ASSERT_TRUE(statistics) << statistics.error().message;
  EXPECT_NE(statistics->segments[1].corruption, "");

  // As a later library would have it: the manifest knows the file by that checksum.
  auto manifest = index::read_manifest(folder.path());
  ASSERT_TRUE(manifest);
  std::ifstream in(second, std::ios::binary);
  const std::string head{std::istreambuf_iterator<char>(in), {}};
  const auto bytes = std::as_bytes(std::span(head));
  manifest->segments[1].crc =
      base::crc32c(bytes.subspan(64, std::size_t{6} * 32), base::crc32c(bytes.first(60)));
  ASSERT_TRUE(index::write_manifest(folder.path(), *manifest));
  EXPECT_EQ(code_of(index_statistics(folder.path())), ErrorCode::kIndexTooNew);
  EXPECT_EQ(code_of(IndexWriter::open(folder.path())), ErrorCode::kIndexTooNew);

  set_major_version(folder.path() + "/manifest", 9);
  EXPECT_EQ(code_of(index_statistics(folder.path())), ErrorCode::kIndexTooNew);
  EXPECT_EQ(code_of(IndexWriter::open(folder.path())), ErrorCode::kIndexTooNew);
}

// Reads the index again and again; what is there must be whole and never shrink.
bool read_while(const std::string& folder, const std::atomic<bool>& writing) {
  std::uint64_t before = 0;
  index::MetadataScratch scratch;
  std::vector<index::TermId> terms;
  while (writing) {
    auto index = index::open_index(folder);
    if (!index || !index->corrupt.empty()) return false;
    std::uint64_t documents = 0;
    for (const auto& segment : index->segments) {
      const std::uint32_t last = segment->documents() - 1;
      auto metadata = segment->metadata(last, scratch);
      if (!metadata || metadata->id != make_document(documents + last).id) return false;
      if (!segment->terms_of(last, terms)) return false;
      documents += segment->documents();
    }
    if (documents < before) return false;
    before = documents;
  }
  return before > 0;
}

TEST(IndexFolder, ManyReadWhileOneWrites) {
  const Folder folder("readers");
  make_index(folder.path(), 1);
  constexpr int kProcesses = 2;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      // Until the writer, who holds its end of the lock, is through.
      std::atomic<bool> writing{true};
      std::thread reader([&] {
        while (!fs::exists(folder.path() + ".done")) ::usleep(1000);
        writing = false;
      });
      const bool fine = read_while(folder.path(), writing);
      reader.join();
      ::_exit(fine ? 0 : 1);
    }
    children.push_back(child);
  }
  std::atomic<bool> writing{true};
  std::atomic<int> fine{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] { fine += read_while(folder.path(), writing) ? 1 : 0; });
  }
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    for (std::uint64_t i = 0; i < 60; ++i) {
      add_documents(*writer, 10 + 3 * i, 13 + 3 * i);
      ASSERT_TRUE(i % 3 == 2 ? writer->merge() : writer->commit());
    }
  }
  writing = false;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fine, 2);
  std::ofstream(folder.path() + ".done") << "x";
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  fs::remove(folder.path() + ".done");
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 190U);
}

}  // namespace
}  // namespace despin
