// lib/scan/output_file.h - what may be written where: never an input, and no file of others unless
// that was asked for.
//
//   if (auto ok = scan::may_become_page(path, inputs, overwrite); !ok) return ok.error();
//   ...                                                                // the work
//   if (auto written = scan::write_file(path, page); !written) return written.error();
//
// Threads  Stateless.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "despin/result.h"

namespace despin::scan {

// kNotWritten, with what errno says.
Error not_written();

// Whether both are one file, also through links; "-" is standard input in `input`, and so is
// standard output in `output`, as is an empty name. Pipes and devices are never one.
bool is_same_file(const std::string& output, const std::string& input);

// Of the first bytes of a file: whether despin wrote it, as a page, as records of a scan, or as the
// progress of one.
bool is_page(std::string_view bytes);
bool is_records(std::string_view bytes);
bool is_progress(std::string_view bytes);

// Whether a file is there whose first bytes are not ours; an empty one may be anybody's.
bool is_foreign(const std::string& path, bool (*is_ours)(std::string_view));

// Errors: kBadInput, if `path` is one of the inputs.
Result<void> is_no_input(const std::string& path, std::span<const std::string> inputs);

// The same; and kBadInput, unless `overwrite`, if a file is there that is no page of despin.
Result<void> may_become_page(const std::string& path, std::span<const std::string> inputs,
                             bool overwrite);

// As base::replace_file(), once what killed runs left beside it is removed.
// Errors: kNotWritten; the old file then remains.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace despin::scan
