#include "lib/read/conversion.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "lib/read/input_map.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

// Collects UTF-8 with the place of each character in the bytes.
class Utf8Writer {
 public:
  Utf8Writer(std::string_view bytes, std::size_t skipped, bool shifts)
      : bytes_(bytes), skipped_(skipped), shifts_(shifts) {
    out_.text.reserve(bytes.size() + bytes.size() / 8);
  }

  std::size_t size() const { return out_.text.size(); }

  // Appends a character that begins at byte `begin`, as far as that is known.
  void put(UChar32 c, std::size_t begin) {
    if (begin > begin_ || out_.text.empty()) {
      finish(begin);
      begin_ = begin;
      text_begin_ = out_.text.size();
    }
    char utf8[4];
    if (U_IS_SURROGATE(c)) c = 0xFFFD;
    out_.text.append(utf8, text::put_character(static_cast<char32_t>(c), utf8));
  }

  Utf8Text take() {
    finish(bytes_.size());
    return std::move(out_);
  }

 private:
  void finish(std::size_t end) {
    const std::size_t size = out_.text.size() - text_begin_;
    std::size_t bytes = end - begin_;
    if (size == 0 || bytes == 0) return;
    bool same = size == bytes &&
                std::string_view(out_.text).substr(text_begin_) == bytes_.substr(begin_, bytes);
    // A charset with shift sequences may shift directly after an ASCII character.
    if (shifts_ && size == 1 && bytes_[begin_] == out_.text.back()) {
      bytes = 1;
      same = true;
    }
    if (out_.runs.size() < kMaxConversionRuns) {
      append_run(out_.runs, {text_begin_, size}, {skipped_ + begin_, bytes}, same);
      return;
    }
    InputRun& rest = out_.runs.back();
    rest.text.end_byte = static_cast<std::uint32_t>(text_begin_ + size);
    rest.input.end_byte = static_cast<std::uint32_t>(skipped_ + begin_ + bytes);
    const bool equal =
        rest.text.end_byte - rest.text.begin_byte == rest.input.end_byte - rest.input.begin_byte;
    if (equal) --rest.text.end_byte;  // equal lengths would mean that the bytes are the same
  }

  std::string_view bytes_;
  std::size_t skipped_;
  bool shifts_;
  Utf8Text out_;
  std::size_t begin_ = 0;       // of the last character
  std::size_t text_begin_ = 0;  // its place in the text
};

// For a single bad byte of some charsets ICU itself puts U+001A.
void put_replacement(const void*, UConverterToUnicodeArgs* arguments, const char*, std::int32_t,
                     UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  const UChar replacement = 0xFFFD;
  ucnv_cbToUWriteUChars(arguments, &replacement, 1, 0, status);
}

Error too_large() {
  return {ErrorCode::kTooLarge, "a document of more than " + std::to_string(kMaxTextFileBytes) +
                                    " bytes of UTF-8; split it"};
}

}  // namespace

Result<Utf8Text> convert(std::string_view bytes, const Charset& charset, std::size_t skipped) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> from(
      ucnv_open(charset.converter, &status), &ucnv_close);
  if (U_FAILURE(status)) {
    return Error{ErrorCode::kBadInput,
                 "a charset that the ICU of this system lacks; expected a full ICU: convert the "
                 "file to UTF-8"};
  }
  ucnv_setToUCallBack(from.get(), &put_replacement, nullptr, nullptr, nullptr, &status);
  Utf8Writer writer(bytes, skipped, charset.name == "ISO-2022-JP");
  std::array<UChar, 4096> units{};
  std::array<std::int32_t, 4096> offsets{};
  const char* source = bytes.data();
  const char* const end = bytes.data() + bytes.size();
  std::size_t begin = 0;  // of the current character
  UChar lead = 0;
  do {
    status = U_ZERO_ERROR;
    const auto base = static_cast<std::size_t>(source - bytes.data());
    UChar* target = units.data();
    ucnv_toUnicode(from.get(), &target, units.data() + units.size(), &source, end, offsets.data(),
                   /*flush=*/true, &status);
    const auto made = static_cast<std::size_t>(target - units.data());
    for (std::size_t i = 0; i < made; ++i) {
      // A character left over from one call comes first in the next; its offset is lost.
      const std::size_t at = offsets[i] < 0 ? begin : base + static_cast<std::size_t>(offsets[i]);
      const UChar unit = units[i];
      if (U16_IS_TRAIL(unit) && lead != 0) {
        writer.put(U16_GET_SUPPLEMENTARY(lead, unit), begin);
        lead = 0;
        continue;
      }
      if (lead != 0) writer.put(0xFFFD, begin);
      lead = 0;
      begin = std::clamp(at, begin, bytes.size());
      if (U16_IS_LEAD(unit)) {
        lead = unit;
      } else {
        writer.put(unit, begin);
      }
    }
    if (writer.size() > kMaxTextFileBytes) return too_large();
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (lead != 0) writer.put(0xFFFD, begin);
  Utf8Text out = writer.take();
  out.encoding = charset.name;
  return out;
}

std::optional<Utf8Text> repair_utf8(std::string_view bytes, std::size_t skipped,
                                    std::size_t max_bad) {
  Utf8Text out;
  out.encoding = "UTF-8";
  out.text.reserve(bytes.size());
  std::size_t bad = 0;
  std::size_t good = 0;  // start of the valid bytes not yet copied
  const auto copy_good = [&](std::size_t end) {
    if (end == good) return;
    append_run(out.runs, {out.text.size(), end - good}, {skipped + good, end - good}, true);
    out.text.append(bytes, good, end - good);
  };
  for (std::size_t at = 0; at < bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    if (text::next_checked_character(bytes, at) != text::kNoCharacter) continue;
    copy_good(begin);
    append_run(out.runs, {out.text.size(), 3}, {skipped + begin, at - begin}, false);
    out.text.append("\uFFFD");
    good = at;
    if (++bad > max_bad) return std::nullopt;
  }
  copy_good(bytes.size());
  if (bad == 0 && skipped == 0) out.runs.clear();
  out.replaced = bad;
  return out;
}

}  // namespace despin::read
