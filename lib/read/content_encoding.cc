#include "lib/read/content_encoding.h"

#include <brotli/decode.h>
#include <isa-l/igzip_lib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <new>

#include "lib/text/ascii.h"

namespace despin::read {
namespace {

enum class DecodeStep { kMore, kEnd, kCorrupt };

// One of the three libraries, given all input at once.
class ContentDecoder {
 public:
  ContentDecoder() = default;
  ContentDecoder(const ContentDecoder&) = delete;
  ContentDecoder& operator=(const ContentDecoder&) = delete;
  virtual ~ContentDecoder() = default;
  // Writes at most `capacity` bytes to `out` and adds their number to `given`.
  virtual DecodeStep decode(char* out, std::size_t capacity, std::size_t& given) = 0;
};

class Inflater final : public ContentDecoder {
 public:
  Inflater(std::string_view bytes, std::uint32_t wrapper) {
    isal_inflate_init(&state_);
    state_.crc_flag = wrapper;
    // ISA-L reads through a pointer to mutable bytes.
    state_.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));  // NOLINT
    state_.avail_in = static_cast<std::uint32_t>(bytes.size());
  }
  DecodeStep decode(char* out, std::size_t capacity, std::size_t& given) override {
    state_.next_out = reinterpret_cast<std::uint8_t*>(out);
    state_.avail_out = static_cast<std::uint32_t>(capacity);
    const int code = isal_inflate(&state_);
    given += capacity - state_.avail_out;
    if (code != ISAL_DECOMP_OK && code != ISAL_END_INPUT && code != ISAL_OUT_OVERFLOW) {
      return DecodeStep::kCorrupt;
    }
    return state_.block_state == ISAL_BLOCK_FINISH ? DecodeStep::kEnd : DecodeStep::kMore;
  }

 private:
  // Zero-initialized: for a corrupt block ISA-L reads tables that it has not written.
  inflate_state state_{};
};

class Brotli final : public ContentDecoder {
 public:
  explicit Brotli(std::string_view bytes)
      : next_(reinterpret_cast<const std::uint8_t*>(bytes.data())),
        left_(bytes.size()),
        state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {
    if (state_ == nullptr) throw std::bad_alloc();
  }
  DecodeStep decode(char* out, std::size_t capacity, std::size_t& given) override {
    auto* to = reinterpret_cast<std::uint8_t*>(out);
    std::size_t left = capacity;
    const BrotliDecoderResult result =
        BrotliDecoderDecompressStream(state_.get(), &left_, &next_, &left, &to, nullptr);
    given += capacity - left;
    if (result == BROTLI_DECODER_RESULT_ERROR) return DecodeStep::kCorrupt;
    return result == BROTLI_DECODER_RESULT_SUCCESS ? DecodeStep::kEnd : DecodeStep::kMore;
  }

 private:
  struct Free {
    void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
  };
  const std::uint8_t* next_;
  std::size_t left_;
  std::unique_ptr<BrotliDecoderState, Free> state_;
};

class Zstd final : public ContentDecoder {
 public:
  explicit Zstd(std::string_view bytes)
      : input_{bytes.data(), bytes.size(), 0}, context_(ZSTD_createDCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
    // RFC 9659: servers must not need a window above 8 MiB.
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, 24);
  }
  DecodeStep decode(char* out, std::size_t capacity, std::size_t& given) override {
    ZSTD_outBuffer output{out, capacity, 0};
    const std::size_t code = ZSTD_decompressStream(context_.get(), &output, &input_);
    given += output.pos;
    if (ZSTD_isError(code) != 0) return DecodeStep::kCorrupt;
    return code == 0 && input_.pos == input_.size ? DecodeStep::kEnd : DecodeStep::kMore;
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  ZSTD_inBuffer input_;
  std::unique_ptr<ZSTD_DCtx, Free> context_;
};

Error corrupt(std::string_view encoding) {
  return {ErrorCode::kBadInput,
          "a corrupt body; expected valid " + std::string(encoding) + " data"};
}

// Grows with the output, so that a decompression bomb costs no more than the limit.
Result<std::string> decode_all(ContentDecoder& decoder, std::size_t hint, std::size_t limit,
                               std::string_view encoding) {
  std::string out;
  std::size_t given = 0;
  for (;;) {
    // One byte more than the limit shows that the output is too large.
    out.resize(std::min(limit + 1, std::max(2 * out.size(), 4 * hint + 4096)));
    for (;;) {
      const std::size_t before = given;
      const DecodeStep step = decoder.decode(out.data() + given, out.size() - given, given);
      if (step == DecodeStep::kCorrupt) return corrupt(encoding);
      if (given > limit) {
        return Error{ErrorCode::kTooLarge, "more than " + std::to_string(limit) +
                                               " bytes once decompressed; no page is that large"};
      }
      if (given == out.size()) break;
      if (step == DecodeStep::kEnd || given == before) {
        out.resize(given);
        return out;
      }
    }
  }
}

}  // namespace

Result<std::string> undo_encoding(std::string_view bytes, std::string_view encoding,
                                  std::size_t limit) {
  const bool is_markup = text::trim_ascii(bytes.substr(0, 64)).starts_with('<');
  if (bytes.empty() || is_markup || encoding.empty() || text::same_ascii(encoding, "identity")) {
    return std::string(bytes);
  }
  if (text::same_ascii(encoding, "gzip") || text::same_ascii(encoding, "x-gzip")) {
    if (!bytes.starts_with("\x1f\x8b")) return std::string(bytes);
    Inflater inflater(bytes, ISAL_GZIP);
    return decode_all(inflater, bytes.size(), limit, "gzip");
  }
  if (text::same_ascii(encoding, "deflate")) {
    // Servers disagree on whether deflate includes zlib's wrapper.
    const auto high = static_cast<unsigned char>(bytes[0]);
    const auto low = static_cast<unsigned char>(bytes.size() > 1 ? bytes[1] : 0);
    const bool wrapped = (high & 0x0F) == 8 && (high * 256 + low) % 31 == 0;
    Inflater inflater(bytes, wrapped ? ISAL_ZLIB : ISAL_DEFLATE);
    return decode_all(inflater, bytes.size(), limit, "deflate");
  }
  if (text::same_ascii(encoding, "br")) {
    Brotli brotli(bytes);
    return decode_all(brotli, bytes.size(), limit, "br");
  }
  if (text::same_ascii(encoding, "zstd")) {
    if (!bytes.starts_with("\x28\xB5\x2F\xFD")) return std::string(bytes);
    Zstd zstd(bytes);
    return decode_all(zstd, bytes.size(), limit, "zstd");
  }
  return Error{ErrorCode::kBadInput,
               "an unknown content encoding; expected gzip, deflate, br or zstd"};
}

}  // namespace despin::read
