#include "lib/search/copied_documents.h"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "lib/index/bits.h"
#include "lib/index/lexicon.h"
#include "lib/text/terms.h"

namespace despin::search {
namespace {

constexpr std::uint64_t kCopyVersion = 1;

void put_number(std::uint64_t value, std::string& out) {
  for (; value >= 128; value >>= 7) out += static_cast<char>(value % 128 + 128);
  out += static_cast<char>(value);
}

void put_text(std::string_view text, std::string& out) {
  put_number(text.size(), out);
  out += text;
}

Error bad_copy() {
  return {ErrorCode::kBadInput,
          "candidates of a shard that are damaged, or of another version; expected those that this "
          "version of the library has made; search again, with one version everywhere"};
}

// Takes numbers and texts off the front; after the first that is not there, ok() is false.
class CopyReader {
 public:
  explicit CopyReader(std::string_view bytes) : rest_(std::as_bytes(std::span(bytes))) {}

  std::uint64_t number(std::uint64_t most = UINT64_MAX) {
    std::uint64_t value = 0;
    ok_ = ok_ && index::take_varint(rest_, value) && value <= most;
    return ok_ ? value : 0;
  }
  std::uint32_t number32() { return static_cast<std::uint32_t>(number(UINT32_MAX)); }
  // How many follow: each takes a byte at least.
  std::uint64_t count() { return number(rest_.size()); }
  std::string text() {
    const std::uint64_t size = count();
    if (!ok_ || size > rest_.size()) return fail();
    std::string out(reinterpret_cast<const char*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
    return out;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  std::string fail() {
    ok_ = false;
    return {};
  }

  index::Bytes rest_;
  bool ok_ = true;
};

void copy_document(const index::Metadata& metadata, std::uint32_t document,
                   const std::vector<index::TermId>& terms, std::string& out) {
  put_number(document, out);
  for (const std::string* text : {&metadata.id, &metadata.url, &metadata.title, &metadata.date}) {
    put_text(*text, out);
  }
  put_number(metadata.words, out);
  put_number(terms.size(), out);
  for (const index::TermId term : terms) put_number(term, out);
}

// One segment, with those of its documents.
Result<void> copy_segment(const index::Segment& segment, std::span<const std::uint32_t> documents,
                          std::string_view text, const text::Tokens& tokens, std::string& out) {
  std::map<index::TermId, std::string> spellings;
  std::string buffer;
  for (const text::Token& token : tokens.list) {
    if (token.kind == text::TokenKind::kBreak) continue;
    index::TermId id = 0;
    if (segment.number(text::term_of(tokens, token, text, buffer), id)) spellings[id];
  }
  std::string copies;
  index::MetadataScratch scratch;
  std::vector<index::TermId> terms;
  for (const std::uint32_t document : documents) {
    if (auto ok = segment.terms_of(document, terms); !ok) return ok;
    const auto metadata = segment.metadata(document, scratch);
    if (!metadata) return metadata.error();
    for (const index::TermId term : terms) spellings[term];
    copy_document(*metadata, document, terms, copies);
  }
  put_number(spellings.size(), out);
  for (auto& [id, spelling] : spellings) {
    if (!segment.spelling(id, spelling)) return segment.corruption("terms");
    put_number(id, out);
    put_text(spelling, out);
  }
  put_number(documents.size(), out);
  out += copies;
  return {};
}

}  // namespace

Result<std::string> copy_candidates(std::span<const WindowedCandidate> candidates,
                                    const index::Index& index, std::uint32_t first_segment,
                                    std::string_view text, const text::Tokens& tokens) {
  std::map<std::uint32_t, std::vector<std::uint32_t>> documents;  // by segment
  for (const WindowedCandidate& one : candidates) {
    documents[one.candidate.segment].push_back(one.candidate.document);
  }
  std::string out;
  put_number(kCopyVersion, out);
  put_number(documents.size(), out);
  for (auto& [segment, of_segment] : documents) {
    std::sort(of_segment.begin(), of_segment.end());
    of_segment.erase(std::unique(of_segment.begin(), of_segment.end()), of_segment.end());
    put_number(first_segment + segment, out);
    if (auto ok = copy_segment(*index.segments[segment], of_segment, text, tokens, out); !ok) {
      return ok.error();
    }
  }
  put_number(candidates.size(), out);
  for (const WindowedCandidate& one : candidates) {
    put_number(first_segment + one.candidate.segment, out);
    put_number(one.candidate.document, out);
    put_number(std::bit_cast<std::uint32_t>(one.candidate.score_nats), out);
    put_number(one.first_token, out);
    put_number(one.last_token, out);
  }
  return out;
}

class CopiedCandidates::Segment : public index::DocumentStore {
 public:
  // False unless the bytes are a segment.
  bool read(CopyReader& in) {
    segment_ = in.number32();
    for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
      const index::TermId id = in.number32();
      std::string spelling = in.text();
      const bool first = ids_.empty();
      if (spelling.empty() || (!first && (id <= ids_.back() || spelling <= spellings_.back()))) {
        return false;
      }
      ids_.push_back(id);
      spellings_.push_back(std::move(spelling));
    }
    for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
      Copy copy;
      copy.document = in.number32();
      if (!copies_.empty() && copy.document <= copies_.back().document) return false;
      for (std::string* text :
           {&copy.metadata.id, &copy.metadata.url, &copy.metadata.title, &copy.metadata.date}) {
        *text = in.text();
      }
      copy.metadata.words = in.number();
      for (std::uint64_t terms = in.count(); terms > 0 && in.ok(); --terms) {
        copy.terms.push_back(in.number32());
        if (!std::binary_search(ids_.begin(), ids_.end(), copy.terms.back())) return false;
      }
      copies_.push_back(std::move(copy));
    }
    return in.ok();
  }

