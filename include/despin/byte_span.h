// despin/byte_span.h - a stretch of a text, or of an input, by its bytes.
#pragma once

#include <cstdint>

namespace despin {
inline namespace v1 {

// Half-open [begin, end). 32 bits: texts are at most 1 GiB, inputs of documents 64 MiB.
struct ByteSpan {
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
};

}  // namespace v1
}  // namespace despin
