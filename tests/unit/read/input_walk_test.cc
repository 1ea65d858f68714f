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

  std::string write(const std::string& name, const std::string& bytes = "x") {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << bytes;
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
  EXPECT_THAT(walked({folder_.string()}), ElementsAre("a.warc.gz", "b.wet.gz", "c.csv.zst",
                                                      "d.ndjson", "e.xhtml", "f.tsv", "h.gz", "i"));
}

TEST_F(Walk, LooksIntoFilesWithOddNamesAndCountsTheOthers) {
  const std::string page = "<!DOCTYPE html><title>t</title><p>Words.";
  for (const char* name : {"page.php", "index.html?id=3", "x.asp", "noext", "a.text"}) {
    write(name, page);
  }
  write("b.php", "<?php echo 1; ?>");
  write("c.PHP", "<?php echo 2; ?>");
  write("f.jpg", page);  // not even looked at
  write("d.bin", std::string("\0\1\2", 3));
  write("e", std::string("\x7f"
                         "ELF\0",
                         5));
  write("settings.conf", "{\"text\": \"x\"}");
  InputWalk walk({folder_.string()});
  std::string path;
  std::vector<std::string> names;
  for (auto more = walk.next(path); more && *more; more = walk.next(path)) {
    names.push_back(path.substr(folder_.string().size() + 1));
  }
  EXPECT_THAT(names, ElementsAre("a.text", "index.html?id=3", "noext", "page.php", "x.asp"));
  EXPECT_EQ(walk.left_out().files, 6U);
  EXPECT_EQ(walk.left_out().kinds.at(".php"), 2U);
  EXPECT_EQ(walk.left_out().kinds.at("no ending"), 1U);
}

TEST_F(Walk, TakesAllFilesIfAsked) {
  write("a.php", "<?php echo 1; ?>");
  write("b.txt");
  InputWalk walk({folder_.string()}, {.all_files = true});
  std::string path;
  int files = 0;
  for (auto more = walk.next(path); more && *more; more = walk.next(path)) ++files;
  EXPECT_EQ(files, 2);
  EXPECT_EQ(walk.left_out().files, 0U);
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

TEST_F(Walk, DoesNotFollowLinks) {
  write("a.txt");
  fs::create_directory_symlink(folder_, folder_ / "loop");
  fs::create_symlink("/etc/hostname", folder_ / "out.txt");
  fs::create_symlink("nowhere", folder_ / "broken.txt");
  EXPECT_THAT(walked({folder_.string()}), ElementsAre("a.txt"));
  EXPECT_THAT(walked({(folder_ / "out.txt").string()}), ElementsAre("out.txt"));  // it was named
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
