// lib/scan/scan_line.h - one record of a scan, schema "despin.scan/1" (docs/json.md).
// Threads  Stateless.
#pragma once

#include <string>
#include <vector>

#include "despin/document.h"
#include "despin/index.h"
#include "despin/report.h"
#include "lib/scan/scan_input.h"

namespace despin::scan {

// What the line calls a document: its own id, else its path, with its number where the input
// holds many. An index goes by document_identity().
std::string scan_id(const ScanItem& item, const Document& document);

// A line with its newline. `sources` is null if they were not looked for.
std::string scan_line(const ScanItem& item, const std::string& id, const Document& document,
                      const Report& report, const std::vector<SourceMatch>* sources);

// The same for what could not be read.
std::string scan_line(const ScanItem& item, const Error& error);

}  // namespace despin::scan
