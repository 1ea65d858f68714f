// Added documents are in the index: terms, postings, sequences, names.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/index/document_buffer.h"
#include "lib/index/index.h"
#include "lib/text/terms.h"
#include "tests/support/index_crash.h"
#include "tests/support/small_index.h"

namespace despin {
namespace {

using index::Segment;
using index::Term;
using index::TermId;
using small_index::add_documents;
using small_index::code_of;
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
  auto writer = IndexWriter::open(folder.path(), {.automatic_merge = false});
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

TEST(IndexWriter, TakesAnIdOnce) {
  const Folder folder("ids");
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer);
  const auto add = [&](const std::string& id) {
    auto added = writer->add({.id = id, .text = "Harbours were opened."});
    EXPECT_TRUE(added);
    return added && *added;
  };
  EXPECT_TRUE(add("a"));
  EXPECT_FALSE(add("a"));
  for (int i = 0; i < 2000; ++i) EXPECT_TRUE(add("n" + std::to_string(i)));
  for (int i = 0; i < 2000; i += 7) EXPECT_FALSE(add("n" + std::to_string(i)));
  ASSERT_TRUE(writer->commit());
  EXPECT_FALSE(add("n3"));
  EXPECT_TRUE(add("b"));
  ASSERT_TRUE(writer->merge());
  EXPECT_FALSE(add("a"));
  EXPECT_FALSE(add("b"));
  EXPECT_EQ(writer->documents(), 2002U);
}

TEST(IndexWriter, RefusesWhatIsNoDocumentAndGoesOn) {
  const Folder folder("refuses");
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer);
  const std::string long_value(index::kMaxMetadataBytes + 1, 'x');
  EXPECT_EQ(code_of(writer->add({.id = "", .text = "x"})), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(writer->add({.id = long_value, .text = "x"})), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(writer->add({.id = "1", .url = long_value})), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(writer->add({.id = "1", .title = long_value})), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(writer->add({.id = "1", .date = long_value})), ErrorCode::kBadInput);
  EXPECT_EQ(code_of(writer->add({.id = "1", .text = "\xFF"})), ErrorCode::kBadUtf8);
  EXPECT_EQ(code_of(writer->add({.id = "\xFF", .text = "x"})), ErrorCode::kBadUtf8);
  const std::string huge(index::kMaxDocumentBytes + 1, 'x');
  EXPECT_EQ(code_of(writer->add({.id = "1", .text = huge})), ErrorCode::kTooLarge);
  auto added = writer->add({.id = "1"});
  ASSERT_TRUE(added);
  EXPECT_TRUE(*added);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(writer->documents(), 1U);
  EXPECT_TRUE(verify_index(folder.path()));
}

TEST(IndexWriter, WhatWasNotCommittedIsForgotten) {
  const Folder folder("forgets");
  {
    auto writer = IndexWriter::open(folder.path());
    ASSERT_TRUE(writer);
    add_documents(*writer, 0, 5);
    ASSERT_TRUE(writer->commit());
    add_documents(*writer, 5, 9);
  }
  auto writer = IndexWriter::open(folder.path());
  ASSERT_TRUE(writer);
  EXPECT_EQ(writer->documents(), 5U);
  add_documents(*writer, 5, 9);
}

TEST(IndexWriter, CommitsByItselfWhenMemoryIsFull) {
  const Folder folder("full_memory");
  auto writer = IndexWriter::open(folder.path(), {.memory_bytes = std::uint64_t{1} << 20});
  ASSERT_TRUE(writer);
  add_documents(*writer, 0, 4000);
  EXPECT_GT(writer->documents(), 0U);
  EXPECT_LT(writer->documents(), 4000U);
  ASSERT_TRUE(writer->commit());
  EXPECT_EQ(small_index::expect_first_documents(folder.path()), 4000U);
}

std::uint32_t only_crc(const std::string& folder) {
  auto index = index::open_index(folder);
  EXPECT_TRUE(index);
  EXPECT_EQ(index->segments.size(), 1U);
  return index->manifest.segments.at(0).crc;
}

// The checksum of the header takes in those of all sections.
TEST(IndexWriter, TheSameDocumentsGiveTheSameBytesHoweverTheyCameThere) {
  const Folder at_once("at_once");
  const Folder in_turn("in_turn");
  {
    auto writer = IndexWriter::open(at_once.path());
    ASSERT_TRUE(writer);
    add_documents(*writer, 0, 400);
    ASSERT_TRUE(writer->commit());
  }
  {
    auto writer = IndexWriter::open(in_turn.path());
    ASSERT_TRUE(writer);
    for (const std::uint64_t end : {3U, 150U, 151U, 400U}) {
      add_documents(*writer, end == 3 ? 0 : end == 150 ? 3 : end == 151 ? 150 : 151, end);
      ASSERT_TRUE(writer->commit());
    }
    ASSERT_TRUE(writer->merge());
  }
  EXPECT_EQ(only_crc(at_once.path()), only_crc(in_turn.path()));
}

}  // namespace
}  // namespace despin
