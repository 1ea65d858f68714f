// tests/unit/api/source_index_test.cc - the source of a suspect among others, and when it
// is none.
#include "despin/source_index.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/example_page.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

using small_index::Folder;

class SourceIndexTest : public testing::Test {
 protected:
  SourceIndexTest()
      : detector_(Detector::open(DESPIN_SOURCE_DIR "/models/tiny.despin")),
        original_(example_page("harbour_original.txt")),
        spun_(example_page("harbour_spun.txt")) {}

  // The original among unrelated documents.
  void add_all(const Folder& folder, const std::string& date = {}) {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer) << writer.error().message;
    for (const small_index::Made& made : small_index::make_documents(40)) {
      ASSERT_TRUE(writer->add(made.view()));
    }
    ASSERT_TRUE(writer->add({.id = "harbour",
                             .url = "https://example.org/harbour",
                             .title = "Gates",
                             .date = date,
                             .text = original_}));
    ASSERT_TRUE(writer->commit());
  }

  std::vector<SourceMatch> search(const Folder& folder, const Suspect& suspect,
                                  const SearchOptions& options = {}) {
    auto index = SourceIndex::open(folder.path(), *detector_);
    EXPECT_TRUE(index) << index.error().message;
    SearchWorkspace scratch;
    auto matches = index->search(suspect, scratch, options);
    EXPECT_TRUE(matches) << matches.error().message;
    return *matches;
  }

  Result<Detector> detector_;
  std::string original_;
  std::string spun_;
};

TEST_F(SourceIndexTest, FindsTheSourceOfASpunPage) {
  const Folder folder("source_spun");
  add_all(folder, "2019-05-02");
  const auto matches = search(folder, {.text = spun_, .id = {}, .date = {}});
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "harbour");
  EXPECT_EQ(matches[0].url, "https://example.org/harbour");
  EXPECT_EQ(matches[0].title, "Gates");
  EXPECT_EQ(matches[0].date, "2019-05-02");
  EXPECT_EQ(matches[0].relation, Relation::kSpun);
  EXPECT_GT(matches[0].copied, 0.7);
  EXPECT_GT(matches[0].swapped, 0.1);
  EXPECT_LT(matches[0].swapped, matches[0].copied);
  ASSERT_FALSE(matches[0].passages.empty());
  EXPECT_LE(matches[0].passages.back().end_byte, spun_.size());
}

TEST_F(SourceIndexTest, CallsACopyWithoutSwapsVerbatim) {
  const Folder folder("source_verbatim");
  add_all(folder);
  const auto matches = search(folder, {.text = original_, .id = {}, .date = {}});
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].relation, Relation::kVerbatim);
  EXPECT_EQ(matches[0].copied, 1);
  EXPECT_EQ(matches[0].swapped, 0);
}

TEST_F(SourceIndexTest, ADocumentIsNotItsOwnSource) {
  const Folder folder("source_self");
  add_all(folder);
  Withheld withheld;
  const SearchOptions options{.withheld = &withheld};
  const std::string_view url = "https://example.org/harbour";
  for (const Suspect& suspect : {Suspect{.text = original_, .id = "harbour"},
                                 Suspect{.text = original_, .id = "another", .url = url},
                                 Suspect{.text = original_, .id = url}}) {
    EXPECT_TRUE(search(folder, suspect, options).empty());
    EXPECT_EQ(withheld.itself, 1U);
    EXPECT_EQ(withheld.total(), 1U);
  }
  // What it says of itself leaves nothing out.
  const auto claimed = search(folder, {.text = original_, .claimed_url = url}, options);
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_TRUE(claimed[0].own_address);
  EXPECT_EQ(search(folder, {.text = original_, .id = "another"}, options).size(), 1U);
  EXPECT_EQ(withheld.total(), 0U);
}

// Whoever spins a text may date it before its source.
TEST_F(SourceIndexTest, ADateThatTheSuspectClaimsLeavesNothingOut) {
  const Folder folder("source_claimed");
  add_all(folder, "2019-05-02");
  const auto claimed = search(folder, {.text = spun_, .claimed_date = "1999-01-01"});
  ASSERT_EQ(claimed.size(), 1U);
  EXPECT_TRUE(claimed[0].later);
  EXPECT_FALSE(search(folder, {.text = spun_, .claimed_date = "2019-05-03"})[0].later);
  EXPECT_FALSE(search(folder, {.text = spun_})[0].later);
  Withheld withheld;
  EXPECT_TRUE(
      search(folder, {.text = spun_, .date = "1999-01-01"}, {.withheld = &withheld}).empty());
  EXPECT_EQ(withheld.later, 1U);
}

