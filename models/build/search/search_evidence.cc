// models/build/search/search_evidence.cc - the evidence for each candidate that a search
// aligns: what fit_odds.py learns the odds of a copy from.
//
//   despin-search-evidence MODEL INDEX QUERIES.jsonl > evidence.tsv
//
// A line for each: query, document, log-odds by the model's parameters, discounted nats, share
// copied, kept, capped kept, gap and undiscounted nats; content words of the query; of the best
// stretch discounted, kept, capped kept and gap nats, and its words, copied words and swapped
// words; words of the longest run; log-odds of a rewording, and the words that both have once.
// Candidates come in the order of a search, which aligns no more of them after some that are no
// copies.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "lib/detect/model.h"
#include "lib/detect/reading.h"
#include "lib/format/parameters.h"
#include "lib/index/index.h"
#include "lib/search/source_candidates.h"
#include "lib/search/source_evidence.h"

namespace {

int fail(std::string_view what) {
  std::cerr << what << '\n';
  return 2;
}

// Prints the evidence of a query's candidates.
despin::Result<void> print_evidence(const std::string& query,
                                    const despin::search::SearchInput& input,
                                    despin::search::EvidenceScratch& scratch) {
  despin::search::SourceEvidence search(input, scratch);
  if (auto ok = search.rank_by_sketch(); !ok) return ok;
  despin::index::MetadataScratch metadata;
  despin::search::AlignedSource source;
  std::size_t rejects = 0;
  for (const despin::search::SketchedCandidate& sketched : scratch.sketched) {
    if (auto ok = search.align(sketched.number, source); !ok) return ok;
    const despin::index::RetrievalCandidate& candidate =
        input.candidates[sketched.number].candidate;
    const auto document = input.stores[candidate.segment]->metadata(candidate.document, metadata);
    if (!document) return document.error();
    const despin::align::CopyEvidence& e = source.evidence;
    const double odds = search.log_odds(e);
    const double rewording =
        despin::align::rewording_log_odds(source.rewording, input.aligning.rewording);
    const despin::align::CopiedStretch& s = e.stretch;
    std::printf(
        "%s\t%s\t%.4f\t%.3f\t%.5f\t%.3f\t%.3f\t%.3f\t%.3f\t%u\t%.3f\t%.3f\t%.3f\t%.3f\t%u\t%u\t"
        "%u\t%u\t%.3f\t%u\n",
        query.c_str(), std::string(document->id).c_str(), odds, e.discounted_nats, e.copied,
        e.kept_nats, e.capped_kept_nats, e.gap_nats, e.undiscounted_nats, e.row_words,
        s.discounted_nats, s.kept_nats, s.capped_kept_nats, s.gap_nats, s.suspect.size(),
        s.copied_words, s.swapped_words, e.run_words, rewording, source.rewording.once);
    rejects = odds >= 0 ? 0 : rejects + 1;
    if (rejects == search.max_consecutive_rejects()) break;
  }
  return {};
}

int run(const std::string& path, const std::string& folder, const std::string& queries) {
  const auto model = despin::detect::Model::open(path);
  if (!model) return fail(model.error().message);
  const auto index = despin::index::open_index(folder);
  if (!index) return fail(index.error().message);
  std::vector<const despin::index::DocumentStore*> stores;
  std::uint64_t documents = 0;
  for (const auto& segment : index->segments) {
    stores.push_back(segment.get());
    documents += segment->documents();
  }
  const auto aligning = despin::format::parameters_of<despin::align::Parameters>(model->file);
  if (!aligning) return fail(aligning.error().message);
  const auto parameters = despin::format::parameters_of<despin::search::Parameters>(model->file);
  if (!parameters) return fail(parameters.error().message);
  despin::decode::DecodeScratch decoding;
  despin::detect::Reading reading;
  despin::search::RetrievalScratch retrieval;
  despin::search::EvidenceScratch scratch;
  std::vector<despin::search::WindowedCandidate> candidates;
  std::ifstream in(queries);
  if (!in) return fail("the queries cannot be read");
  for (std::string line; std::getline(in, line);) {
    const auto query = despin::read_record(line);
    if (!query) return fail(query.error().message);
    if (auto ok = despin::detect::read_ngrams(query->text, *model, decoding, reading); !ok) {
      return fail(ok.error().message);
    }
    despin::search::collect_candidates(reading, *model, *index, parameters->retrieval, retrieval,
                                       candidates);
    const despin::Suspect suspect{.text = query->text, .id = {}, .date = {}};
    if (auto ok = print_evidence(query->id,
                                 {suspect, reading.tokens, candidates, stores, documents, *model,
                                  *aligning, *parameters},
                                 scratch);
        !ok) {
      return fail(ok.error().message);
    }
  }
  return std::fflush(stdout) == 0 ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return fail("usage: despin-search-evidence MODEL INDEX QUERIES.jsonl");
  return run(argv[1], argv[2], argv[3]);
}
