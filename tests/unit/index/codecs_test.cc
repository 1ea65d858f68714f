// The codes an index is made of: each gives back what went in, at the size it promises.
#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "lib/index/bits.h"
#include "lib/index/document_codec.h"
#include "lib/index/elias_fano.h"
#include "lib/index/id_table.h"
#include "lib/index/lexicon.h"
#include "lib/index/metadata.h"
#include "lib/index/postings.h"
#include "lib/index/prefix_code.h"

namespace despin::index {
namespace {

using Buffer = std::vector<std::byte>;

TEST(Bits, ComeBackAtAnyWidthAndReadAsZerosBeyondTheEnd) {
  Buffer bytes;
  BitWriter writer(bytes);
  writer.put(5, 3);
  writer.put(0, 0);
  writer.put(0x1FFFFFFFFFFFFFEULL, 57);
  writer.put(1, 1);
  writer.align();
  ASSERT_EQ(bytes.size(), 8U);
  EXPECT_EQ(load_bits(bytes, 0) & low_mask(3), 5U);
  EXPECT_EQ(load_bits(bytes, 3) & low_mask(57), 0x1FFFFFFFFFFFFFEULL);
  EXPECT_EQ(load_bits(bytes, 60), 1U);
  EXPECT_EQ(load_bits(bytes, 64), 0U);
  EXPECT_EQ(load_bits(bytes, ~std::uint64_t{0}), 0U);
  EXPECT_EQ(width_below(0), 0U);
  EXPECT_EQ(width_below(1), 0U);
  EXPECT_EQ(width_below(2), 1U);
  EXPECT_EQ(width_below(256), 8U);
  EXPECT_EQ(width_below(257), 9U);
}

TEST(Varints, ComeBackAndAreNotReadBeyondTheEnd) {
  Buffer bytes;
  const std::uint64_t values[] = {0, 127, 128, 300, 1ULL << 35, ~0ULL};
  for (const std::uint64_t value : values) append_varint(bytes, value);
  Bytes rest(bytes);
  for (const std::uint64_t value : values) {
    std::uint64_t read = 0;
    ASSERT_TRUE(take_varint(rest, read));
    EXPECT_EQ(read, value);
  }
  std::uint64_t none = 0;
  EXPECT_FALSE(take_varint(rest, none));
  const Buffer endless(20, std::byte{0xFF});
  rest = endless;
  EXPECT_FALSE(take_varint(rest, none));
}

Buffer encode_list(const std::vector<std::uint64_t>& values, std::uint64_t universe) {
  Buffer bytes;
  EliasFanoBuilder builder(values.size(), universe);
  for (const std::uint64_t value : values) builder.add(value);
  builder.append_to(bytes);
  return bytes;
}

TEST(EliasFano, FindsEveryNumberAndEveryPlace) {
  std::mt19937_64 random(1);
  for (const std::uint64_t universe : {1ULL, 2ULL, 100ULL, 5000ULL, 1ULL << 40}) {
    for (const std::size_t n : {0U, 1U, 2U, 63U, 64U, 65U, 1000U}) {
      std::vector<std::uint64_t> values(n);
      for (auto& value : values) value = random() % universe;
      std::sort(values.begin(), values.end());
      Buffer bytes = encode_list(values, universe);
      bytes.push_back(std::byte{7});
      Bytes rest(bytes);
      EliasFano list;
      ASSERT_TRUE(EliasFano::view(rest, list));
      ASSERT_EQ(rest.size(), 1U);
      ASSERT_EQ(list.size(), n);
      for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(list.select(i), values[i]) << n << " " << i;
      for (int i = 0; i < 50; ++i) {
        const std::uint64_t value = random() % (universe + 1);
        const auto expected = std::lower_bound(values.begin(), values.end(), value);
        ASSERT_EQ(list.lower_bound(value), static_cast<std::uint64_t>(expected - values.begin()));
      }
    }
  }
}

TEST(EliasFano, TakesTheBytesItPromises) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t i = 0; i < 10'000; ++i) values.push_back(i * 1000 + (i * 7919) % 1000);
  const double bits = 8.0 * static_cast<double>(encode_list(values, 10'000'000).size()) / 10'000;
  EXPECT_LT(bits, 2 + 9.97 + 0.6);
}

TEST(EliasFano, IsNotThereWhereBytesAreMissing) {
  const Buffer whole = encode_list({1, 5, 9, 200}, 300);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Bytes rest = Bytes(whole).first(size);
    EliasFano list;
    EXPECT_FALSE(EliasFano::view(rest, list)) << size;
  }
}

