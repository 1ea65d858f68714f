#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "despin/reader.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

class Walk : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() /
              ("despin_walk_" + std::string(test->name()) + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "x";
    return path.string();
  }

  // Names below the folder, "!" before those that are errors.
  std::vector<std::string> walked(std::vector<std::string> names) const {
    InputWalk walk(std::move(names));
    std::vector<std::string> out;
    for (std::string path; out.size() < 100;) {
      const auto more = walk.next(path);
      if (more && !*more) break;
      const bool below = path.starts_with(folder_.string() + "/");
      const std::string name = below ? path.substr(folder_.string().size() + 1) : path;
      out.push_back(more ? name : "!" + name);
    }
    return out;
  }

  fs::path folder_;
};

TEST_F(Walk, GoesThroughFoldersInTheOrderOfNames) {
  for (const char* name : {"c.txt", "a.HTML", "b/z.md", "b/y.htm", "B.jsonl"}) write(name);
  EXPECT_THAT(walked({folder_.string()}),
              ElementsAre("B.jsonl", "a.HTML", "b/y.htm", "b/z.md", "c.txt"));
}

TEST_F(Walk, TakesWhatAReaderReadsPackedOrNot) {
  for (const char* name : {"a.warc.gz", "b.wet.gz", "c.csv.zst", "d.ndjson", "e.xhtml", "f.tsv",
                           "g.log", "h.gz", "i", "j.png"}) {
    write(name);
  }
  EXPECT_THAT(walked({folder_.string()}),
              ElementsAre("a.warc.gz", "b.wet.gz", "c.csv.zst", "d.ndjson", "e.xhtml", "f.tsv"));
}

TEST_F(Walk, TakesNamedFilesWhateverTheirEnding) {
  write("a.log");
  EXPECT_THAT(walked({(folder_ / "a.log").string(), "-"}), ElementsAre("a.log", "-"));
}

TEST_F(Walk, OpensPatternsInTheOrderOfNames) {
  for (const char* name : {"b.txt", "a.txt", "c.html", "in/d.txt"}) write(name);
  EXPECT_THAT(walked({(folder_ / "*.txt").string(), (folder_ / "i?").string()}),
              ElementsAre("a.txt", "b.txt", "in/d.txt"));
}

TEST_F(Walk, TakesAFileWhoseNameLooksLikeAPattern) {
  write("a[1].txt");
  write("a1.txt");
  EXPECT_THAT(walked({(folder_ / "a[1].txt").string()}), ElementsAre("a[1].txt"));
}

TEST_F(Walk, DoesNotFollowLinksToFolders) {
  write("a.txt");
  fs::create_directory_symlink(folder_, folder_ / "loop");
  EXPECT_THAT(walked({folder_.string()}), ElementsAre("a.txt"));
}

TEST_F(Walk, SaysWhatHoldsNothingAndGoesOn) {
  write("empty/a.log");
  write("z.txt");
  EXPECT_THAT(walked({(folder_ / "empty").string(), (folder_ / "*.none").string(),
                      (folder_ / "z.txt").string()}),
              ElementsAre("!empty", "!*.none", "z.txt"));
}

}  // namespace
}  // namespace despin
