// lib/record/document_identity.h - the id of a document in an index.
//
//   const std::string id = record::document_identity(record, document);
//   writer.add({.id = id, ...});              // index add
//   index.search({.text = .., .id = id, ..})  // any search for its sources
//
// One rule for adding and searching, so that a document is never reported as a copy of itself.
// Threads  Stateless.
#pragma once

#include <string>

#include "despin/document.h"
#include "despin/index.h"

namespace despin::record {

// The own id of a document: for a record of a web archive its address, whatever its kind; for other
// records their id; for messages, entries and articles that have none their place; for a file its
// path; for standard input empty.
std::string own_name(const RawRecord& record, const Document& document);

// The same, or else the address that the document states. If empty, the document is not in any
// index.
std::string document_identity(const RawRecord& record, const Document& document);

// The id of a document in JSON, of check and scan alike: its own id, else its path, followed by
// line or number if the input holds several documents.
std::string document_name(const RawRecord& record, const Document& document);

// The id of a path in an index: "a/b.txt" for "./a//b.txt".
std::string path_identity(const std::string& path);

// Which of a document's facts whoever made the input has given, by a field or the address of the
// crawl; what a page, an entry or a message states of itself may be a lie.
struct GivenFacts {
  bool date = false;
  bool url = false;
};
GivenFacts given_facts(const RawRecord& record);

// What a search is told of a suspect; views into its arguments. `day` is the document's date, of
// which no more is compared, since clocks and time zones differ between sites.
SuspectInfo suspect_info(const std::string& identity, const std::string& day, GivenFacts given,
                         const Document& document);

// Whether a record is a whole file or standard input, not one of several in it.
bool is_whole_input(const RawRecord& record);

}  // namespace despin::record
