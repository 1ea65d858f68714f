#include "lib/index/document_buffer.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <new>

#include "lib/base/hash.h"
#include "lib/index/id_table.h"
#include "lib/index/segment_format.h"
#include "lib/index/segment_writer.h"
#include "lib/text/terms.h"
#include "lib/text/utf8.h"

namespace despin::index {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 18;
constexpr std::size_t kFirstSlots = std::size_t{1} << 10;

}  // namespace

Result<void> DocumentBuffer::check(const SourceDocument& document) {
  if (document.id.empty()) {
    return Error{ErrorCode::kBadInput,
                 "a document without an id; expected one: give each document its own"};
  }
  for (const std::string_view value : {document.id, document.url, document.title, document.date}) {
    if (value.size() > kMaxMetadataBytes) {
      return Error{ErrorCode::kBadInput, "an id, url, title or date of " +
                                             std::to_string(value.size()) +
                                             " bytes; expected at most 65536; shorten it"};
    }
    if (text::survey_utf8(value).bad_byte != text::kNoBadByte) {
      return Error{ErrorCode::kBadUtf8,
                   "an id, url, title or date that is not UTF-8; convert it to UTF-8"};
    }
  }
  if (document.text.size() > kMaxDocumentBytes) {
    return Error{ErrorCode::kTooLarge, "a text of " + std::to_string(document.text.size()) +
                                           " bytes; expected at most " +
                                           std::to_string(kMaxDocumentBytes) + "; split it"};
  }
  return {};
}

std::uint64_t DocumentBuffer::bytes() const noexcept {
  return chunk_bytes_ + entries_.capacity() * sizeof(TermEntry) + slots_.size() * sizeof(Slot) +
         ids_.capacity() * sizeof(std::uint64_t) + id_slots_.size() * sizeof(Slot) +
         metadata_.bytes() + tokens_.list.capacity() * sizeof(text::Token) +
         tokens_.forms.capacity();
}

std::byte* DocumentBuffer::allocate_in(std::vector<Chunk>& chunks, std::size_t size,
                                       std::uint64_t& total) {
  if (chunks.empty() || chunks.back().size - chunks.back().used < size) {
    Chunk chunk;
    chunk.size = std::max(size, kChunkBytes);
    chunk.bytes.reset(new std::byte[chunk.size]);
    chunks.push_back(std::move(chunk));
    total += chunks.back().size;
  }
  Chunk& chunk = chunks.back();
  std::byte* at = chunk.bytes.get() + chunk.used;
  chunk.used += size;
  return at;
}

std::optional<DocumentBuffer::Found> DocumentBuffer::find(std::string_view id) {
  if (id_slots_.empty()) return std::nullopt;
  const std::uint64_t hash = base::hash_bytes(id) >> 32;
  const std::size_t mask = id_slots_.size() - 1;
  for (std::size_t at = hash & mask; id_slots_[at] != 0; at = (at + 1) & mask) {
    const std::uint32_t document = id_slots_[at] - 1;
    if (ids_[document] >> 32 != hash || removed_.holds(document)) continue;
    if (metadata_.read(document, scratch_, row_) && row_.id == id) {
      return Found{document, row_.words};
    }
  }
  return std::nullopt;
}

void DocumentBuffer::remove(const Found& found) { removed_.add(found.document, found.words); }

void DocumentBuffer::bring_back(const Found& found) noexcept {
  removed_.erase(found.document, found.words);
}

// So that remember() allocates nothing.
void DocumentBuffer::make_place_for_id() {
  if (ids_.size() == ids_.capacity()) ids_.reserve(2 * ids_.size() + 1);
  if (2 * (ids_.size() + 1) <= id_slots_.size()) return;
  std::vector<std::uint32_t> slots(std::max(kFirstSlots, 2 * id_slots_.size()), 0);
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t document = 0; document < ids_.size(); ++document) {
    std::size_t at = (ids_[document] >> 32) & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = document + 1;
  }
  id_slots_.swap(slots);
}

