#include "lib/index/lexicon.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "lib/base/hash.h"
#include "lib/text/utf8.h"

namespace despin::index {
namespace {

// Lengths below this take four bits each of one byte; for longer ones the rest follows.
constexpr std::uint64_t kEscape = 15;

}  // namespace

std::string_view stored_term(std::string_view term, std::string& buffer) {
  if (term.size() <= kMaxTermBytes) return term;
  constexpr std::size_t kDigits = 16;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t cut = kMaxTermBytes - kDigits;
  while (text::is_continuation(term[cut]) && cut > 0) --cut;  // UTF-8
  buffer.assign(term.substr(0, cut));
  std::uint64_t hash = base::hash_bytes(term);
  for (std::size_t i = 0; i < kDigits; ++i, hash >>= 4) buffer += kHex[hash & 15];
  return buffer;
}

bool Lexicon::view(Bytes section, std::uint64_t documents, std::uint64_t cap, Lexicon& lexicon) {
  Lexicon l;
  std::uint32_t size = 0;
  if (!base::read_le(section, 0, size)) return false;
  l.size_ = size;
  l.documents_ = documents;
  l.cap_ = cap;
  Bytes rest = section.subspan(4);
  if (!EliasFano::view(rest, l.starts_) || !EliasFano::view(rest, l.postings_bits_)) return false;
  if (l.starts_.size() != (l.size_ + kLexiconBlock - 1) / kLexiconBlock) return false;
  if (l.postings_bits_.size() != l.starts_.size()) return false;
  l.strings_ = rest;
  lexicon = l;
  return true;
}

Bytes Lexicon::block_bytes(std::uint64_t block) const {
  const std::uint64_t begin = std::min<std::uint64_t>(starts_.select(block), strings_.size());
  return strings_.subspan(begin);
}

std::string_view Lexicon::head(std::uint64_t block) const {
  Bytes bytes = block_bytes(block);
  std::uint64_t size = 0;
  if (!take_varint(bytes, size) || size > bytes.size()) return {};
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

bool Lexicon::find(std::string_view term, Term& out) const {
  std::uint64_t begin = 0;
  std::uint64_t end = starts_.size();
  while (begin < end) {  // the first block whose head is beyond the term
    const std::uint64_t middle = begin + (end - begin) / 2;
    if (head(middle) <= term) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  if (begin == 0) return false;
  Walk walk(*this, begin - 1);
  while (walk.next()) {
    const int order = walk.spelling().compare(term);
    if (order > 0) return false;
    if (order == 0) {
      out = walk.term();
      return true;
    }
  }
  return false;
}

bool Lexicon::at(TermId id, Term& out, std::string* spelling) const {
  if (id >= size_) return false;
  Walk walk(*this, id / kLexiconBlock);
  for (std::size_t i = 0; i <= id % kLexiconBlock; ++i) {
    if (!walk.next()) return false;
  }
  out = walk.term();
  if (spelling != nullptr) spelling->assign(walk.spelling());
  return true;
}

Lexicon::Walk::Walk(const Lexicon& lexicon, std::uint64_t block)
    : lexicon_(lexicon), rest_(lexicon.block_bytes(block)) {
  term_.id = static_cast<TermId>(block * kLexiconBlock);
  term_.postings_bit = lexicon.postings_bits_.select(block);
  left_ = std::min<std::uint64_t>(kLexiconBlock, lexicon.size_ - term_.id);
}

bool Lexicon::Walk::take_spelling(std::uint64_t shared, std::uint64_t rest_size) {
  if (shared > size_ || rest_size > kMaxTermBytes - shared || rest_size > rest_.size()) {
    return false;
  }
  std::memcpy(spelling_ + shared, rest_.data(), rest_size);
  size_ = shared + rest_size;
  rest_ = rest_.subspan(rest_size);
  return true;
}

bool Lexicon::Walk::next() {
  if (left_ == 0 || corrupt_) return false;
  corrupt_ = true;  // until all terms are read
  std::uint64_t shared = 0;
  std::uint64_t rest_size = 0;
  std::uint64_t more = 0;
  if (first_) {
    if (!take_varint(rest_, rest_size)) return false;
  } else {
    if (rest_.empty()) return false;
    const auto both = std::to_integer<std::uint64_t>(rest_.front());
    rest_ = rest_.subspan(1);
    shared = both & 15;
    rest_size = both >> 4;
    if (shared == kEscape) {
      if (!take_varint(rest_, more)) return false;
      shared = more > kMaxTermBytes ? more : shared + more;
    }
    if (rest_size == kEscape) {
      if (!take_varint(rest_, more)) return false;
      rest_size = more > kMaxTermBytes ? more : rest_size + more;
    }
    ++term_.id;
    if (lexicon_.has_postings(term_)) {
      term_.postings_bit += PostingShape(term_.documents, lexicon_.documents_).bits();
    }
  }
  std::uint64_t documents = 0;
  if (!take_spelling(shared, rest_size) || !take_varint(rest_, documents) || documents == 0 ||
      documents > lexicon_.documents_) {
    return false;
  }
  term_.documents = static_cast<std::uint32_t>(documents);
  --left_;
  first_ = false;
  corrupt_ = false;
  return true;
}

void LexiconBuilder::add(std::string_view term, std::uint32_t documents) {
  assert(term.size() <= kMaxTermBytes && documents > 0 && (size_ == 0 || last_ < term));
  if (size_ % kLexiconBlock == 0) {
    starts_.push_back(strings_.size());
    postings_bits_.push_back(postings_bit_);
    append_varint(strings_, term.size());
    last_.clear();
  } else {
    const auto differ = std::mismatch(term.begin(), term.end(), last_.begin(), last_.end());
    const auto shared = static_cast<std::uint64_t>(differ.first - term.begin());
    const std::uint64_t rest = term.size() - shared;
    strings_.push_back(
        static_cast<std::byte>(std::min(shared, kEscape) | std::min(rest, kEscape) << 4));
    if (shared >= kEscape) append_varint(strings_, shared - kEscape);
    if (rest >= kEscape) append_varint(strings_, rest - kEscape);
    last_.resize(shared);
  }
  for (const char c : term.substr(last_.size())) strings_.push_back(static_cast<std::byte>(c));
  last_.assign(term);
  append_varint(strings_, documents);
  if (documents <= cap_) postings_bit_ += PostingShape(documents, documents_).bits();
  ++size_;
}

void LexiconBuilder::append_to(std::vector<std::byte>& out) const {
  base::append_le(out, static_cast<std::uint32_t>(size_));
  EliasFanoBuilder starts(starts_.size(), strings_.size() + 1);
  for (const std::uint64_t start : starts_) starts.add(start);
  starts.append_to(out);
  EliasFanoBuilder postings(postings_bits_.size(), postings_bit_ + 1);
  for (const std::uint64_t bit : postings_bits_) postings.add(bit);
  postings.append_to(out);
  out.insert(out.end(), strings_.begin(), strings_.end());
}

}  // namespace despin::index
