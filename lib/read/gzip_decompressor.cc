// Inflates with ISA-L, which is two to three times as fast as zlib and needs as little memory.
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <limits>

#include "lib/read/decompressor.h"

namespace despin::read {
namespace {

class GzipDecompressor final : public Decompressor {
 public:
  GzipDecompressor() { isal_inflate_init(&state_); }

  void begin() override {
    isal_inflate_reset(&state_);
    state_.crc_flag = ISAL_GZIP;
  }

  DecompressionStep decompress(const char* in, std::size_t in_size, char* out,
                               std::size_t out_size) override {
    constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max() / 2;
    const auto in_capacity = static_cast<std::uint32_t>(std::min(in_size, kMost));
    const auto out_capacity = static_cast<std::uint32_t>(std::min(out_size, kMost));
    // ISA-L reads through a pointer to mutable bytes.
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(in));  // NOLINT
    state_.avail_in = in_capacity;
    state_.next_out = reinterpret_cast<std::uint8_t*>(out);
    state_.avail_out = out_capacity;
    const int code = isal_inflate(&state_);
    DecompressionStep step;
    step.taken = static_cast<std::ptrdiff_t>(in_capacity - state_.avail_in);
    step.given = out_capacity - state_.avail_out;
    if (code != ISAL_DECOMP_OK && code != ISAL_END_INPUT && code != ISAL_OUT_OVERFLOW) {
      step.state = DecompressionStep::State::kCorrupt;
      step.why =
          code == ISAL_INCORRECT_CHECKSUM ? "its checksum does not match" : "invalid deflate data";
    } else if (state_.block_state == ISAL_BLOCK_FINISH) {
      step.state = DecompressionStep::State::kEnd;
      step.taken -= state_.read_in_length / 8;
    }
    return step;
  }

  bool is_sign(std::string_view bytes) const override {
    return bytes[0] == '\x1f' && bytes[1] == '\x8b' && bytes[2] == 8 && (bytes[3] & 0xE0) == 0;
  }
  char first_sign_byte() const override { return '\x1f'; }
  const char* name() const override { return "gzip"; }

 private:
  // Zero-initialized: for a corrupt block ISA-L reads tables that it has not written.
  inflate_state state_{};
};

}  // namespace

std::unique_ptr<Decompressor> gzip_decompressor() { return std::make_unique<GzipDecompressor>(); }

}  // namespace despin::read
