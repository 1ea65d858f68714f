// lib/index/lexicon.h - the terms of a segment in alphabetical order, with their document
// frequencies.
//
//   LexiconBuilder builder(documents, cap);
//   builder.add("harbour", 17);                 // ascending
//   builder.append_to(section);
//   ...
//   Lexicon lexicon;
//   if (!Lexicon::view(section, documents, cap, lexicon)) return corrupt();
//   Term term;
//   if (lexicon.find("harbour", term)) use(term.id, term.documents);
//
// Threads  Immutable once viewed.
// Cost     find(): about 17 comparisons and a block of 16 terms, one microsecond at a million
//          terms; at(): only the block.
// Errors   In bounds on any bytes; terms that cannot be read count as absent.
// Layout   FORMAT.md, section TERM.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/index/bits.h"
#include "lib/index/document_codec.h"
#include "lib/index/elias_fano.h"
#include "lib/index/postings.h"

namespace despin::index {

inline constexpr std::size_t kLexiconBlock = 16;
inline constexpr std::size_t kMaxTermBytes = 63;

// The stored spelling of a term. A term longer than kMaxTermBytes (mostly addresses) is truncated
// and the hash of the whole is appended. The result views `term` or `buffer`.
std::string_view stored_term(std::string_view term, std::string& buffer);

struct Term {
  TermId id = 0;
  std::uint32_t documents = 0;
  std::uint64_t postings_bit = 0;  // bit offset of its list, if it has one
};

class Lexicon {
 public:
  // Terms in more than `cap` documents have no postings.
  static bool view(Bytes section, std::uint64_t documents, std::uint64_t cap, Lexicon& lexicon);

  std::uint64_t size() const noexcept { return size_; }
  bool has_postings(const Term& term) const noexcept { return term.documents <= cap_; }
  bool find(std::string_view term, Term& out) const;
  // `spelling` may be null.
  bool at(TermId id, Term& out, std::string* spelling) const;

  // Calls f(spelling, term) for all terms in order. False if some are corrupt.
  template <class F>
  bool for_each(F&& f) const {
    for (std::uint64_t block = 0; block < starts_.size(); ++block) {
      Walk walk(*this, block);
      while (walk.next()) f(walk.spelling(), walk.term());
      if (walk.corrupt()) return false;
    }
    return true;
  }

  // Iterates over the terms of one block.
  class Walk {
   public:
    Walk(const Lexicon& lexicon, std::uint64_t block);
    bool next();  // false at the end, or if corrupt()
    bool corrupt() const { return corrupt_; }
    std::string_view spelling() const { return {spelling_, size_}; }
    const Term& term() const { return term_; }

   private:
    bool take_spelling(std::uint64_t shared, std::uint64_t rest_size);

    const Lexicon& lexicon_;
    Bytes rest_;
    Term term_;
    std::uint64_t left_ = 0;
    std::size_t size_ = 0;
    bool first_ = true;
    bool corrupt_ = false;
    char spelling_[kMaxTermBytes + 1];
  };
  std::uint64_t blocks() const noexcept { return starts_.size(); }

 private:
  Bytes block_bytes(std::uint64_t block) const;
  std::string_view head(std::uint64_t block) const;

  std::uint64_t size_ = 0;
  std::uint64_t documents_ = 0;
  std::uint64_t cap_ = 0;
  EliasFano starts_;         // of blocks, in strings_
  EliasFano postings_bits_;  // of the first list of each block
  Bytes strings_;
};

class LexiconBuilder {
 public:
  LexiconBuilder(std::uint64_t documents, std::uint64_t cap) : documents_(documents), cap_(cap) {}

  // REQUIRES: ascending, at most kMaxTermBytes long, in at least one document.
  void add(std::string_view term, std::uint32_t documents);
  void append_to(std::vector<std::byte>& out) const;

 private:
  std::uint64_t documents_;
  std::uint64_t cap_;
  std::uint64_t size_ = 0;
  std::uint64_t postings_bit_ = 0;
  std::vector<std::uint64_t> starts_;
  std::vector<std::uint64_t> postings_bits_;
  std::vector<std::byte> strings_;
  std::string last_;
};

}  // namespace despin::index
