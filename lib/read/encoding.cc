#include "lib/read/encoding.h"

#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "despin/reader.h"
#include "lib/read/charset_labels.h"
#include "lib/read/containers.h"
#include "lib/read/html_attributes.h"
#include "lib/read/input_map.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

// Measured on two sentences in their charset: confidence 45 (Cyrillic) to 100 (East Asian); on
// random bytes 4 to 10.
constexpr int kSureConfidence = 40;
constexpr std::size_t kDetectBytes = std::size_t{64} << 10;
// WHATWG has 1,024, but browsers scan to the end of the head if scripts come first.
constexpr std::size_t kPrescanBytes = std::size_t{16} << 10;
// A page that claims UTF-8 may have one bad byte in this many; beyond that the claim is false.
constexpr std::size_t kBytesPerBadByte = 100;

// Whether most non-ASCII sequences are valid UTF-8: corrupt UTF-8, not another charset.
bool is_damaged_utf8(std::string_view text) {
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    ++(text::next_checked_character(text, at) != text::kNoCharacter ? good : bad);
  }
  return good > bad;
}

// Whether a byte has no character in windows-1252.
bool is_not_western(std::string_view text) {
  return text.find_first_of("\x81\x8D\x8F\x90\x9D") != text.npos;
}

// The charset that the detector is confident of, or null.
const Charset* detect(std::string_view bytes) {
  bytes = bytes.substr(0, kDetectBytes);
  if (is_damaged_utf8(bytes)) return nullptr;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(
      ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return nullptr;
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  ucsdet_enableInputFilter(detector.get(), true);  // tags are English in every language
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return nullptr;
  const int confidence = ucsdet_getConfidence(match, &status);
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || confidence < kSureConfidence) return nullptr;
  const Charset* found = charset_of_label(name);
  if (found == nullptr || (found->name == "windows-1252" && is_not_western(bytes))) return nullptr;
  return found;
}

// Detects UTF-16 without a byte order mark: where it holds ASCII, every second byte is zero.
const Charset* detect_utf16(std::string_view bytes) {
  bytes = bytes.substr(0, kPrescanBytes);
  std::size_t zeros[2] = {};
  for (std::size_t at = 0; at < bytes.size(); ++at) zeros[at % 2] += bytes[at] == '\0';
  const std::size_t enough = bytes.size() / 5;
  if (zeros[1] > enough && zeros[0] == 0) return charset_of_label("utf-16le");
  if (zeros[0] > enough && zeros[1] == 0) return charset_of_label("utf-16be");
  return nullptr;
}

