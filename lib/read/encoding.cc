#include "lib/read/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "despin/reader.h"
#include "lib/read/ascii.h"

namespace despin::read {
namespace {

// On a line of windows-1252 prose ICU's detector says 70 to 80, on random bytes 4 to 10.
constexpr int kSureConfidence = 50;
constexpr std::size_t kDetectBytes = std::size_t{64} << 10;
constexpr std::size_t kPrescanBytes = 1024;  // as WHATWG's encoding sniffing
// A page that claims UTF-8 may hold this share of bad bytes; beyond it the claim is false.
constexpr std::size_t kBytesPerBadByte = 100;

struct Magic {
  std::string_view bytes;
  std::string_view message;
};

constexpr std::array<Magic, 8> kMagic{{
    {"%PDF-", "a PDF file; expected text or HTML: extract its text first, e.g. with pdftotext"},
    {"PK\x03\x04",
     "a ZIP archive or office document; expected text or HTML: unpack or export it first"},
    {"\x1f\x8b", "a gzip file; expected text or HTML: unpack it first"},
    {"\x28\xb5\x2f\xfd", "a zstd file; expected text or HTML: unpack it first"},
    {"\x89PNG", "a PNG image; expected text or HTML"},
    {"\xff\xd8\xff", "a JPEG image; expected text or HTML"},
    {"GIF8", "a GIF image; expected text or HTML"},
    {"\x7f"
     "ELF",
     "a program; expected text or HTML"},
}};

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  const auto* s = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t size = text.size();
  for (std::size_t at = 0; at < size;) {
    if (s[at] < 0x80) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    UChar32 c = 0;
    U8_NEXT(s, at, size, c);
    if (c < 0) return begin;
  }
  return std::nullopt;
}

Error unknown_charset() {
  return {ErrorCode::kBadInput,
          "a declared charset that is not known; expected one of the IANA names: convert the "
          "file to UTF-8"};
}

// WHATWG: pages that say Latin-1 or ASCII mean windows-1252.
std::string canonical_charset(std::string_view charset) {
  for (const std::string_view name : {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii",
                                      "ascii", "cp1252", "ansi_x3.4-1968"}) {
    if (same_ascii(charset, name)) return "windows-1252";
  }
  return std::string(charset);
}

Result<Utf8Text> convert(std::string_view bytes, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(ucnv_open(charset.c_str(), &status),
                                                                &ucnv_close);
  if (U_FAILURE(status)) return unknown_charset();
  const std::unique_ptr<UConverter, void (*)(UConverter*)> to(ucnv_open("UTF-8", &status),
                                                              &ucnv_close);
  Utf8Text out;
  std::array<UChar, 4096> pivot{};
  std::array<char, 16384> piece{};
  UChar* pivot_read = pivot.data();
  UChar* pivot_write = pivot.data();
  const char* source = bytes.data();
  const char* const end = bytes.data() + bytes.size();
  do {
    status = U_ZERO_ERROR;
    char* target = piece.data();
    ucnv_convertEx(to.get(), from.get(), &target, piece.data() + piece.size(), &source, end,
                   pivot.data(), &pivot_read, &pivot_write, pivot.data() + pivot.size(),
                   /*reset=*/false, /*flush=*/true, &status);
    out.text.append(piece.data(), static_cast<std::size_t>(target - piece.data()));
    if (out.text.size() > kMaxTextFileBytes) {
      return Error{ErrorCode::kTooLarge, "a document of more than " +
                                             std::to_string(kMaxTextFileBytes) +
                                             " bytes of UTF-8; split it"};
    }
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(status)) {
    return Error{ErrorCode::kBadInput,
                 "bytes that do not fit the declared charset; expected text: convert the file "
                 "to UTF-8"};
  }
  UErrorCode name_status = U_ZERO_ERROR;
  const char* name = ucnv_getStandardName(charset.c_str(), "IANA", &name_status);
  out.encoding = name != nullptr ? name : charset;
  return out;
}

// True if the bytes beyond ASCII cannot be windows-1252, or form UTF-8 characters so
// that they are damaged UTF-8 rather than another charset.
bool is_not_western(std::string_view text) {
  const auto* s = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    const std::uint8_t byte = s[at];
    if (byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D) return true;
    UChar32 c = 0;
    U8_NEXT(s, at, text.size(), c);
    if (c > 0x7F) return true;
  }
  return false;
}

// The name of a Western single-byte charset the bytes are surely in, or empty.
std::string detect_western(std::string_view bytes) {
  if (is_not_western(bytes)) return {};
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(
      ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return {};
  const std::size_t size = std::min(bytes.size(), kDetectBytes);
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(size), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return {};
  const int confidence = ucsdet_getConfidence(match, &status);
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || confidence < kSureConfidence) return {};
  const std::string_view found = name;
  if (found == "ISO-8859-1" || found == "windows-1252") return "windows-1252";
  return {};
}

