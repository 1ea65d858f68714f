// lib/read/charset_labels.h - maps a charset label to the charset it means on the web.
// Threads  Stateless.
// Method   WHATWG Encoding, 4.2: "iso-8859-1" means windows-1252, "gb2312" means gb18030. Not
//          supported: ISO-8859-16, which ICU lacks, and the charsets that the standard considers
//          dangerous.
#pragma once

#include <string_view>

namespace despin::read {

struct Charset {
  std::string_view name;  // as spelled in the standard
  const char* converter;  // ICU's name for it
};

// In static storage; null if the standard does not list the label.
const Charset* charset_of_label(std::string_view label);

}  // namespace despin::read
