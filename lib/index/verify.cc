#include "lib/index/verify.h"

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/guard.h"
#include "lib/base/hash.h"
#include "lib/index/index.h"

namespace despin::index {
namespace {

// Totals of a term: first from the postings, then from the documents.
struct Holders {
  std::uint32_t documents = 0;
  std::uint32_t seen = 0;
  std::uint32_t last = 0;  // document, from 1
  bool has_postings = false;
  // Sum of document hashes, added from one side and subtracted from the other.
  std::uint64_t sum = 0;
};

constexpr std::uint64_t hash_of(std::uint32_t document) {
  return base::mix64(document + 0x9E3779B97F4A7C15ULL);
}

Result<void> read_terms(const Segment& segment, std::vector<Holders>& holders) {
  bool fine = true;
  std::string last;
  const bool whole = segment.lexicon().for_each([&](std::string_view spelling, const Term& term) {
    fine = fine && (holders.empty() || last < spelling) && term.id == holders.size();
    last.assign(spelling);
    Holders& h = holders.emplace_back();
    h.documents = term.documents;
    h.has_postings = segment.has_postings(term);
  });
  if (!whole || !fine || holders.size() != segment.terms()) return segment.corruption("terms");
  bool lists = true;
  segment.lexicon().for_each([&](std::string_view, const Term& term) {
    Holders& h = holders[term.id];
    if (!h.has_postings) return;
    std::uint64_t count = 0;
    std::uint32_t before = 0;
    lists = segment.for_each_posting(term,
                                     [&](std::uint32_t document) {
                                       lists = lists && (count == 0 || before < document);
                                       before = document;
                                       h.sum += hash_of(document);
                                       ++count;
                                     }) &&
            lists && count == h.documents;
  });
  if (!lists) return segment.corruption("postings");
  return {};
}

Result<void> read_documents(const Segment& segment, std::vector<Holders>& holders,
                            const std::function<void(std::uint32_t)>& progress,
                            base::Budget* budget) {
  std::vector<TermId> terms;
  std::uint64_t stored = 0;
  for (std::uint32_t document = 0; document < segment.documents(); ++document) {
    if (auto ok = segment.terms_of(document, terms); !ok) return ok;
    stored += terms.size();
    if (!base::may_go_on(budget, 1 + terms.size() / 64)) return budget->error();
    for (const TermId term : terms) {
      Holders& h = holders[term];
      if (h.last == document + 1) continue;
      h.last = document + 1;
      ++h.seen;
      if (h.has_postings) h.sum -= hash_of(document);
    }
    if ((document & 0xFFF) == 0xFFF) progress(document + 1);
  }
  const bool same = std::all_of(holders.begin(), holders.end(), [](const Holders& h) {
    return h.seen == h.documents && h.sum == 0;
  });
  if (!same || stored != segment.stored_terms()) {
    return segment.corruption("postings or documents");
  }
  return {};
}

Result<void> read_metadata(const Segment& segment) {
  MetadataScratch scratch;
  std::vector<Metadata> rows;
  std::uint32_t document = 0;
  std::uint64_t words = 0;
  std::uint64_t removed_words = 0;
  const MetadataTable& table = segment.metadata_table();
  for (std::uint64_t block = 0; block < table.blocks(); ++block) {
    if (!table.read_block(block, scratch, rows)) return segment.corruption("metadata");
    for (const Metadata& row : rows) {
      bool listed = false;
      segment.ids().for_each_candidate(row.id, [&](std::uint32_t candidate) {
        listed = candidate == document;
        return !listed;
      });
      if (!listed) return segment.corruption("ids");
      words += row.words;
      removed_words += segment.is_removed(document) ? row.words : 0;
      ++document;
    }
  }
  if (document != segment.documents() || words != segment.words()) {
    return segment.corruption("metadata");
  }
  if (segment.tombstones() != nullptr && segment.tombstones()->words() != removed_words) {
    return segment.corruption("tombstones");
  }
  return {};
}

}  // namespace

Result<void> verify_segment(const Segment& segment,
                            const std::function<void(std::uint32_t)>& progress,
                            base::Budget* budget) {
  if (auto ok = segment.file().verify(); !ok) {
    return Error{ok.error().code, "segment " + segment.name() + ": " + ok.error().message};
  }
  std::vector<Holders> holders;
  holders.reserve(segment.terms());
  if (auto ok = read_terms(segment, holders); !ok) return ok;
  if (auto ok = read_documents(segment, holders, progress, budget); !ok) return ok;
  if (!base::may_go_on(budget, 1)) return budget->error();
  if (auto ok = read_metadata(segment); !ok) return ok;
  progress(segment.documents());
  return {};
}

}  // namespace despin::index

namespace despin {
inline namespace v1 {

namespace {

Result<IndexStatistics> verify_opened(const std::string& folder, const IndexProgress& progress,
                                      base::Budget& budget) {
  auto index = index::open_index(folder);
  if (!index) return index.error();
  IndexStatistics statistics = index::statistics_of(*index);
  std::uint64_t done = 0;
  for (const auto& segment : index->segments) {
    auto whole = index::verify_segment(
        *segment,
        [&](std::uint32_t documents) {
          if (progress) progress(done + documents, statistics.documents + statistics.removed);
        },
        &budget);
    if (budget.ended()) return budget.error();
    done += segment->documents();
    if (whole) continue;
    for (IndexStatistics::Segment& listed : statistics.segments) {
      if (listed.file == segment->name()) listed.corruption = whole.error().message;
    }
  }
  return statistics;
}

}  // namespace

Result<IndexStatistics> verify_index(const std::string& folder, const IndexProgress& progress,
                                     const Limits& limits) {
  return base::guarded([&]() -> Result<IndexStatistics> {
    base::Budget budget(limits);
    return verify_opened(folder, progress, budget);
  });
}

}  // namespace v1
}  // namespace despin
