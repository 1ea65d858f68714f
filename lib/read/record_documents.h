// lib/read/record_documents.h - documents of records: of pages found at an address, and of what is
// neither page nor text by itself.
//
//   auto document = document_of_mail(record.bytes);
//
// Threads  Stateless.
// Errors   kBadInput: no text in it; and those of read_document() for the text that is.
// Memory   A few times the bytes.
// Cost     O(bytes).
#pragma once

#include <string>
#include <string_view>

#include "despin/reader.h"
#include "despin/result.h"

namespace despin::read {

// A page or text that was found at `address`, which its canonical link is resolved against; of a
// file, which has none (""), a link "//host/x" is taken to mean https.
Result<Document> document_at(std::string_view address, std::string_view bytes,
                             const ReadHint& hint);

// A message of RFC 5322 and 2045 to 2049, its text/plain part before its text/html part; or a page
// saved as MHTML. Attachments are left out.
Result<Document> document_of_mail(std::string_view message);

// An <item> of RSS or <entry> of Atom: its content before its summary. `charset` is that of the
// feed, or empty.
Result<Document> document_of_entry(std::string_view element, std::string_view charset);

// A <page> of a dump of MediaWiki: the text of its last revision.
Result<Document> document_of_wiki_page(std::string_view element, std::string_view charset);

// The prose of wiki markup: without templates, tables, references, files and categories; links are
// what they show.
std::string wiki_text(std::string_view markup);

}  // namespace despin::read
