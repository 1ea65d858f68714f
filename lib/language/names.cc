#include "lib/language/names.h"

#include <unicode/uloc.h>

#include <array>

namespace despin::language {

std::string english_name(std::string_view code) {
  if (code.empty()) return {};
  std::array<UChar, 128> name;
  UErrorCode status = U_ZERO_ERROR;
  std::string id(code);
  const std::int32_t size =
      uloc_getDisplayLanguage(id.c_str(), "en", name.data(), name.size(), &status);
  if (U_FAILURE(status) || size <= 0 || static_cast<std::size_t>(size) > name.size()) return id;
  std::string out;
  for (std::int32_t i = 0; i < size; ++i) {
    const UChar c = name[static_cast<std::size_t>(i)];
    if (c >= 0x80) return id;  // none of those that models tell
    out += static_cast<char>(c);
  }
  return out;
}

}  // namespace despin::language