TEST_F(SourceIndexTest, RevisionsOfAStoryAreOneSource) {
  const Folder folder("source_revisions");
  {
    auto writer = IndexWriter::open(folder.path());
    for (int i = 0; i < 12; ++i) {
      const std::string id = "ap-" + std::to_string(i);
      const std::string text = original_ + "\nUpdate " + std::to_string(i) + ".";
      ASSERT_TRUE(writer->add({.id = id, .url = {}, .title = {}, .date = {}, .text = text}));
    }
    for (const small_index::Made& made : small_index::make_documents(40)) {
      ASSERT_TRUE(writer->add(made.view()));
    }
    ASSERT_TRUE(writer->commit());
  }
  Withheld withheld;
  const auto matches = search(folder, {.text = spun_}, {.max_matches = 3, .withheld = &withheld});
  ASSERT_EQ(matches.size(), 1U);
  std::set<std::string> ids = {matches[0].id};
  for (const SourceCopy& copy : matches[0].copies) ids.insert(copy.id);
  EXPECT_EQ(ids.size(), 12U);
  EXPECT_EQ(withheld.total(), 0U);
}

TEST_F(SourceIndexTest, WhatWasRemovedIsFoundByReadersOfBeforeAlone) {
  const Folder folder("source_removed");
  add_all(folder);
  const auto before = SourceIndex::open(folder.path(), *detector_);
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(*writer->remove("harbour"));
    ASSERT_TRUE(writer->commit());
  }
  const auto after = before->refreshed();
  ASSERT_TRUE(after);
  SearchWorkspace scratch;
  EXPECT_EQ(before->search({.text = spun_}, scratch)->size(), 1U);
  EXPECT_TRUE(after->search({.text = spun_}, scratch)->empty());
  EXPECT_EQ(after->statistics().documents, 40U);
  EXPECT_EQ((*before->find_document("harbour"))->title, "Gates");
  EXPECT_FALSE(*after->find_document("harbour"));
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer->merge());
    ASSERT_TRUE(
        *writer->add({.id = "harbour", .url = {}, .title = {}, .date = {}, .text = original_}));
    ASSERT_TRUE(writer->commit());
  }
  EXPECT_EQ(before->search({.text = spun_}, scratch)->size(), 1U);
  EXPECT_TRUE(after->search({.text = spun_}, scratch)->empty());
  EXPECT_EQ(after->refreshed()->search({.text = spun_}, scratch)->size(), 1U);
}

// The scores are those of an index that never had it, once it is merged.
TEST_F(SourceIndexTest, AfterAMergeNothingRemembersWhatWasRemoved) {
  const Folder folder("source_exact");
  const Folder never("source_never");
  add_all(folder);
  add_all(never);
  {
    auto writer = IndexWriter::open(folder.path());
    for (std::uint64_t i = 900; i < 960; ++i) {
      auto made = small_index::make_document(i);
      made.text += original_.substr(i, 300);
      ASSERT_TRUE(writer->add(made.view()));
    }
    ASSERT_TRUE(writer->commit());
    for (std::uint64_t i = 900; i < 960; ++i) {
      ASSERT_TRUE(*writer->remove("doc-" + std::to_string(i)));
    }
    ASSERT_TRUE(writer->merge());
  }
  EXPECT_EQ(to_json(search(folder, {.text = spun_}), "x"),
            to_json(search(never, {.text = spun_}), "x"));
}

TEST_F(SourceIndexTest, ACopyCannotPrecedeItsOriginalUnlessAsked) {
  const Folder folder("source_dates");
  add_all(folder, "2019-05-02");
  EXPECT_TRUE(search(folder, {.text = spun_, .id = {}, .date = "2019-05-01"}).empty());
  EXPECT_EQ(search(folder, {.text = spun_, .id = {}, .date = "2019-05-02T08:00"}).size(), 1u);
  EXPECT_EQ(search(folder, {.text = spun_, .id = {}, .date = "2019"}).size(), 1u);
  EXPECT_EQ(search(folder, {.text = spun_, .id = {}, .date = "2019-05-01"}, {.later_sources = true})
                .size(),
            1u);
}

