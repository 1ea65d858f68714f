// lib/capi/arrow_view.h - what every reader of an Arrow array checks before it looks at the rows.
//
// Threads  Stateless.
// Errors   kBadInput: an array that contradicts its schema.
// Method   Arrow C Data Interface.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "despin/despin.h"
#include "despin/result.h"

namespace despin::capi {

Error wrong_array(const char* found);

Result<void> check_schema(const ArrowSchema& schema);
// What holds for an array of every type.
Result<void> check_array(const ArrowArray& array, const ArrowSchema& schema);
// Of a struct, which was checked: child `place` is there and has all rows.
Result<void> check_child(const ArrowArray& array, const ArrowSchema& schema, std::int64_t place);

// REQUIRES: checked, here and below.
const std::uint8_t* validity_of(const ArrowArray& array);
inline bool is_struct(const ArrowSchema& schema) { return std::string_view(schema.format) == "+s"; }
constexpr std::int64_t kNoField = -1;
// Which child of a struct is called so; kNoField: none is.
Result<std::int64_t> find_field(const ArrowSchema& schema, std::string_view name);

inline bool bit(const std::uint8_t* bits, std::int64_t i) {
  return bits == nullptr || (bits[i / 8] >> (i % 8) & 1) != 0;
}

template <class T>
T value_at(const void* values, std::int64_t i) {
  T value;
  std::memcpy(&value, static_cast<const char*>(values) + i * std::int64_t{sizeof(T)}, sizeof value);
  return value;
}

}  // namespace despin::capi