// REQUIRES: make_place_for_id().
void DocumentBuffer::remember(std::string_view id) noexcept {
  const auto document = static_cast<std::uint32_t>(ids_.size());
  ids_.push_back(id_entry(id, document));
  const std::size_t mask = id_slots_.size() - 1;
  std::size_t at = (ids_[document] >> 32) & mask;
  while (id_slots_[at] != 0) at = (at + 1) & mask;
  id_slots_[at] = document + 1;
}

void DocumentBuffer::grow_terms() {
  std::vector<Slot> slots(std::max(kFirstSlots, 2 * slots_.size()));
  const std::size_t mask = slots.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.number == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots[at].number != 0) at = (at + 1) & mask;
    slots[at] = slot;
  }
  slots_.swap(slots);
}

std::uint32_t DocumentBuffer::number_of(std::string_view term) {
  if (2 * entries_.size() >= slots_.size()) grow_terms();
  const auto hash = static_cast<std::uint32_t>(base::hash_bytes(term) >> 32);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].number != 0; at = (at + 1) & mask) {
    const TermEntry& entry = entries_[slots_[at].number - 1];
    if (slots_[at].hash == hash && std::string_view(entry.text, entry.size) == term) {
      return slots_[at].number - 1;
    }
  }
  TermEntry entry;
  std::byte* text = allocate_in(spellings_, term.size(), chunk_bytes_);
  std::memcpy(text, term.data(), term.size());
  entry.text = reinterpret_cast<const char*>(text);
  entry.size = static_cast<std::uint32_t>(term.size());
  entries_.push_back(entry);
  slots_[at] = {hash, static_cast<std::uint32_t>(entries_.size())};
  return static_cast<std::uint32_t>(entries_.size() - 1);
}

void DocumentBuffer::encode_record() {
  record_.clear();
  append_varint(record_, terms_.size());
  for (const std::uint32_t term : terms_) append_varint(record_, term);
}

void DocumentBuffer::count_terms() noexcept {
  const auto document = static_cast<std::uint32_t>(ids_.size() + 1);
  for (std::uint32_t place = 0; place < terms_.size(); ++place) {
    TermEntry& entry = entries_[terms_[place]];
    if (entry.last_document == document) {
      ++distances_[distance_class(place - entry.last_place)];
    } else {
      ++entry.documents;
      entry.last_document = document;
    }
    entry.last_place = place;
  }
}

Result<void> DocumentBuffer::add(const SourceDocument& document, base::Budget* budget) {
  if (auto ok = check(document); !ok) return ok;
  text::TokenizeOptions options;
  options.budget = budget;
  if (auto ok = text::tokenize(document.text, tokens_, options); !ok) return ok;
  terms_.clear();
  std::uint64_t words = 0;
  std::string buffer;
  std::string cut;
  for (const text::Token& token : tokens_.list) {
    if (token.kind == text::TokenKind::kBreak) continue;
    if (!base::may_go_on(budget, 1)) return budget->error();
    ++words;
    const std::string_view term = text::term_of(tokens_, token, document.text, buffer);
    if (!text::is_function_word(term)) terms_.push_back(number_of(stored_term(term, cut)));
  }
  row_ = {std::string(document.id), std::string(document.url), std::string(document.title),
          std::string(document.date), words};
  encode_record();
  make_place_for_id();
  // What may throw comes before what is counted: terms that no document has are not written.
  std::byte* at = allocate_in(records_, record_.size(), chunk_bytes_);
  try {
    metadata_.add(row_);
  } catch (const std::bad_alloc&) {
    records_.back().used -= record_.size();
    throw;
  }
  std::copy(record_.begin(), record_.end(), at);
  count_terms();
  remember(document.id);
  words_ += words;
  return {};
}

