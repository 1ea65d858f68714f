// A file is replaced as a whole or not at all, through links, and nothing is left beside it.
#include "lib/base/replaced_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/mapped_file.h"

namespace despin::base {
namespace {

namespace fs = std::filesystem;

class ReplacedFileTest : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ifstream in(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(folder_), {}); }
  std::string leftover(const std::string& name) const { return name + ".0123456789abcdef.part"; }

  fs::path folder_ =
      fs::path(testing::TempDir()) / ("despin_replaced." + std::to_string(::getpid()));
};

TEST_F(ReplacedFileTest, HasTheOldBytesUntilItHasTheNewOnes) {
  write("a", "old");
  {
    auto file = ReplacedFile::create(path("a"));
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(write_all(file->descriptor(), std::as_bytes(std::span("new", 3))));
    EXPECT_EQ(read("a"), "old");
    EXPECT_EQ(files(), 2);
    ASSERT_TRUE(file->commit());
    EXPECT_EQ(file->descriptor(), -1);
  }
  EXPECT_EQ(read("a"), "new");
  EXPECT_EQ(files(), 1);
  {
    auto dropped = ReplacedFile::create(path("a"));
    ASSERT_TRUE(dropped);
    const ReplacedFile moved = std::move(*dropped);
    EXPECT_EQ(files(), 2);
  }
  EXPECT_EQ(read("a"), "new");
  EXPECT_EQ(files(), 1);
}

TEST_F(ReplacedFileTest, KeepsTheModeOfTheOldFile) {
  write("private", "old");
  ASSERT_EQ(::chmod(path("private").c_str(), 0600), 0);
  ASSERT_TRUE(replace_file(path("private"), "new"));
  struct stat info {};
  ASSERT_EQ(::stat(path("private").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  const mode_t mask = ::umask(027);
  ASSERT_TRUE(replace_file(path("new"), "new"));
  ::umask(mask);
  ASSERT_EQ(::stat(path("new").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640U);
}

TEST_F(ReplacedFileTest, FollowsLinks) {
  fs::create_directory(folder_ / "there");
  fs::create_symlink("there/target", folder_ / "dangling");
  fs::create_symlink("dangling", folder_ / "second");
  ASSERT_TRUE(replace_file(path("second"), "one"));
  EXPECT_EQ(read("there/target"), "one");
  ASSERT_TRUE(replace_file(path("second"), "two"));
  EXPECT_EQ(read("there/target"), "two");
  EXPECT_TRUE(fs::is_symlink(folder_ / "dangling"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "second"));
  fs::create_symlink(path("absolute target"), folder_ / "absolute");
  ASSERT_TRUE(replace_file(path("absolute"), "three"));
  EXPECT_EQ(read("absolute target"), "three");
  fs::create_symlink("loop", folder_ / "loop");
  EXPECT_FALSE(replace_file(path("loop"), "x"));
  fs::create_symlink("none/target", folder_ / "lost");
  EXPECT_FALSE(replace_file(path("lost"), "x"));
}

TEST_F(ReplacedFileTest, LeavesTheOldFileAndNothingElseAfterErrors) {
  write("a", "old");
  void (*before)(int) = ::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit lower{10, limit.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &lower), 0);
  const auto failed = replace_file(path("a"), std::string(1000, 'x'));
  ::setrlimit(RLIMIT_FSIZE, &limit);
  ::signal(SIGXFSZ, before);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kNotWritten);
  EXPECT_EQ(read("a"), "old");
  // A folder came to stand there: the rename fails.
  auto file = ReplacedFile::create(path("b"));
  ASSERT_TRUE(file);
  fs::create_directory(folder_ / "b");
  EXPECT_FALSE(file->commit());
  const auto none = replace_file(path("none/a"), "x");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("no such folder"), std::string::npos);
  EXPECT_EQ(files(), 2);
}

TEST_F(ReplacedFileTest, TakesNamesOfAnyLength) {
  const std::string longest(255, 'n');
  ASSERT_TRUE(replace_file(path(longest), "x"));
  EXPECT_EQ(read(longest), "x");
  EXPECT_EQ(files(), 1);
  EXPECT_FALSE(replace_file(path(longest + "n"), "x"));
  EXPECT_EQ(files(), 1);
}

TEST_F(ReplacedFileTest, RemovesWhatKilledWritersLeftAndNothingElse) {
  const std::vector<std::string> others = {
      "a",           "a.part",        "a.0123456789abcde.part", "b",
      leftover("b"), leftover("a.b"), "a.0123456789ABCDEF.part"};
  for (const std::string& other : others) write(other, "x");
  write(leftover("a"), "x");
  auto living = ReplacedFile::create(path("a"));
  ASSERT_TRUE(living);
  fs::create_directory(folder_ / "a.fedcba9876543210.part");
  fs::create_symlink("a", folder_ / "link");
  remove_leftovers(path("link"));
  EXPECT_FALSE(fs::exists(path(leftover("a"))));
  for (const std::string& other : others) EXPECT_TRUE(fs::exists(path(other))) << other;
  EXPECT_TRUE(fs::exists(folder_ / "a.fedcba9876543210.part"));
  ASSERT_TRUE(write_all(living->descriptor(), std::as_bytes(std::span("new", 3))));
  ASSERT_TRUE(living->commit()) << "it took the file of a writer that lives";
  EXPECT_EQ(read("a"), "new");
}

TEST_F(ReplacedFileTest, TellsTemporaryNames) {
  std::string_view target;
  const std::string name_of_one = leftover("manifest");
  EXPECT_TRUE(is_temporary(name_of_one, target));
  EXPECT_EQ(target, "manifest");
  for (const char* name : {"", ".part", "0123456789abcdef.part", ".0123456789abcdef.part",
                           "a0123456789abcdef.part", "a.0123456789abcdeg.part"}) {
    EXPECT_FALSE(is_temporary(name, target)) << name;
  }
}

// What was read stays, whatever becomes of the file; what is mapped would not.
TEST_F(ReplacedFileTest, AFileThatWasReadIntoMemoryMayBeTruncated) {
  write("a", std::string(100'000, 'x'));
  auto read_in = MappedFile::read(path("a"));
  ASSERT_TRUE(read_in);
  fs::resize_file(path("a"), 0);
  ASSERT_EQ(read_in->bytes().size(), 100'000U);
  EXPECT_EQ(read_in->bytes()[99'999], std::byte{'x'});
  const MappedFile moved = std::move(*read_in);
  EXPECT_EQ(moved.bytes()[5], std::byte{'x'});
  EXPECT_TRUE(MappedFile::read(path("a"))->bytes().empty());
  EXPECT_EQ(MappedFile::read(path("none")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(MappedFile::read(folder_.string()).error().code, ErrorCode::kNotReadable);
  const std::string bytes = "of others";
  MappedFile view = MappedFile::view(std::as_bytes(std::span(bytes)));
  EXPECT_EQ(static_cast<const void*>(view.bytes().data()), bytes.data());
  view = MappedFile();
  EXPECT_TRUE(view.bytes().empty());
}

}  // namespace
}  // namespace despin::base