// An Error if the bytes are not text in any encoding with single-byte ASCII.
std::optional<Error> refuse_binary(std::string_view bytes) {
  if (auto error = refused_container(bytes.substr(0, kContainerSignBytes))) return error;
  if (const std::size_t nul = bytes.find('\0'); nul != bytes.npos) {
    return Error{ErrorCode::kBadInput, "a binary file (a zero byte at offset " +
                                           std::to_string(nul) + "); expected text or HTML"};
  }
  const std::size_t size = std::min(bytes.size(), kDetectBytes);
  const auto control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && !text::is_ascii_space(c) && c != '\b' &&
           c != '\x1b';
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

Result<Utf8Text> to_utf8(std::string_view bytes, std::string_view label, Malformed malformed) {
  const Charset* charset = charset_of_label(label);
  const auto convert_utf16 = [&](std::size_t mark, const Charset* utf16) -> Result<Utf8Text> {
    auto converted = convert(bytes.substr(mark), *utf16, mark);
    if (!converted) return converted;
    if (auto error = refuse_binary(converted->text)) return *std::move(error);
    return converted;
  };
  if (bytes.starts_with("\xFF\xFE")) return convert_utf16(2, charset_of_label("utf-16le"));
  if (bytes.starts_with("\xFE\xFF")) return convert_utf16(2, charset_of_label("utf-16be"));
  const std::size_t mark = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  bytes.remove_prefix(mark);
  if (mark > 0) charset = charset_of_label("utf-8");
  if (const Charset* utf16 = mark > 0 ? nullptr : detect_utf16(bytes)) {
    return convert_utf16(0, utf16);
  }
  if (auto error = refuse_binary(bytes)) return *std::move(error);
  // Bytes without zeros are not UTF-16, whatever the label says.
  if (charset != nullptr && charset->name.starts_with("UTF-16")) charset = nullptr;
  const bool is_utf8 = charset == nullptr || charset->name == "UTF-8";
  const bool shifts = charset != nullptr && charset->name == "ISO-2022-JP";  // ASCII bytes
  const text::Utf8Survey survey = text::survey_utf8(bytes);
  if (survey.bad_byte == text::kNoBadByte && !shifts) {
    Utf8Text out{
        std::string(bytes), std::string(is_utf8 || !survey.ascii ? "UTF-8" : charset->name), {}};
    if (mark > 0) append_run(out.runs, {0, bytes.size()}, {mark, bytes.size()}, true);
    return out;
  }
  if (!is_utf8) return convert(bytes, *charset, 0);
  if (malformed == Malformed::kRefuse && charset == nullptr && !label.empty()) {
    return Error{ErrorCode::kBadInput,
                 "an unknown charset label; expected an IANA name: convert "
                 "the file to UTF-8"};
  }
  const bool replace = malformed == Malformed::kReplace;
  const std::size_t max_bad = 1 + bytes.size() / kBytesPerBadByte;
  if (charset != nullptr) {
    if (auto text = repair_utf8(bytes, mark, max_bad)) return *std::move(text);
  }
  if (charset == nullptr || replace) {
    if (const Charset* found = detect(bytes)) return convert(bytes, *found, mark);
    if (auto text = repair_utf8(bytes, mark, max_bad)) return *std::move(text);
  }
  return Error{ErrorCode::kBadUtf8, "byte " + std::to_string(survey.bad_byte + mark) +
                                        " is not UTF-8; expected UTF-8: convert the file, e.g. "
                                        "with iconv"};
}

std::string_view charset_of(std::string_view content_type) {
  const std::size_t at = text::find_ascii(content_type, "charset");
  if (at == content_type.npos) return {};
  std::string_view value = text::trim_ascii(content_type.substr(at + 7));
  if (!value.starts_with('=')) return {};
  value = text::trim_ascii(value.substr(1));
  if (value.starts_with('"') || value.starts_with('\'')) {
    value.remove_prefix(1);
  }
  const std::size_t end = value.find_first_of("\"'; \t\r\n\f>/");
  value = value.substr(0, end);
  return value.size() <= 40 ? value : std::string_view{};
}

std::string_view declared_charset(std::string_view page) {
  const std::string_view head = page.substr(0, kPrescanBytes);
  if (head.starts_with("<?xml")) {
    const std::string_view tag = head.substr(0, head.find('>'));
    const std::size_t at = tag.find("encoding");
    if (at != tag.npos) {
      const std::size_t quote = tag.find_first_of("\"'", at);
      if (quote != tag.npos) {
        return tag.substr(quote + 1, tag.find(tag[quote], quote + 1) - quote - 1);
      }
    }
  }
  Element element;
  for (std::size_t at = head.find('<'); at != head.npos; at = head.find('<', at)) {
    const std::string_view rest = head.substr(at);
    if (rest.starts_with("<!--")) {
      const std::size_t end = head.find("-->", at + 2);  // "<!-->" is a whole comment
      if (end == head.npos) return {};
      at = end + 3;
      continue;
    }
    ++at;
    const bool tag = rest.size() > 1 && (rest[1] == '/' || text::is_ascii_letter(rest[1]));
    if (!tag) continue;
    // A tag ends after its last attribute, whose value may hold a ">".
    at += element.read(HtmlTag::kMeta, rest) - 1;
    const bool meta = rest.size() > 5 && text::find_ascii(rest.substr(0, 5), "<meta") == 0 &&
                      (text::is_ascii_space(rest[5]) || rest[5] == '/');
    if (!meta) continue;
    std::string_view charset = element.attribute("charset");
    if (charset.empty() && text::same_ascii(element.attribute("http-equiv"), "content-type")) {
      charset = charset_of(element.attribute("content"));
    }
    const Charset* known = charset_of_label(charset);
    if (known == nullptr) continue;
    // A page that could be scanned as ASCII is not UTF-16 (as in WHATWG).
    return known->name.starts_with("UTF-16") ? std::string_view("UTF-8") : charset;
  }
  return {};
}

}  // namespace despin::read
