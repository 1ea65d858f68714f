// Any bytes as the candidates of a shard: what was accepted answers within its own numbers.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "lib/search/copied_documents.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  despin::search::CopiedCandidates copied;
  if (!copied.add({reinterpret_cast<const char*>(data), size})) return 0;
  const auto stores = copied.stores();
  despin::index::MetadataScratch scratch;
  std::vector<despin::index::TermId> terms;
  std::string spelling;
  for (const auto& one : copied.candidates()) {
    if (one.candidate.segment >= stores.size() || one.first_token > one.last_token) std::abort();
    const despin::index::DocumentStore& store = *stores[one.candidate.segment];
    if (!store.terms_of(one.candidate.document, terms)) std::abort();
    if (!store.metadata(one.candidate.document, scratch)) std::abort();
    for (const despin::index::TermId term : terms) {
      despin::index::TermId again = 0;
      if (!store.spelling(term, spelling) || spelling.empty()) std::abort();
      // A spelling that no segment would store, as it is too long, is found by no word.
      if (store.number(spelling, again) && again != term) std::abort();
    }
  }
  // The same segments again are refused, and change nothing.
  if (!stores.empty() && copied.add({reinterpret_cast<const char*>(data), size})) std::abort();
  return 0;
}