  std::uint32_t segment() const { return segment_; }
  bool has(std::uint32_t document) const { return find(document) != nullptr; }

  bool number(std::string_view term, index::TermId& out) const override {
    std::string buffer;
    const std::string_view stored = index::stored_term(term, buffer);
    const auto at = std::lower_bound(spellings_.begin(), spellings_.end(), stored);
    if (at == spellings_.end() || *at != stored) return false;
    out = ids_[static_cast<std::size_t>(at - spellings_.begin())];
    return true;
  }

  Result<void> terms_of(std::uint32_t document, std::vector<index::TermId>& out) const override {
    const Copy* copy = find(document);
    if (copy == nullptr) return corruption("documents");
    out = copy->terms;
    return {};
  }

  bool spelling(index::TermId id, std::string& out) const override {
    const auto at = std::lower_bound(ids_.begin(), ids_.end(), id);
    if (at == ids_.end() || *at != id) return false;
    out = spellings_[static_cast<std::size_t>(at - ids_.begin())];
    return true;
  }

  Result<index::Metadata> metadata(std::uint32_t document,
                                   index::MetadataScratch& /*scratch*/) const override {
    const Copy* copy = find(document);
    if (copy == nullptr) return corruption("metadata");
    return copy->metadata;
  }

  Error corruption(const char* /*part*/) const override { return bad_copy(); }

 private:
  struct Copy {
    std::uint32_t document = 0;
    index::Metadata metadata;
    std::vector<index::TermId> terms;
  };

  const Copy* find(std::uint32_t document) const {
    const auto at = std::lower_bound(
        copies_.begin(), copies_.end(), document,
        [](const Copy& copy, std::uint32_t wanted) { return copy.document < wanted; });
    return at == copies_.end() || at->document != document ? nullptr : &*at;
  }

  std::uint32_t segment_ = 0;
  std::vector<index::TermId> ids_;
  std::vector<std::string> spellings_;
  std::vector<Copy> copies_;
};

Result<void> CopiedCandidates::add(std::string_view bytes) {
  CopyReader in(bytes);
  if (in.number() != kCopyVersion) return bad_copy();
  std::map<std::uint32_t, std::shared_ptr<const Segment>> segments;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    auto segment = std::make_shared<Segment>();
    if (!segment->read(in)) return bad_copy();
    segments.emplace(segment->segment(), std::move(segment));
  }
  std::vector<WindowedCandidate> candidates;
  for (std::uint64_t left = in.count(); left > 0 && in.ok(); --left) {
    WindowedCandidate one;
    one.candidate.segment = in.number32();
    one.candidate.document = in.number32();
    one.candidate.score_nats = std::bit_cast<float>(in.number32());
    one.first_token = in.number32();
    one.last_token = in.number32();
    const auto segment = segments.find(one.candidate.segment);
    const bool there = segment != segments.end() && segment->second->has(one.candidate.document);
    // Not-a-number compares with nothing, and would leave the order open.
    if (!there || one.first_token > one.last_token || !(one.candidate.score_nats > 0)) {
      return bad_copy();
    }
    candidates.push_back(one);
  }
  if (!in.ok() || !in.at_end()) return bad_copy();
  const auto number = [](const auto& segment) { return segment->segment(); };
  for (auto& [segment, copy] : segments) {
    const auto at = std::ranges::lower_bound(segments_, segment, {}, number);
    if (at != segments_.end() && (*at)->segment() == segment) return bad_copy();
    segments_.insert(at, std::move(copy));
  }
  candidates_.insert(candidates_.end(), candidates.begin(), candidates.end());
  return {};
}

std::vector<WindowedCandidate> CopiedCandidates::candidates() const {
  std::vector<WindowedCandidate> out = candidates_;
  for (WindowedCandidate& one : out) {
    const auto at =
        std::ranges::lower_bound(segments_, one.candidate.segment, {},
                                 [](const auto& segment) { return segment->segment(); });
    one.candidate.segment = static_cast<std::uint32_t>(at - segments_.begin());
  }
  return out;
}

std::vector<const index::DocumentStore*> CopiedCandidates::stores() const {
  std::vector<const index::DocumentStore*> out;
  for (const auto& segment : segments_) out.push_back(segment.get());
  return out;
}

}  // namespace despin::search