TEST_F(SourceIndexTest, WhatManySourcesShareTellsNothingUnlessAsked) {
  const Folder folder("source_shared");
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    for (std::uint64_t i = 0; i < 12; ++i) {
      const std::string id = "wire-" + std::to_string(i);
      const std::string text = original_ + "\n\n" + small_index::make_document(200 + i, 400).text;
      ASSERT_TRUE(writer->add({.id = id, .url = {}, .title = {}, .date = {}, .text = text}));
    }
    for (const small_index::Made& made : small_index::make_documents(40)) {
      ASSERT_TRUE(writer->add(made.view()));
    }
    ASSERT_TRUE(writer->commit());
  }
  Withheld withheld;
  EXPECT_TRUE(search(folder, {.text = spun_}, {.withheld = &withheld}).empty());
  EXPECT_EQ(withheld.common, 12U);
  EXPECT_EQ(search(folder, {.text = spun_}, {.max_sharing = 12, .withheld = &withheld}).size(),
            10u);
  EXPECT_EQ(withheld.more, 2U);
  EXPECT_EQ(
      search(folder, {.text = spun_, .id = {}, .date = {}}, {.max_matches = 3, .max_sharing = 0})
          .size(),
      3u);
}

TEST_F(SourceIndexTest, ATextOfNoSourceMatchesNothing) {
  const Folder folder("source_none");
  add_all(folder);
  for (const std::string_view text :
       {std::string_view(), std::string_view("..."),
        std::string_view(
            "The bakery in Mill Lane sells rye bread and plum cake every morning, and "
            "on Fridays the queue reaches the bridge. Its oven was built by monks.")}) {
    EXPECT_TRUE(search(folder, {.text = text, .id = {}, .date = {}}).empty());
  }
}

TEST_F(SourceIndexTest, FindsBothSourcesOfAPatchwork) {
  const Folder folder("source_patchwork");
  add_all(folder);
  const std::string other =
      "The observatory on Kestrel Hill will open its dome to the public again in March, after "
      "volunteers replaced the cracked mirror and rewired the old turning gear. Schoolchildren "
      "from three valleys have drawn star charts for the staircase. The society's treasurer, Ines "
      "Calder, said that the repair had cost less than feared because a retired watchmaker ground "
      "the new bearings by hand and refused to be paid for them.";
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->add({.id = "dome", .url = {}, .title = {}, .date = {}, .text = other}));
    ASSERT_TRUE(writer->commit());
  }
  const auto matches = search(folder, {.text = spun_ + "\n\n" + other, .id = {}, .date = {}});
  ASSERT_EQ(matches.size(), 2u);
  EXPECT_NE(matches[0].id, matches[1].id);
}

TEST_F(SourceIndexTest, FindsAPageInALongTextOfOthers) {
  const Folder folder("source_long");
  add_all(folder);
  std::string text = small_index::make_document(900, 9000).text + "\n\n";
  const std::size_t begin = text.size();
  text += spun_ + "\n\n" + small_index::make_document(901, 9000).text;
  const auto matches = search(folder, {.text = text, .id = {}, .date = {}});
  ASSERT_EQ(matches.size(), 1u);
  EXPECT_EQ(matches[0].id, "harbour");
  EXPECT_GE(matches[0].passages.front().begin_byte + 50, begin);
  EXPECT_LE(matches[0].passages.back().end_byte, begin + spun_.size() + 50);
  EXPECT_LT(matches[0].copied, 0.05);
}

TEST_F(SourceIndexTest, ServesWhatIsWholeBesideADamagedSegment) {
  const Folder folder("source_damaged");
  add_all(folder);
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->add(small_index::make_document(500).view()));
    ASSERT_TRUE(writer->commit());
  }
  auto before = index_statistics(folder.path());
  ASSERT_TRUE(before);
  ASSERT_EQ(before->segments.size(), 2u);
  std::filesystem::resize_file(folder.path() + "/" + before->segments[1].file, 10);
  auto index = SourceIndex::open(folder.path(), *detector_);
  ASSERT_TRUE(index);
  EXPECT_TRUE(index->statistics().segments[0].corruption.empty());
  EXPECT_NE(index->statistics().segments[1].corruption.find(before->segments[1].file),
            std::string::npos);
  SearchWorkspace scratch;
  const auto matches = index->search({.text = spun_, .id = {}, .date = {}}, scratch);
  ASSERT_TRUE(matches);
  EXPECT_EQ(matches->size(), 1u);
}

