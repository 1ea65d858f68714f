// tests/support/arrow_output.h - what the C interface puts into an Arrow array, as text.
//
//   Output output;
//   despin_check_arrow(..., &output.array, &output.schema, &error);
//   field(output, "verdict", 0);
#pragma once

#include <cstdint>
#include <string>

#include "despin/despin.h"

namespace despin::arrow_output {

// What came out; released at the end.
struct Output {
  ~Output() {
    if (array.release != nullptr) array.release(&array);
    if (schema.release != nullptr) schema.release(&schema);
  }
  ArrowArray array = {};
  ArrowSchema schema = {};
};

inline bool is_valid(const ArrowArray& array, std::int64_t row) {
  const auto* bits = static_cast<const std::uint8_t*>(array.buffers[0]);
  return bits == nullptr || (bits[row / 8] >> row % 8 & 1) != 0;
}

// A value as text; lists and structs in brackets.
inline std::string spelled(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row) {
  if (!is_valid(array, row)) return "null";
  const std::string format = schema.format;
  const auto offsets = [&] { return static_cast<const std::int32_t*>(array.buffers[1]); };
  if (format == "u" || format == "z") {
    const auto* bytes = static_cast<const char*>(array.buffers[2]);
    return {bytes + offsets()[row], bytes + offsets()[row + 1]};
  }
  if (format == "g") return std::to_string(static_cast<const double*>(array.buffers[1])[row]);
  if (format == "f") return std::to_string(static_cast<const float*>(array.buffers[1])[row]);
  if (format == "l") return std::to_string(static_cast<const std::int64_t*>(array.buffers[1])[row]);
  if (format == "I")
    return std::to_string(static_cast<const std::uint32_t*>(array.buffers[1])[row]);
  std::string all = format == "+s" ? "{" : "[";
  if (format == "+s") {
    for (std::int64_t i = 0; i < array.n_children; ++i) {
      all += std::string(schema.children[i]->name) + "=" +
             spelled(*schema.children[i], *array.children[i], row) + " ";
    }
    return all + "}";
  }
  for (std::int32_t i = offsets()[row]; i < offsets()[row + 1]; ++i) {
    all += spelled(*schema.children[0], *array.children[0], i) + ",";
  }
  return all + "]";
}

inline std::string field(const Output& output, const std::string& name, std::int64_t row) {
  for (std::int64_t i = 0; i < output.array.n_children; ++i) {
    if (output.schema.children[i]->name != name) continue;
    return spelled(*output.schema.children[i], *output.array.children[i], row);
  }
  return "no such field";
}

}  // namespace despin::arrow_output