TEST(Postings, LieBehindEachOtherAndTellTheirLengthByTheirCount) {
  std::mt19937_64 random(2);
  for (const std::uint32_t documents : {1U, 2U, 77U, 5000U}) {
    std::vector<std::vector<std::uint32_t>> lists;
    Buffer bytes;
    BitWriter writer(bytes);
    std::uint64_t bits = 0;
    for (int i = 0; i < 60; ++i) {
      std::vector<std::uint32_t> all(documents);
      for (std::uint32_t d = 0; d < documents; ++d) all[d] = d;
      std::shuffle(all.begin(), all.end(), random);
      all.resize(1 + random() % documents);
      std::sort(all.begin(), all.end());
      append_postings(writer, all, documents);
      bits += PostingShape(all.size(), documents).bits();
      lists.push_back(std::move(all));
    }
    writer.align();
    EXPECT_EQ(bytes.size(), (bits + 7) / 8);
    std::uint64_t bit = 0;
    for (const auto& list : lists) {
      const PostingShape shape(list.size(), documents);
      std::vector<std::uint32_t> read;
      ASSERT_TRUE(for_each_posting(bytes, bit, shape, [&](std::uint32_t d) { read.push_back(d); }));
      ASSERT_EQ(read, list);
      bit += shape.bits();
    }
    EXPECT_FALSE(for_each_posting(bytes, bit, PostingShape(documents, documents), [](auto) {}));
  }
}

TEST(Postings, ADocumentBeyondTheSegmentEndsTheList) {
  // Three of 100: five low bits each, all set, and high parts of 3, 3 and 3.
  const Buffer bytes = {std::byte{0xFF}, std::byte{0x7F}, std::byte{0xFC}};
  std::vector<std::uint32_t> read;
  const auto keep = [&](std::uint32_t document) { read.push_back(document); };
  EXPECT_FALSE(for_each_posting(bytes, 0, PostingShape(3, 100), keep));
  EXPECT_TRUE(read.empty());
  EXPECT_FALSE(for_each_posting(bytes, 4, PostingShape(3, 100), keep));
}

double mean_length(std::span<const std::uint64_t> counts) {
  const CodeLengths lengths = code_lengths(counts);
  double bits = 0;
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    bits += static_cast<double>(counts[i]) * lengths[i];
    sum += static_cast<double>(counts[i]);
  }
  return bits / sum;
}

TEST(PrefixCode, IsAsShortAsHuffmansAndDecodes) {
  const std::array<std::uint64_t, 6> counts = {45, 13, 12, 16, 9, 5};
  EXPECT_NEAR(mean_length(counts), 2.24, 1e-9);  // Cormen et al., fig. 16.3
  const CodeLengths lengths = code_lengths(counts);
  const auto codes = prefix_codes(lengths);
  PrefixDecoder decoder;
  ASSERT_TRUE(decoder.assign(lengths));
  for (std::size_t symbol = 0; symbol < counts.size(); ++symbol) {
    const auto code = decoder.look(codes[symbol] | ~low_mask(lengths[symbol]));
    EXPECT_EQ(code.symbol, symbol);
    EXPECT_EQ(code.length, lengths[symbol]);
  }
}

TEST(PrefixCode, NeverGrowsBeyondItsTable) {
  std::vector<std::uint64_t> fibonacci = {1, 1};
  while (fibonacci.size() < 60) fibonacci.push_back(fibonacci.end()[-1] + fibonacci.end()[-2]);
  const CodeLengths lengths = code_lengths(fibonacci);
  EXPECT_LE(*std::max_element(lengths.begin(), lengths.end()), kMaxCodeBits);
  PrefixDecoder decoder;
  ASSERT_TRUE(decoder.assign(lengths));
  const std::vector<std::uint64_t> all(kMaxSymbols, ~std::uint64_t{0} >> 9);
  EXPECT_NEAR(mean_length(all), 8, 1e-9);
}

TEST(PrefixCode, OneSymbolAndNoneAreCodesAndTooShortLengthsAreNot) {
  const std::array<std::uint64_t, 3> one = {0, 9, 0};
  PrefixDecoder decoder;
  ASSERT_TRUE(decoder.assign(code_lengths(one)));
  EXPECT_EQ(decoder.look(0).symbol, 1);
  EXPECT_EQ(decoder.look(1).length, 0);
  const std::array<std::uint64_t, 2> none = {0, 0};
  ASSERT_TRUE(decoder.assign(code_lengths(none)));
  EXPECT_EQ(decoder.look(0).length, 0);
  EXPECT_FALSE(decoder.assign(CodeLengths{1, 1, 1}));
  EXPECT_FALSE(decoder.assign(CodeLengths{13}));
}