TEST_F(SourceIndexTest, LeavesOutWhatWasChangedIfAskedToVerify) {
  const Folder folder("source_verified");
  add_all(folder);
  const std::string segment =
      folder.path() + "/" + index_statistics(folder.path())->segments[0].file;
  ASSERT_TRUE(SourceIndex::open(folder.path(), *detector_, {.verify = true})
                  ->statistics()
                  .segments[0]
                  .corruption.empty());
  {
    std::fstream file(segment, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(-1, std::ios::end);
    file.put('\x55');
  }
  auto unasked = SourceIndex::open(folder.path(), *detector_);
  ASSERT_TRUE(unasked);
  EXPECT_TRUE(unasked->statistics().segments[0].corruption.empty());
  auto verified = SourceIndex::open(folder.path(), *detector_, {.verify = true});
  ASSERT_TRUE(verified);
  EXPECT_FALSE(verified->statistics().segments[0].corruption.empty());
  EXPECT_EQ(verified->statistics().documents, 0U);
}

TEST_F(SourceIndexTest, ACopyMayLoseItsFiles) {
  const Folder folder("source_copied");
  add_all(folder);
  auto index = SourceIndex::open(folder.path(), *detector_, {.copy = true});
  ASSERT_TRUE(index);
  for (const auto& segment : index->statistics().segments) {
    std::filesystem::resize_file(folder.path() + "/" + segment.file, 0);
  }
  Workspace scratch;
  const auto matches = index->search({.text = spun_, .id = {}, .date = {}}, scratch);
  ASSERT_TRUE(matches);
  EXPECT_EQ(matches->size(), 1U);
}

TEST_F(SourceIndexTest, IsRefreshedWhereSomethingWasCommitted) {
  const Folder folder("source_refreshed");
  add_all(folder);
  auto index = SourceIndex::open(folder.path(), *detector_);
  ASSERT_TRUE(index);
  auto same = index->refreshed();
  ASSERT_TRUE(same);
  EXPECT_EQ(&same->statistics(), &index->statistics()) << "nothing was committed";
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer);
  ASSERT_TRUE(writer->add({.id = "late", .url = {}, .title = {}, .date = {}, .text = spun_}));
  ASSERT_TRUE(writer->commit());
  auto now = index->refreshed();
  ASSERT_TRUE(now);
  EXPECT_EQ(now->statistics().documents, index->statistics().documents + 1);
  Workspace scratch;
  EXPECT_EQ(now->search({.text = spun_, .id = {}, .date = {}}, scratch)->size(), 2U);
  EXPECT_EQ(index->search({.text = spun_, .id = {}, .date = {}}, scratch)->size(), 1U);
  std::filesystem::remove(folder.path() + "/manifest");
  EXPECT_FALSE(index->refreshed());
}

TEST_F(SourceIndexTest, ThreadsShareAnIndexAndAgree) {
  const Folder folder("source_threads");
  add_all(folder);
  auto index = SourceIndex::open(folder.path(), *detector_);
  ASSERT_TRUE(index);
  const std::string expected = to_json(search(folder, {.text = spun_, .id = {}, .date = {}}), "x");
  std::vector<std::string> said(4);
  std::vector<std::thread> threads;
  for (std::string& answer : said) {
    threads.emplace_back([&] {
      SearchWorkspace scratch;
      for (const std::string& text : {original_, std::string(), spun_}) {
        auto matches = index->search({.text = text, .id = {}, .date = {}}, scratch);
        answer = matches ? to_json(*matches, "x") : matches.error().message;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& answer : said) EXPECT_EQ(answer, expected);
}

TEST_F(SourceIndexTest, JsonHasAMatchInEveryField) {
  const Folder folder("source_json");
  add_all(folder);
  const auto json = nlohmann::json::parse(
      to_json(search(folder, {.text = spun_, .id = {}, .date = {}}), "suspect-1"));
  EXPECT_EQ(json["id"], "suspect-1");
  ASSERT_EQ(json["matches"].size(), 1u);
  const auto& match = json["matches"][0];
  EXPECT_EQ(match["id"], "harbour");
  EXPECT_EQ(match["verdict"], "spun");
  for (const char* field : {"url", "title", "date", "score", "copied", "swapped", "passages"}) {
    EXPECT_TRUE(match.contains(field)) << field;
  }
}

TEST_F(SourceIndexTest, BadTextIsAnError) {
  const Folder folder("source_utf8");
  add_all(folder);
  auto index = SourceIndex::open(folder.path(), *detector_);
  ASSERT_TRUE(index);
  SearchWorkspace scratch;
  const auto matches = index->search({.text = "\xFF\xFE", .id = {}, .date = {}}, scratch);
  ASSERT_FALSE(matches);
  EXPECT_EQ(matches.error().code, ErrorCode::kBadUtf8);
}

TEST_F(SourceIndexTest, NoIndexIsAnError) {
  EXPECT_EQ(SourceIndex::open("/nonexistent/index", *detector_).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace despin
