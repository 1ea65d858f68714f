// lib/scan/document_identity.h - what an index calls a document.
//
//   const std::string id = scan::document_identity(record, document);
//   writer.add({.id = id, ...});              // index add
//   index.search({.text = .., .id = id, ..})  // and whoever looks for its sources
//
// One rule for all that add and search, so that no document is found to be a copy of itself.
// Threads  Stateless.
#pragma once

#include <string>

#include "despin/document.h"

namespace despin::scan {

// What a document goes by: of a record of a web archive its address, whatever the kind of the
// record; of any other record, or one without, its own id; of a file the path; of standard
// input nothing. May be empty.
std::string own_name(const RawRecord& record, const Document& document);

// The same, or else the address that the document states. If it is empty, no index has the
// document.
std::string document_identity(const RawRecord& record, const Document& document);

// A path as an index calls it: "a/b.txt" of "./a//b.txt".
std::string path_identity(const std::string& path);

// Whether a record is a whole file or standard input, and not one of many in it.
bool is_whole_input(const RawRecord& record);

}  // namespace despin::scan
