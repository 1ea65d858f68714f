// tests/bench/search/search_evidence.cc - the evidence for each candidate that a search
// aligns: what fit_odds.py learns the odds of a copy from.
//
//   search_evidence MODEL INDEX QUERIES.jsonl > evidence.tsv
//
// A line for each: query, document, log-odds as they are, own nats, share copied, kept,
// rare, gap and full nats.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "despin/reader.h"
#include "lib/detect/model.h"
#include "lib/detect/reading.h"
#include "lib/index/index.h"
#include "lib/search/source_candidates.h"
#include "lib/search/source_matches.h"
#include "lib/search/source_odds.h"

namespace {

int fail(std::string_view what) {
  std::cerr << what << '\n';
  return 2;
}

int run(const std::string& path, const std::string& folder, const std::string& queries) {
  const auto model = despin::detect::Model::open(path);
  if (!model) return fail(model.error().message);
  const auto index = despin::index::open_index(folder);
  if (!index) return fail(index.error().message);
  std::uint64_t documents = 0;
  for (const auto& segment : index->segments) documents += segment->documents();
  despin::decode::DecodeScratch decoding;
  despin::detect::Reading reading;
  despin::search::RetrievalScratch retrieval;
  despin::index::MetadataScratch metadata;
  despin::search::MatchScratch matching;
  std::vector<despin::search::WindowedCandidate> candidates;
  std::ifstream in(queries);
  if (!in) return fail("the queries cannot be read");
  for (std::string line; std::getline(in, line);) {
    const auto query = despin::read_record(line);
    if (!query) return fail(query.error().message);
    if (auto ok = despin::detect::read_ngrams(query->text, *model, decoding, reading); !ok) {
      return fail(ok.error().message);
    }
    despin::search::collect_candidates(reading, model->vocabulary, *index, retrieval, candidates);
    const auto matches =
        despin::search::match_sources({.text = query->text, .id = {}, .date = {}}, reading.tokens,
                                      candidates, *index, *model, {}, matching);
    if (!matches) return fail(matches.error().message);
    for (const auto& [number, judgement] : matching.judged) {
      const auto& candidate = candidates[number].candidate;
      const auto source =
          index->segments[candidate.segment]->metadata(candidate.document, metadata);
      if (!source) return fail(source.error().message);
      std::printf("%s\t%s\t%.4f\t%.3f\t%.5f\t%.3f\t%.3f\t%.3f\t%.3f\n", query->id.c_str(),
                  std::string(source->id).c_str(),
                  despin::search::copy_log_odds(judgement, documents), judgement.own_nats,
                  judgement.copied, judgement.kept_nats, judgement.rare_nats, judgement.gap_nats,
                  judgement.full_nats);
    }
  }
  return std::fflush(stdout) == 0 ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return fail("usage: search_evidence MODEL INDEX QUERIES.jsonl");
  return run(argv[1], argv[2], argv[3]);
}
