// lib/index/document_store.h - documents whose terms and metadata can be looked up, wherever they
// are: a Segment, or copies of a few documents out of one.
//
//   TermId id;
//   if (store.number("harbour", id)) ...
//   if (auto ok = store.terms_of(document, terms); !ok) return ok.error();
//
// Units    Documents and terms have numbers of the store's own; a term has one number.
// Threads  Immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "despin/result.h"
#include "lib/index/document_codec.h"
#include "lib/index/metadata.h"

namespace despin::index {

class DocumentStore {
 public:
  virtual ~DocumentStore() = default;

  // Any spelling; long ones are truncated as they were when stored. False if there is no such term.
  virtual bool number(std::string_view term, TermId& out) const = 0;
  // The document's terms in order; replaces what `out` held. REQUIRES: a document of the store.
  virtual Result<void> terms_of(std::uint32_t document, std::vector<TermId>& out) const = 0;
  // By TermId, as returned by terms_of(). False if there is no such term.
  virtual bool spelling(TermId id, std::string& out) const = 0;
  // REQUIRES: a document of the store.
  virtual Result<Metadata> metadata(std::uint32_t document, MetadataScratch& scratch) const = 0;
  virtual Error corruption(const char* part) const = 0;
};

}  // namespace despin::index
