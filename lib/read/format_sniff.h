// lib/read/format_sniff.h - tells the format of an input by its first bytes.
//
//   const Sniffed found = sniffed_format(stream);   // fills the stream, consumes nothing
//
// Threads  As for the stream.
// Cost     At most kFormatSniffBytes are looked at, and no more awaited than decide.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "despin/reader.h"
#include "despin/result.h"
#include "lib/read/stream.h"

namespace despin::read {

inline constexpr std::size_t kFormatSniffBytes = std::size_t{64} << 10;

// What an input is, kDocument if nothing tells another format. `named` is what its name says, or
// kGuess. Errors: kUnsupported, with what converts it.
Result<InputFormat> sniffed_format(Stream& stream, InputFormat named);

// Of bytes that are all or the first of an input; nullopt if more of them might tell otherwise and
// `whole` is false.
std::optional<InputFormat> format_of(std::string_view first, bool whole);

// Whether the text begins with a tag or comment that opens a page.
bool looks_like_html(std::string_view text);

// Whether the bytes begin as a message: lines of a header, those among them that mail has.
bool looks_like_mail(std::string_view first);

}  // namespace despin::read