TEST(DocumentCodec, GivesBackAnySequence) {
  std::mt19937_64 random(3);
  for (const std::uint32_t terms : {1U, 2U, 3U, 1000U}) {
    std::vector<std::uint32_t> frequencies(terms);
    for (std::uint32_t i = 0; i < terms; ++i) frequencies[i] = 1 + terms / (1 + i * 17 % terms);
    DistanceCounts distances{};
    DocumentEncoder encoder(frequencies, distances);
    std::vector<std::vector<TermId>> documents(200);
    std::vector<std::uint32_t> sizes;
    Buffer section;
    for (auto& document : documents) {
      document.resize(random() % 300);
      for (TermId& term : document) term = static_cast<TermId>(random() % (1 + random() % terms));
      const std::size_t begin = section.size();
      encoder.encode(document, section);
      sizes.push_back(static_cast<std::uint32_t>(section.size() - begin));
    }
    encoder.append_tables(sizes, section);
    DocumentTable table;
    ASSERT_TRUE(DocumentTable::view(section, terms, table));
    ASSERT_EQ(table.documents(), documents.size());
    std::vector<TermId> read = {1, 2, 3};
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
      ASSERT_TRUE(table.read(i, read));
      ASSERT_EQ(read, documents[i]) << terms << " " << i;
    }
    EXPECT_FALSE(DocumentTable::view(section, terms + 1, table));
  }
}

TEST(DocumentCodec, RepeatsAreCheap) {
  std::vector<std::uint32_t> frequencies(4096, 1);
  DistanceCounts distances{};
  distances[0] = 100'000;
  DocumentEncoder encoder(frequencies, distances);
  const std::vector<TermId> same(1000, 17);
  Buffer record;
  encoder.encode(same, record);
  EXPECT_LT(record.size(), 1000U * 2 / 8);
}

TEST(Lexicon, FindsEveryTermAndNoOther) {
  std::vector<std::string> words;
  for (int i = 0; i < 3000; ++i) words.push_back("w" + std::to_string(i * 37 % 3001));
  words.emplace_back("");
  words.emplace_back(kMaxTermBytes, 'x');
  words.push_back(std::string(kMaxTermBytes - 1, 'x') + "y");
  words.emplace_back("\xC3\xA9t\xC3\xA9");
  std::sort(words.begin(), words.end());
  constexpr std::uint64_t kDocuments = 5000;
  LexiconBuilder builder(kDocuments, 100);
  std::uint64_t bit = 0;
  std::vector<std::uint64_t> bits;
  const auto documents_of = [](std::size_t i) {
    return static_cast<std::uint32_t>(1 + i * 7 % 400);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    builder.add(words[i], documents_of(i));
    bits.push_back(bit);
    if (documents_of(i) <= 100) bit += PostingShape(documents_of(i), kDocuments).bits();
  }
  Buffer section;
  builder.append_to(section);
  Lexicon lexicon;
  ASSERT_TRUE(Lexicon::view(section, kDocuments, 100, lexicon));
  ASSERT_EQ(lexicon.size(), words.size());
  std::size_t walked = 0;
  ASSERT_TRUE(lexicon.for_each([&](std::string_view spelling, const Term& term) {
    EXPECT_EQ(spelling, words[walked]);
    EXPECT_EQ(term.id, walked++);
  }));
  EXPECT_EQ(walked, words.size());
  std::string spelling;
  for (std::size_t i = 0; i < words.size(); ++i) {
    Term found;
    ASSERT_TRUE(lexicon.find(words[i], found)) << words[i];
    EXPECT_EQ(found.id, i);
    EXPECT_EQ(found.documents, documents_of(i));
    EXPECT_EQ(found.postings_bit, bits[i]);
    EXPECT_EQ(lexicon.has_postings(found), documents_of(i) <= 100);
    Term same;
    ASSERT_TRUE(lexicon.at(static_cast<TermId>(i), same, &spelling));
    EXPECT_EQ(spelling, words[i]);
    EXPECT_EQ(same.postings_bit, found.postings_bit);
    EXPECT_FALSE(lexicon.find(words[i] + "!", found));
  }
  Term none;
  EXPECT_FALSE(lexicon.at(static_cast<TermId>(words.size()), none, nullptr));
  EXPECT_FALSE(lexicon.find("zzz", none));
  EXPECT_FALSE(lexicon.find("a", none));
}

TEST(StoredTerm, CutsLongOnesSoThatTheyStillDiffer) {
  std::string room;
  const std::string fits(kMaxTermBytes, 'a');
  EXPECT_EQ(stored_term(fits, room), fits);
  const std::string one(kMaxTermBytes + 1, 'a');
  const std::string cut(stored_term(one, room));
  EXPECT_EQ(cut.size(), kMaxTermBytes);
  EXPECT_NE(cut, stored_term(one + "b", room));
  EXPECT_EQ(cut, stored_term(one, room));
  // Never within a character.
  std::string accents = "a";
  for (int i = 0; i < 60; ++i) accents += "\xC3\xA9";
  const std::string_view shorter = stored_term(accents, room);
  EXPECT_EQ(shorter.substr(0, 47).find_last_of('\xA9'), 46U);
}

