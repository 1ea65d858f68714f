// Byte offsets as indices of other units.
#include <cstdint>
#include <string>

#include "lib/capi/border.h"

namespace {

// Code points, or UTF-16 units, that begin in [text, text + size). A loop without branches, which
// becomes vectors.
std::uint32_t count_units(const char* text, std::size_t size, bool utf16) {
  std::uint32_t units = 0;
  for (std::size_t i = 0; i < size; ++i) {
    units += static_cast<signed char>(text[i]) >= -0x40 ? 1U : 0U;  // does not continue one
  }
  if (!utf16) return units;
  for (std::size_t i = 0; i < size; ++i) {
    units += static_cast<unsigned char>(text[i]) >= 0xF0 ? 1U : 0U;  // a surrogate pair
  }
  return units;
}

// Units of a character that has begun before `at` and goes on there: 0 at a boundary.
std::uint32_t begun_before(const char* text, std::size_t size, std::size_t at, bool utf16) {
  const auto continues = [&](std::size_t i) { return static_cast<signed char>(text[i]) < -0x40; };
  if (at == size || !continues(at)) return 0;
  for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
    if (continues(at - back)) continue;
    return utf16 && static_cast<unsigned char>(text[at - back]) >= 0xF0 ? 2 : 1;
  }
  return 0;  // no UTF-8
}

}  // namespace

despin_code despin_map_offsets(const char* text, size_t text_size, int32_t unit, uint32_t* offsets,
                               size_t count, despin_error* error) {
  namespace capi = despin::capi;
  return capi::bordered(error, [&]() -> despin::Result<void> {
    if (capi::has_no_bytes(text, text_size)) return capi::missing("text");
    if (capi::has_no_bytes(offsets, count)) return capi::missing("offsets");
    if (unit != DESPIN_CODE_POINTS && unit != DESPIN_UTF16_UNITS) {
      return capi::unknown_value("unit", unit);
    }
    std::size_t at = 0;
    std::uint32_t units = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t to = offsets[i];
      if (to > text_size || to < at) {
        return despin::Error{despin::ErrorCode::kBadInput,
                             "offset " + std::to_string(i) + " is " + std::to_string(to) +
                                 "; expected one not below that before it, within " +
                                 std::to_string(text_size) + " bytes; sort the offsets"};
      }
      units += count_units(text + at, to - at, unit == DESPIN_UTF16_UNITS);
      at = to;
      offsets[i] = units - begun_before(text, text_size, to, unit == DESPIN_UTF16_UNITS);
    }
    return {};
  });
}