// Calls f(terms) with provisional numbers, document by document.
template <class F>
void DocumentBuffer::for_each_document(F&& f) const {
  std::vector<std::uint32_t> terms;
  for (const Chunk& chunk : records_) {
    Bytes rest(chunk.bytes.get(), chunk.used);
    while (!rest.empty()) {
      std::uint64_t count = 0;
      std::uint64_t term = 0;
      take_varint(rest, count);
      terms.clear();
      for (; count > 0 && take_varint(rest, term); --count) {
        terms.push_back(static_cast<std::uint32_t>(term));
      }
      f(terms);
    }
  }
}

std::vector<std::uint32_t> DocumentBuffer::alphabetical() const {
  std::vector<std::uint32_t> order;
  order.reserve(entries_.size());
  for (std::uint32_t term = 0; term < entries_.size(); ++term) {
    if (entries_[term].documents > 0) order.push_back(term);
  }
  std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
    return std::string_view(entries_[a].text, entries_[a].size) <
           std::string_view(entries_[b].text, entries_[b].size);
  });
  return order;
}

// Inverts the documents for as many terms at a time as fit `sort_bytes`.
void DocumentBuffer::write_terms(SegmentWriter& writer, const std::vector<std::uint32_t>& order,
                                 const std::vector<TermId>& ids, std::uint64_t sort_bytes) const {
  std::vector<std::uint32_t> postings;
  std::vector<std::size_t> starts;  // by term from `begin` on: start of its list
  std::vector<std::size_t> ends;    // end of the part of it that is filled
  for (TermId begin = 0; begin < order.size();) {
    starts.clear();
    std::size_t total = 0;
    TermId end = begin;
    for (; end < order.size(); ++end) {
      const std::size_t more = writer.wants_postings(end) ? entries_[order[end]].documents : 0;
      if (end > begin && (total + more) * sizeof(std::uint32_t) > sort_bytes) break;
      starts.push_back(total);
      total += more;
    }
    postings.resize(total);
    ends = starts;
    std::uint32_t document = 0;
    for_each_document([&](const std::vector<std::uint32_t>& terms) {
      for (const std::uint32_t number : terms) {
        const TermId term = ids[number];
        if (term < begin || term >= end || !writer.wants_postings(term)) continue;
        std::size_t& at = ends[term - begin];
        if (at > starts[term - begin] && postings[at - 1] == document) continue;
        postings[at++] = document;
      }
      ++document;
    });
    for (TermId term = begin; term < end; ++term) {
      const TermEntry& entry = entries_[order[term]];
      writer.add_term({entry.text, entry.size},
                      std::span(postings).subspan(starts[term - begin],
                                                  ends[term - begin] - starts[term - begin]));
    }
    begin = end;
  }
}

Result<SegmentEntry> DocumentBuffer::write(const std::string& folder, const std::string& file,
                                           std::uint64_t sort_bytes) {
  const std::vector<std::uint32_t> order = alphabetical();
  std::vector<TermId> ids(entries_.size());  // by provisional number
  SegmentPlan plan;
  plan.documents = ids_.size();
  plan.words = words_;
  plan.distances = distances_;
  plan.frequencies.resize(order.size());
  for (TermId term = 0; term < order.size(); ++term) {
    ids[order[term]] = term;
    plan.frequencies[term] = entries_[order[term]].documents;
  }
  auto writer = SegmentWriter::create(folder, file, plan);
  if (!writer) return writer.error();
  std::vector<TermId> terms;
  for_each_document([&](const std::vector<std::uint32_t>& numbers) {
    terms.clear();
    for (const std::uint32_t number : numbers) terms.push_back(ids[number]);
    (*writer)->add_document(terms);
  });
  std::vector<std::byte> section;
  metadata_.append_to(section);
  MetadataTable table;
  const MetadataSource sources[] = {{&table}};
  [[maybe_unused]] const bool whole =
      MetadataTable::view(section, ids_.size(), table) &&
      (*writer)->copy_metadata(sources, [](std::uint64_t) {}) == nullptr;
  assert(whole);
  write_terms(**writer, order, ids, sort_bytes);
  auto entry = (*writer)->finish();
  if (entry && removed_.size() > 0) entry->tombstones = std::make_shared<Tombstones>(removed_);
  return entry;
}

}  // namespace despin::index
