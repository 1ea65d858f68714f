// What is added to an index is in it: terms, postings, sequences, names.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/index/index.h"
#include "lib/text/terms.h"
#include "tests/unit/small_index.h"

namespace despin {
namespace {

namespace fs = std::filesystem;
using index::Segment;
using index::Term;
using index::TermId;
using small_index::Folder;
using small_index::Made;

std::vector<std::string> terms_of_text(const std::string& text) {
  text::Tokens tokens;
  EXPECT_TRUE(text::tokenize(text, tokens));
  std::vector<std::string> terms;
  std::string room;
  for (const text::Token& token : tokens.list) {
    const std::string_view term = text::term_of(tokens, token, text, room);
    if (!term.empty() && !text::is_function_word(term)) terms.emplace_back(term);
  }
  return terms;
}

std::vector<std::string> stored_terms(const Segment& segment, std::uint32_t document) {
  std::vector<TermId> ids;
  EXPECT_TRUE(segment.terms_of(document, ids));
  std::vector<std::string> terms(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_TRUE(segment.spelling(ids[i], terms[i]));
  return terms;
}

// Compares all that a segment says of its documents with the documents themselves.
void expect_holds(const Segment& segment, const std::vector<Made>& documents) {
  ASSERT_EQ(segment.documents(), documents.size());
  index::MetadataScratch scratch;
  std::map<std::string, std::set<std::uint32_t>> holders;
  for (std::uint32_t i = 0; i < documents.size(); ++i) {
    const Made& made = documents[i];
    const std::vector<std::string> terms = terms_of_text(made.text);
    ASSERT_EQ(stored_terms(segment, i), terms) << i;
    for (const std::string& term : terms) holders[term].insert(i);
    auto metadata = segment.metadata(i, scratch);
    ASSERT_TRUE(metadata);
    EXPECT_EQ(metadata->id, made.id);
    EXPECT_EQ(metadata->url, made.url);
    EXPECT_EQ(metadata->title, made.title);
    EXPECT_EQ(metadata->date, made.date);
    EXPECT_GE(metadata->words, terms.size());
    auto found = segment.find_id(made.id, scratch);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, i);
  }
  ASSERT_EQ(segment.terms(), holders.size());
  TermId id = 0;
  for (const auto& [spelling, expected] : holders) {
    Term term;
    ASSERT_TRUE(segment.find(spelling, term)) << spelling;
    EXPECT_EQ(term.id, id++);
    EXPECT_EQ(term.documents, expected.size());
    EXPECT_EQ(segment.has_postings(term), expected.size() <= 64);
    if (!segment.has_postings(term)) continue;
    std::vector<std::uint32_t> list;
    ASSERT_TRUE(segment.for_each_posting(term, [&](std::uint32_t d) { list.push_back(d); }));
    EXPECT_EQ(list, std::vector<std::uint32_t>(expected.begin(), expected.end())) << spelling;
  }
}

TEST(IndexWriter, KeepsEveryTermOfEveryDocument) {
  const Folder folder("keeps");
  const std::vector<Made> documents = small_index::make_documents(300);
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer) << writer.error().message;
  for (const Made& made : documents) {
    auto added = writer->add(made.view());
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_TRUE(*added);
  }
  EXPECT_EQ(writer->documents(), 0U);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(writer->documents(), 300U);
  auto index = index::open_index(folder.path());
  ASSERT_TRUE(index) << index.error().message;
  ASSERT_EQ(index->segments.size(), 1U);
  expect_holds(*index->segments[0], documents);
}

TEST(IndexWriter, MergedSegmentsHoldWhatTheyHeldApart) {
  const Folder folder("merged");
  const std::vector<Made> documents = small_index::make_documents(300);
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    ASSERT_TRUE(writer->add(documents[i].view()));
    if (i == 9 || i == 10 || i == 199) {
      ASSERT_TRUE(writer->commit());
    }
  }
  ASSERT_TRUE(writer->commit());
  auto apart = index::open_index(folder.path());
  ASSERT_TRUE(apart);
  ASSERT_EQ(apart->segments.size(), 4U);
  expect_holds(*apart->segments[2], {documents.begin() + 11, documents.begin() + 200});
  ASSERT_TRUE(writer->merge());
  auto merged = index::open_index(folder.path());
  ASSERT_TRUE(merged);
  ASSERT_EQ(merged->segments.size(), 1U);
  expect_holds(*merged->segments[0], documents);
  // Who had the old ones open may go on reading them.
  expect_holds(*apart->segments[2], {documents.begin() + 11, documents.begin() + 200});
}

}  // namespace
}  // namespace despin
