#include <zstd.h>

#include "lib/read/decompressor.h"

namespace despin::read {
namespace {

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class ZstdDecompressor final : public Decompressor {
 public:
  ZstdDecompressor() : context_(ZSTD_createDCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
  }

  void begin() override { ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_only); }

  DecompressionStep decompress(const char* in, std::size_t in_size, char* out,
                               std::size_t out_size) override {
    ZSTD_inBuffer input{in, in_size, 0};
    ZSTD_outBuffer output{out, out_size, 0};
    DecompressionStep step;
    const std::size_t code = ZSTD_decompressStream(context_.get(), &output, &input);
    step.taken = static_cast<std::ptrdiff_t>(input.pos);
    step.given = output.pos;
    if (ZSTD_isError(code) != 0) {
      step.state = DecompressionStep::State::kCorrupt;
      step.why = ZSTD_getErrorName(code);
    } else if (code == 0) {
      step.state = DecompressionStep::State::kEnd;
    }
    return step;
  }

  bool is_sign(std::string_view bytes) const override {
    if (bytes.substr(1, 3) == "\xB5\x2F\xFD") return bytes[0] == '\x28';
    return bytes.substr(1, 3) == "\x2A\x4D\x18" && (bytes[0] & 0xF0) == 0x50;
  }
  char first_sign_byte() const override { return '\x28'; }
  const char* name() const override { return "zstd"; }

 private:
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
};

}  // namespace

std::unique_ptr<Decompressor> zstd_decompressor() { return std::make_unique<ZstdDecompressor>(); }

}  // namespace despin::read
