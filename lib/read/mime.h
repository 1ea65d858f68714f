// lib/read/mime.h - the parts of a message of mail.
//
//   const MimePart part = read_part(message);
//   const std::string subject = decoded_words(part.field("subject"));
//
// A reader of our own: GMime and VMime bring GLib, GPGME or GnuTLS and write mail as well, mimetic
// has no limits; what is needed is one part of a tree and five fields.
// Threads  Stateless.
// Cost     O(bytes) for each level of parts, of which there are at most kMaxPartDepth.
// Method   RFC 5322, 2045, 2046 and 2047, as leniently as mail is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace despin::read {

inline constexpr int kMaxPartDepth = 8;
inline constexpr std::size_t kMaxParts = 1000;

// Views into the message.
struct MimePart {
  std::string_view header;
  std::string_view body;

  // The first field of that name, unfolded; empty if none.
  std::string field(std::string_view name) const;
};

MimePart read_part(std::string_view part);

// The parts between the lines of a boundary.
std::vector<MimePart> parts_of(std::string_view body, std::string_view boundary);

// "text/plain" of "Text/Plain; charset=utf-8", in lower case; "text/plain" if there is none.
std::string media_type(std::string_view content_type);

// A parameter of a field, without its quotes; empty if it is not there.
std::string parameter_of(std::string_view field, std::string_view name);

// The bytes of a body; `encoding` is base64, quoted-printable or another, which changes nothing.
std::string transfer_decoded(std::string_view body, std::string_view encoding);

// A field in UTF-8, with its encoded words ("=?utf-8?Q?caf=C3=A9?=") decoded.
std::string decoded_words(std::string_view field);

}  // namespace despin::read
