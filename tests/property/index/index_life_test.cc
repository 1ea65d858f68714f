// Whatever is added, removed, replaced, committed and merged, in any order: an index holds what a
// list in memory holds, and once merged it is, byte for byte, one made of that list.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/index/index.h"
#include "tests/support/index_crash.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

using small_index::Folder;
using small_index::Made;
using small_index::make_document;

// The plain twin: documents in the order in which they were added last.
class Model {
 public:
  bool has(const std::string& id) const { return at(id) != documents_.end(); }
  bool remove(const std::string& id) {
    const auto found = at(id);
    if (found == documents_.end()) return false;
    documents_.erase(found);
    return true;
  }
  void add(const Made& made) { documents_.push_back(made); }
  const std::vector<Made>& documents() const { return documents_; }

 private:
  std::vector<Made>::const_iterator at(const std::string& id) const {
    return std::find_if(documents_.begin(), documents_.end(),
                        [&](const Made& made) { return made.id == id; });
  }
  std::vector<Made> documents_;
};

std::vector<std::string> lines_of(const std::vector<Made>& documents) {
  std::vector<std::string> lines;
  for (const Made& made : documents) lines.push_back(made.id + " " + made.title);
  return lines;
}

std::vector<std::string> lines_in(const std::string& folder) {
  std::vector<std::string> lines;
  EXPECT_TRUE(for_each_document(folder, [&](const IndexedDocument& document) {
    lines.push_back(document.id + " " + document.title);
    return true;
  }));
  return lines;
}

std::string segment_bytes(const std::string& folder) {
  std::string bytes;
  for (const std::string& file : index::files_in(folder)) {
    if (index::role_of(file) != index::FileRole::kSegment) continue;
    std::ifstream in(folder + "/" + file, std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(in), {});
  }
  return bytes;
}

class Life {
 public:
  explicit Life(std::uint64_t seed)
      : random_(seed), folder_("life"), options_{.automatic_merge = seed % 2 == 0} {
    if (seed % 3 == 0) options_.memory_bytes = 1;  // commits at each document
    open();
  }

  void step() {
    Made made = make_document(random_() % 40);
    made.title = std::to_string(++version_);
    made.text += " version" + std::to_string(version_);
    switch (random_() % 16) {
      case 0:
        ASSERT_TRUE(writer_->merge());
        committed();
        return;
      case 1:
      case 2:
        ASSERT_TRUE(writer_->commit());
        committed();
        return;
      case 3:
        open();
        return;  // what was not committed is forgotten
      case 4:
        ASSERT_TRUE(writer_->merge_tiers());
        committed();
        return;
      case 5:
      case 6:
      case 7:
      case 8: {
        const auto there = writer_->remove(made.id);
        ASSERT_TRUE(there) << there.error().message;
        EXPECT_EQ(*there, model_.remove(made.id));
        return;
      }
      case 9:
      case 10: {
        const auto there = writer_->replace(made.view());
        ASSERT_TRUE(there) << there.error().message;
        EXPECT_EQ(*there, model_.remove(made.id));
        model_.add(made);
        return;
      }
      default: {
        const auto added = writer_->add(made.view());
        ASSERT_TRUE(added) << added.error().message;
        EXPECT_EQ(*added, !model_.has(made.id));
        if (*added) model_.add(made);
      }
    }
    EXPECT_TRUE(*writer_->contains(made.id));
  }

  void finish() {
    ASSERT_TRUE(writer_->merge());
    committed();
    const Folder fresh("life_fresh");
    auto writer = IndexWriter::open(fresh.path());
    ASSERT_TRUE(writer);
    for (const Made& made : model_.documents()) ASSERT_TRUE(*writer->add(made.view()));
    ASSERT_TRUE(writer->commit());
    EXPECT_TRUE(segment_bytes(folder_.path()) == segment_bytes(fresh.path()));
  }

 private:
  void open() {
    writer_.reset();
    writer_ = std::make_unique<IndexWriter>(*IndexWriter::open(folder_.path(), options_));
    // With so little memory it has committed by itself, and only it knows up to where.
    model_ = options_.memory_bytes == 1 ? read_back() : committed_;
    committed_ = model_;
  }

  Model read_back() const {
    Model model;
    for (const std::string& line : lines_in(folder_.path())) {
      const std::size_t space = line.find(' ');
      Made made = make_document(std::stoull(line.substr(4, space - 4)));
      made.title = line.substr(space + 1);
      made.text += " version" + made.title;
      model.add(made);
    }
    return model;
  }

  void committed() {
    EXPECT_EQ(lines_in(folder_.path()), lines_of(model_.documents()));
    EXPECT_EQ(writer_->documents(), model_.documents().size());
    const auto verified = verify_index(folder_.path());
    ASSERT_TRUE(verified) << verified.error().message;
    EXPECT_EQ(verified->documents, model_.documents().size());
    for (const auto& segment : verified->segments) EXPECT_EQ(segment.corruption, "");
    committed_ = model_;
  }

  std::mt19937_64 random_;
  const Folder folder_;
  WriterOptions options_;
  std::unique_ptr<IndexWriter> writer_;
  Model model_;
  Model committed_;
  std::uint64_t version_ = 0;
};

TEST(IndexLife, IsThatOfAPlainList) {
  for (std::uint64_t seed = 1; seed <= 9; ++seed) {
    SCOPED_TRACE(seed);
    Life life(seed);
    for (int i = 0; i < 120 && !testing::Test::HasFailure(); ++i) life.step();
    life.finish();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace despin
