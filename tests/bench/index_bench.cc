// Speed of the index: documents added a second, and what a search asks of a segment.
// Text is made up, with ranks as in English, so that it runs anywhere.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "lib/index/index.h"

namespace despin::index {
namespace {

constexpr std::uint64_t kDocuments = 20'000;

// Some 390 words of which 55 in a hundred are content, ranks falling off as 1 / rank.
std::string article(std::uint64_t number) {
  static constexpr std::string_view kSmall[] = {"the ", "of ",  "and ", "to ", "in ",
                                                "a ",   "was ", "for ", ", ",  "on "};
  static constexpr std::string_view kSyllables[] = {"ba",  "cor", "den", "fi",  "gal", "ho",
                                                    "jin", "ka",  "lum", "mer", "no",  "pra",
                                                    "rit", "sto", "tel", "vu"};
  std::mt19937_64 random(number);
  std::string text;
  for (int i = 0; i < 390; ++i) {
    const std::uint64_t draw = random();
    if (draw % 100 >= 55) {
      text += kSmall[(draw >> 8) % std::size(kSmall)];
      continue;
    }
    const auto octave = (draw >> 16) % 18;
    std::uint64_t rank = (std::uint64_t{1} << octave) + (draw >> 24) % (std::uint64_t{1} << octave);
    for (rank += 16; rank > 0; rank /= 16) text += kSyllables[rank % 16];
    text += i % 17 == 16 ? ". " : " ";
  }
  return text;
}

std::string folder_for(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / ("despin_bench_" + name);
  std::filesystem::remove_all(folder);
  return folder.string();
}

const std::vector<std::string>& articles() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> made;
    for (std::uint64_t i = 0; i < kDocuments; ++i) made.push_back(article(i));
    return made;
  }();
  return all;
}

void add_all(IndexWriter& writer) {
  for (std::uint64_t i = 0; i < kDocuments; ++i) {
    const std::string id = "article-" + std::to_string(i);
    (void)writer.add({.id = id, .url = "https://example.org/" + id, .text = articles()[i]});
  }
}

void BM_AddAndCommit(benchmark::State& state) {
  const std::string folder = folder_for("add");
  (void)articles();
  for (auto _ : state) {
    std::filesystem::remove_all(folder);
    auto writer = IndexWriter::open(folder);
    if (!writer) return state.SkipWithError("no writer");
    add_all(*writer);
    if (!writer->commit()) return state.SkipWithError("not committed");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(kDocuments * state.iterations()));
  std::filesystem::remove_all(folder);
}
BENCHMARK(BM_AddAndCommit)->Unit(benchmark::kMillisecond);

// The whole of one index, made once.
struct Built {
  std::shared_ptr<const Segment> segment;
  std::vector<TermId> terms;           // of documents drawn at random
  std::vector<std::string> spellings;  // of these
  double bytes_per_document = 0;
};

const Built& built() {
  static const Built made = [] {
    const std::string folder = folder_for("read");
    Built b;
    {
      auto writer = IndexWriter::open(folder);
      add_all(*writer);
      (void)writer->commit();
    }
    auto index = open_index(folder);
    b.segment = index->segments.at(0);
    b.bytes_per_document = static_cast<double>(statistics_of(*index).bytes) / kDocuments;
    std::filesystem::remove_all(folder);  // stays mapped
    std::mt19937_64 random(1);
    std::vector<TermId> terms;
    for (int i = 0; i < 50; ++i) {
      (void)b.segment->terms_of(static_cast<std::uint32_t>(random() % kDocuments), terms);
      b.terms.insert(b.terms.end(), terms.begin(), terms.end());
    }
    std::string spelling;
    for (const TermId id : b.terms) {
      (void)b.segment->spelling(id, spelling);
      b.spellings.push_back(spelling);
    }
    return b;
  }();
  return made;
}

void BM_Find(benchmark::State& state) {
  const Built& b = built();
  Term term;
  for (auto _ : state) {
    for (const std::string& spelling : b.spellings) {
      benchmark::DoNotOptimize(b.segment->find(spelling, term));
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(b.spellings.size() * state.iterations()));
  state.counters["bytes/document"] = b.bytes_per_document;
}
BENCHMARK(BM_Find);

void BM_Spelling(benchmark::State& state) {
  const Built& b = built();
  std::string spelling;
  for (auto _ : state) {
    for (const TermId id : b.terms) benchmark::DoNotOptimize(b.segment->spelling(id, spelling));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(b.terms.size() * state.iterations()));
}
BENCHMARK(BM_Spelling);

void BM_Postings(benchmark::State& state) {
  const Built& b = built();
  std::vector<Term> terms;
  std::uint64_t documents = 0;
  for (const TermId id : b.terms) {
    Term term;
    if (!b.segment->term(id, term) || !b.segment->has_postings(term)) continue;
    terms.push_back(term);
    documents += term.documents;
  }
  std::vector<std::uint16_t> counts(kDocuments);
  for (auto _ : state) {
    for (const Term& term : terms) {
      (void)b.segment->for_each_posting(term, [&](std::uint32_t document) { ++counts[document]; });
    }
  }
  benchmark::DoNotOptimize(counts.data());
  state.SetItemsProcessed(static_cast<std::int64_t>(documents * state.iterations()));
}
BENCHMARK(BM_Postings);

void BM_TermsOfADocument(benchmark::State& state) {
  const Built& b = built();
  std::mt19937_64 random(2);
  std::vector<TermId> terms;
  std::uint64_t read = 0;
  for (auto _ : state) {
    (void)b.segment->terms_of(static_cast<std::uint32_t>(random() % kDocuments), terms);
    read += terms.size();
  }
  state.counters["terms/s"] =
      benchmark::Counter(static_cast<double>(read), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_TermsOfADocument);

void BM_Metadata(benchmark::State& state) {
  const Built& b = built();
  std::mt19937_64 random(3);
  MetadataScratch scratch;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        b.segment->metadata(static_cast<std::uint32_t>(random() % kDocuments), scratch));
  }
}
BENCHMARK(BM_Metadata);

void BM_IdThatIsNotThere(benchmark::State& state) {
  const Built& b = built();
  MetadataScratch scratch;
  std::uint64_t number = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(b.segment->find_id("other-" + std::to_string(number++), scratch));
  }
}
BENCHMARK(BM_IdThatIsNotThere);

}  // namespace
}  // namespace despin::index
