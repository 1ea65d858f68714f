// lib/read/charset_labels.h - which charset a label means on the web.
// Threads  Stateless.
// Method   WHATWG Encoding, 4.2: "iso-8859-1" means windows-1252, "gb2312" means gb18030. Of
//          its charsets ISO-8859-16 is missing, which ICU does not have, and those it takes
//          for dangerous.
#pragma once

#include <string_view>

namespace despin::read {

struct Charset {
  std::string_view name;  // as the standard spells it
  const char* converter;  // ICU's name of it
};

// In static storage; null for a label that the standard does not know.
const Charset* charset_of_label(std::string_view label);

}  // namespace despin::read