TEST(Metadata, ComesBackByPlaceFromWithinAndFromTheSection) {
  MetadataBuilder builder;
  std::vector<Metadata> rows;
  for (std::uint64_t i = 0; i < 500; ++i) {
    Metadata row;
    row.id = "id" + std::to_string(i);
    if (i % 2 == 0) row.url = "https://example.org/" + std::string(i % 300, 'u');
    if (i % 3 == 0) row.title = std::string(i == 300 ? 65536 : i % 50, 't');
    if (i % 5 == 0) row.date = "2019-05-01";
    row.words = i * 1000;
    builder.add(row);
    rows.push_back(std::move(row));
  }
  MetadataScratch scratch;
  Metadata read;
  const auto expect_row = [&](std::size_t i) {
    EXPECT_EQ(read.id, rows[i].id);
    EXPECT_EQ(read.url, rows[i].url);
    EXPECT_EQ(read.title, rows[i].title);
    EXPECT_EQ(read.date, rows[i].date);
    EXPECT_EQ(read.words, rows[i].words);
  };
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    ASSERT_TRUE(builder.read(i, scratch, read));
    expect_row(i);
  }
  Buffer section = builder.take();
  builder.append_to(section);
  MetadataTable table;
  ASSERT_TRUE(MetadataTable::view(section, rows.size(), table));
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    ASSERT_TRUE(table.read(i, scratch, read));
    expect_row(i);
  }
  const MetadataSource tables[] = {{&table}};
  EXPECT_TRUE(train_dictionary(tables).empty()) << "so few rows are not worth one";
  std::size_t seen = 0;
  std::vector<Metadata> block;
  for (std::uint64_t b = 0; b < table.blocks(); ++b) {
    ASSERT_TRUE(table.read_block(b, scratch, block));
    for (const Metadata& row : block) EXPECT_EQ(row.id, rows[seen++].id);
  }
  EXPECT_EQ(seen, rows.size());
}

TEST(Metadata, IsSmallerWithADictionary) {
  std::vector<Metadata> rows;
  for (std::uint64_t i = 0; i < 9000; ++i) {
    Metadata row;
    row.id = std::to_string(i * 7919 % 100'000);
    row.url = "https://example.org/" + std::to_string(i % 12) + "/the-town-council-of-" + row.id;
    row.title = "The town council of " + row.id + " will meet on Thursday, says the mayor";
    rows.push_back(std::move(row));
  }
  MetadataBuilder plain{std::vector<std::byte>()};
  for (const Metadata& row : rows) plain.add(row);
  Buffer plain_section;
  plain.append_to(plain_section);
  MetadataTable plain_table;
  ASSERT_TRUE(MetadataTable::view(plain_section, rows.size(), plain_table));
  const MetadataSource tables[] = {{&plain_table}};
  const std::vector<std::byte> dictionary = train_dictionary(tables);
  ASSERT_FALSE(dictionary.empty());
  EXPECT_EQ(dictionary, train_dictionary(tables));

  MetadataBuilder builder(dictionary);
  Buffer section;
  for (const Metadata& row : rows) {
    builder.add(row);
    if (builder.documents() % 1000 == 0) {
      const Buffer taken = builder.take();
      section.insert(section.end(), taken.begin(), taken.end());
    }
  }
  builder.append_to(section);
  EXPECT_LT(section.size(), plain_section.size());
  MetadataTable table;
  ASSERT_TRUE(MetadataTable::view(section, rows.size(), table));
  MetadataScratch scratch;
  Metadata read;
  for (std::uint32_t i = 0; i < rows.size(); i += 7) {
    ASSERT_TRUE(table.read(i, scratch, read));
    EXPECT_EQ(read.id, rows[i].id);
    EXPECT_EQ(read.url, rows[i].url);
    EXPECT_EQ(read.title, rows[i].title);
  }
}

TEST(IdTable, NamesEachDocumentAndFewOthers) {
  std::vector<std::uint64_t> entries;
  for (std::uint32_t i = 0; i < 3000; ++i) entries.push_back(id_entry("n" + std::to_string(i), i));
  Buffer section;
  append_id_table(entries, section);
  IdTable table;
  ASSERT_TRUE(IdTable::view(section, 3000, table));
  EXPECT_FALSE(IdTable::view(section, 2999, table));
  std::size_t others = 0;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    bool found = false;
    table.for_each_candidate("n" + std::to_string(i), [&](std::uint32_t document) {
      found = document == i;
      return !found;
    });
    EXPECT_TRUE(found) << i;
    table.for_each_candidate("m" + std::to_string(i), [&](std::uint32_t) { return ++others > 0; });
  }
  EXPECT_LT(others, 60U);  // one in 256 by chance: 12
}

}  // namespace
}  // namespace despin::index