// An error if the bytes are no text in any encoding that has single-byte ASCII.
std::optional<Error> refuse_binary(std::string_view bytes) {
  for (const Magic& magic : kMagic) {
    if (bytes.starts_with(magic.bytes)) {
      return Error{ErrorCode::kBadInput, std::string(magic.message)};
    }
  }
  if (const std::size_t nul = bytes.find('\0'); nul != bytes.npos) {
    return Error{ErrorCode::kBadInput, "a binary file (a zero byte at offset " +
                                           std::to_string(nul) + "); expected text or HTML"};
  }
  const std::size_t size = std::min(bytes.size(), kDetectBytes);
  const auto control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !is_ascii_space(c) && c != '\b' && c != '\x1b';
  };
  const auto controls =
      std::count_if(bytes.begin(), bytes.begin() + static_cast<long>(size), control);
  if (static_cast<std::size_t>(controls) * 20 > size) {  // one in twenty
    return Error{ErrorCode::kBadInput,
                 "a binary file (more than 5 % control characters); expected text or HTML"};
  }
  return std::nullopt;
}

}  // namespace

std::size_t replace_bad_utf8(std::string& text) {
  const auto first = first_bad_byte(text);
  if (!first) return 0;
  const auto* s = reinterpret_cast<const std::uint8_t*>(text.data());
  std::string out(text, 0, *first);
  std::size_t bad = 0;
  for (std::size_t at = *first; at < text.size();) {
    const std::size_t begin = at;
    UChar32 c = 0;
    U8_NEXT(s, at, text.size(), c);
    if (c >= 0) {
      out.append(text, begin, at - begin);
    } else {
      out.append("\xEF\xBF\xBD");
      ++bad;
    }
  }
  text = std::move(out);
  return bad;
}

Result<Utf8Text> to_utf8(std::string_view bytes, std::string_view charset, Malformed malformed) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    auto converted = convert(bytes.substr(2), bytes[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE");
    if (!converted) return converted;
    if (auto error = refuse_binary(converted->text)) return *std::move(error);
    return converted;
  }
  const bool marked = bytes.starts_with("\xEF\xBB\xBF");
  if (marked) {
    bytes.remove_prefix(3);
    charset = "UTF-8";
  }
  if (auto error = refuse_binary(bytes)) return *std::move(error);
  const auto bad = first_bad_byte(bytes);
  // Text that is valid UTF-8 with characters beyond ASCII is UTF-8, whatever it declares.
  const bool utf8_declared =
      charset.empty() || same_ascii(charset, "utf-8") || same_ascii(charset, "utf8");
  if (!bad) {
    const bool ascii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0; });
    if (utf8_declared || !ascii) return Utf8Text{std::string(bytes), "UTF-8", {}};
  }
  if (!utf8_declared) return convert(bytes, canonical_charset(charset));
  const auto replaced = [&]() -> std::optional<Utf8Text> {
    Utf8Text out{std::string(bytes), "UTF-8", {}};
    const std::size_t slips = replace_bad_utf8(out.text);
    if (slips > 1 + bytes.size() / kBytesPerBadByte) return std::nullopt;
    return out;
  };
  if (!charset.empty() && malformed == Malformed::kReplace) {
    if (auto text = replaced()) return *std::move(text);
  }
  if (charset.empty() || malformed == Malformed::kReplace) {
    if (const std::string found = detect_western(bytes); !found.empty()) {
      return convert(bytes, found);
    }
    if (malformed == Malformed::kReplace) {
      if (auto text = replaced()) return *std::move(text);
    }
  }
  return Error{ErrorCode::kBadUtf8, "byte " + std::to_string(*bad + (marked ? 3 : 0)) +
                                        " is not UTF-8; expected UTF-8: convert the file, e.g. "
                                        "with iconv"};
}

std::string_view charset_of(std::string_view content_type) {
  const std::size_t at = find_ascii(content_type, "charset");
  if (at == content_type.npos) return {};
  std::string_view value = trim_ascii(content_type.substr(at + 7));
  if (!value.starts_with('=')) return {};
  value = trim_ascii(value.substr(1));
  if (value.starts_with('"') || value.starts_with('\'')) {
    value.remove_prefix(1);
  }
  const std::size_t end = value.find_first_of("\"'; \t\r\n\f>/");
  value = value.substr(0, end);
  return value.size() <= 40 ? value : std::string_view{};
}

std::string_view declared_charset(std::string_view page) {
  const std::string_view head = page.substr(0, kPrescanBytes);
  for (std::size_t at = find_ascii(head, "<meta"); at != head.npos;
       at = find_ascii(head, "<meta", at + 5)) {
    const std::string_view tag = head.substr(at, head.find('>', at) - at);
    const std::string_view charset = charset_of(tag);
    // A page that got as far as being read as ASCII is not UTF-16 (WHATWG says the same).
    if (!charset.empty()) return find_ascii(charset, "utf-16") == 0 ? "UTF-8" : charset;
  }
  return {};
}

}  // namespace despin::read
