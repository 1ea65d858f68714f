#include <lzma.h>

#include <new>

#include "lib/read/decompressor.h"

namespace despin::read {
namespace {

// "xz -9" asks for a dictionary of 64 MiB.
constexpr std::uint64_t kMaxXzMemory = std::uint64_t{128} << 20;

class XzDecompressor final : public Decompressor {
 public:
  ~XzDecompressor() override { lzma_end(&stream_); }

  void begin() override {
    if (lzma_stream_decoder(&stream_, kMaxXzMemory, 0) != LZMA_OK) throw std::bad_alloc();
  }

  DecompressionStep decompress(const char* in, std::size_t in_size, char* out,
                               std::size_t out_size) override {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(in);
    stream_.avail_in = in_size;
    stream_.next_out = reinterpret_cast<std::uint8_t*>(out);
    stream_.avail_out = out_size;
    const lzma_ret code = lzma_code(&stream_, LZMA_RUN);
    if (code == LZMA_MEM_ERROR) throw std::bad_alloc();
    DecompressionStep step;
    step.taken = static_cast<std::ptrdiff_t>(in_size - stream_.avail_in);
    step.given = out_size - stream_.avail_out;
    if (code == LZMA_STREAM_END) {
      step.state = DecompressionStep::State::kEnd;
    } else if (code != LZMA_OK && code != LZMA_BUF_ERROR) {  // the latter: no input or no space
      step.state = DecompressionStep::State::kCorrupt;
      step.why = code == LZMA_MEMLIMIT_ERROR ? "they ask for a dictionary of more than 128 MiB"
                                             : "a block or its checksum is wrong";
    }
    return step;
  }

  bool is_sign(std::string_view bytes) const override {
    return bytes.starts_with(
        "\xFD"
        "7zX");
  }
  char first_sign_byte() const override { return '\xFD'; }
  const char* name() const override { return "xz"; }

 private:
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

}  // namespace

std::unique_ptr<Decompressor> xz_decompressor() { return std::make_unique<XzDecompressor>(); }

}  // namespace despin::read
