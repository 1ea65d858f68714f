// lib/record/scan_line.h - writes one record of a scan, schema "despin.scan/1" (docs/json.md).
// Threads  Stateless.
#pragma once

#include <string>
#include <vector>

#include "despin/document.h"
#include "despin/index.h"
#include "despin/report.h"

namespace despin::record {

// One line, with its newline. `sources` is null if they were not searched.
std::string scan_line(const RawRecord& record, const std::string& id, const Document& document,
                      const Report& report, const std::vector<SourceMatch>* sources,
                      const Withheld& withheld = {});

// The same for a record that could not be read.
std::string scan_line(const RawRecord& record, const Error& error);

}  // namespace despin::record
