#include <bzlib.h>

#include <algorithm>
#include <limits>
#include <new>

#include "lib/read/decompressor.h"

namespace despin::read {
namespace {

class Bzip2Decompressor final : public Decompressor {
 public:
  ~Bzip2Decompressor() override { end(); }

  void begin() override {
    end();
    stream_ = {};
    if (BZ2_bzDecompressInit(&stream_, /*verbosity=*/0, /*small=*/0) != BZ_OK) {
      throw std::bad_alloc();
    }
    open_ = true;
  }

  DecompressionStep decompress(const char* in, std::size_t in_size, char* out,
                               std::size_t out_size) override {
    constexpr std::size_t kMost = std::numeric_limits<unsigned>::max() / 2;
    const auto in_capacity = static_cast<unsigned>(std::min(in_size, kMost));
    const auto out_capacity = static_cast<unsigned>(std::min(out_size, kMost));
    stream_.next_in = const_cast<char*>(in);  // NOLINT: it only reads them
    stream_.avail_in = in_capacity;
    stream_.next_out = out;
    stream_.avail_out = out_capacity;
    const int code = BZ2_bzDecompress(&stream_);
    if (code == BZ_MEM_ERROR) throw std::bad_alloc();
    DecompressionStep step;
    step.taken = static_cast<std::ptrdiff_t>(in_capacity - stream_.avail_in);
    step.given = out_capacity - stream_.avail_out;
    if (code == BZ_STREAM_END) {
      step.state = DecompressionStep::State::kEnd;
    } else if (code != BZ_OK) {
      step.state = DecompressionStep::State::kCorrupt;
      step.why = "a block or its checksum is wrong";
    }
    return step;
  }

  bool is_sign(std::string_view bytes) const override {
    return bytes.starts_with("BZh") && bytes[3] >= '1' && bytes[3] <= '9';
  }
  char first_sign_byte() const override { return 'B'; }
  const char* name() const override { return "bzip2"; }

 private:
  void end() {
    if (open_) BZ2_bzDecompressEnd(&stream_);
    open_ = false;
  }

  bz_stream stream_{};
  bool open_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> bzip2_decompressor() { return std::make_unique<Bzip2Decompressor>(); }

}  // namespace despin::read
