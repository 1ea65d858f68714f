// WARC 1.0 and 1.1 (ISO 28500:2017), and WET.
#include <algorithm>
#include <charconv>
#include <limits>

#include "lib/read/http.h"
#include "lib/read/record_format.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

constexpr std::string_view kSign = "WARC/";
constexpr std::size_t kSignSize = 7;  // "WARC/1."

// Whether `bytes` begin with the first characters of a version line, as far as they go.
bool is_sign(std::string_view bytes) {
  return bytes.size() >= kSignSize && bytes.starts_with(kSign) && bytes[5] >= '0' &&
         bytes[5] <= '9' && bytes[6] == '.';
}

std::string_view without_brackets(std::string_view value) {
  if (value.size() > 1 && value.front() == '<' && value.back() == '>') {
    return value.substr(1, value.size() - 2);
  }
  return value;
}

bool is_text(std::string_view type) {
  type = text::trim_ascii(type.substr(0, type.find(';')));
  return text::same_ascii(type, "text/html") || text::same_ascii(type, "application/xhtml+xml") ||
         text::same_ascii(type, "text/plain");
}

// The bytes that may begin a head: fewer than all if a line among them cannot be one of a head, so
// that what is none is not searched for its end.
std::size_t possible_head(std::string_view bytes) {
  constexpr std::size_t kVersionLine = 16;  // "WARC/1.1" and its newline
  std::size_t at = bytes.find('\n');
  if (std::min(at, bytes.size()) > kVersionLine) return kVersionLine;
  if (at == bytes.npos) return bytes.size();
  for (++at; at < bytes.size();) {
    const std::size_t end = bytes.find('\n', at);
    std::string_view line = bytes.substr(at, end == bytes.npos ? end : end - at);
    const bool folded = line.starts_with(' ') || line.starts_with('\t');
    const std::size_t name = line.find_first_of(": \t/\r");
    const bool cut = end == bytes.npos && name == line.npos;  // the rest of the line may come
    if (line.empty() || line == "\r") return bytes.size();    // the head ends here
    if (!folded && !cut && (name == 0 || name == line.npos || line[name] != ':')) return at;
    if (end == bytes.npos) return bytes.size();
    at = end + 1;
  }
  return bytes.size();
}

// Views into the stream's bytes, valid until it is filled.
struct Head {
  std::string_view type;
  std::string_view content_type;
  std::string_view payload_type;  // as identified by the crawler
  std::string_view id;
  std::string_view url;
  std::string_view date;
  std::uint64_t length = 0;
  bool whole = false;  // has a type and a length
};

Head parse_head(std::string_view lines) {
  Head head;
  bool has_length = false;
  lines.remove_prefix(lines.find('\n') + 1);  // the version line
  std::string_view name;
  std::string_view value;
  while (next_field(lines, name, value)) {
    if (text::same_ascii(name, "warc-type")) {
      head.type = value;
    } else if (text::same_ascii(name, "content-length")) {
      const char* const end = value.data() + value.size();
      const auto [behind, error] = std::from_chars(value.data(), end, head.length);
      has_length = error == std::errc() && behind == end;
    } else if (text::same_ascii(name, "content-type")) {
      head.content_type = value;
    } else if (text::same_ascii(name, "warc-target-uri")) {
      head.url = without_brackets(value);
    } else if (text::same_ascii(name, "warc-record-id")) {
      head.id = without_brackets(value);
    } else if (text::same_ascii(name, "warc-date")) {
      head.date = value;
    } else if (text::same_ascii(name, "warc-identified-payload-type")) {
      head.payload_type = value;
    }
  }
  head.whole = has_length && !head.type.empty();
  return head;
}

class WarcRecords final : public RecordFormat {
 public:
  explicit WarcRecords(Stream& stream) : RecordFormat(stream) { stream.expect_in_members(kSign); }

  Result<bool> next(RawRecord& record) override {
    for (;;) {
      const Fill filled = stream_.pass_newlines();
      if (filled == Fill::kEnd) return false;
      open_record(record);
      if (filled == Fill::kCorrupt) return fail(stream_.corruption());
      auto taken = next_here(record);
      if (!taken) return corrupt(std::move(taken).error());
      if (*taken) {
        ++counts_.records;
        return true;
      }
      pass_record();
    }
  }

 private:
  enum class Taken { kWhole, kCut, kEnd, kCorrupt };

  // Fills the stream until at least `size` bytes are ahead, if there are that many.
  void look(std::size_t size) {
    while (stream_.ahead().size() < size && stream_.fill() == Fill::kMore) {
    }
  }

  // Reads the record that begins here; false if it is to be skipped.
  Result<bool> next_here(RawRecord& record) {
    look(kSignSize);
    if (!is_sign(stream_.ahead())) {
      return fail({ErrorCode::kBadInput, "no WARC record at " + place_ + "; expected \"WARC/1.\""});
    }
    const std::size_t size = look_for_warc_head();
    if (size == 0) {
      const bool cut = possible_head(stream_.ahead().substr(0, kMaxHead)) == stream_.ahead().size();
      stream_.consume(kSignSize);
      return fail({cut ? ErrorCode::kTruncated : ErrorCode::kBadInput,
                   "the header of the WARC record at " + place_ +
                       " does not end; expected at most " + std::to_string(kMaxHead) +
                       " bytes and a blank line"});
    }
    const Head head = parse_head(stream_.ahead().substr(0, size));
    if (!head.whole) {
      stream_.consume(size);
      return fail({ErrorCode::kBadInput, "the WARC record at " + place_ +
                                             " lacks WARC-Type or Content-Length; expected both"});
    }
    const std::uint64_t length = head.length;
    record.id = head.id;
    record.url = head.url;
    record.date = head.date;
    const bool http = text::same_ascii(head.type, "response") &&
                      text::find_ascii(head.content_type, "application/http") == 0;
    const bool wanted = text::same_ascii(head.type, "response") ||
                        text::same_ascii(head.type, "resource") ||
                        text::same_ascii(head.type, "conversion");
    record.content_type = http ? head.payload_type : head.content_type;
    stream_.consume(size);
    const std::uint64_t body = stream_.position();
    const bool give =
        wanted && length > 0 && (http ? is_page(record, length) : is_text(record.content_type));
    record.kind = http ? RecordKind::kHttp : RecordKind::kBytes;
    if (const std::uint64_t left = bytes_left(); length > left) {
      return fail({ErrorCode::kTruncated,
                   "the WARC record at " + place_ + " has " + std::to_string(length) +
                       " bytes by its Content-Length, and the file " + std::to_string(left) +
                       "; expected a complete file: fetch it again"});
    }
    const bool too_large = give && length > kMaxTextFileBytes;
    const Taken taken = take(length, give && !too_large ? &record.bytes : nullptr);
    if (auto whole = check_end(taken, body); !whole) return whole.error();
    if (too_large) {
      return Error{ErrorCode::kTooLarge, "the WARC record at " + place_ + " has " +
                                             std::to_string(length) + " bytes; at most " +
                                             std::to_string(kMaxTextFileBytes) + " are read"};
    }
    return give;
  }

  // Bytes of the file behind the stream's position, as far as they can be known: a length beyond
  // them is false, and what it claims need not be read twice.
  std::uint64_t bytes_left() const {
    if (stream_.is_compressed() || stream_.bytes_total() == 0) {
      return std::numeric_limits<std::uint64_t>::max();
    }
    return stream_.bytes_total() - std::min(stream_.bytes_total(), stream_.position());
  }

  // As below, but stops at the first line that a head cannot have.
  std::size_t look_for_warc_head() {
    for (;;) {
      const std::string_view ahead = stream_.ahead().substr(0, kMaxHead);
      const std::size_t possible = possible_head(ahead);
      const std::size_t size = head_size(ahead.substr(0, possible));
      if (size > 0 || possible < ahead.size() || ahead.size() == kMaxHead) return size;
      if (stream_.fill() != Fill::kMore) return 0;
    }
  }

  // Fills the stream until a head is ahead; returns its size, or 0 if none ends within `most`
  // bytes.
  std::size_t look_for_head(std::size_t most, std::size_t enough) {
    for (;;) {
      const std::size_t size = head_size(stream_.ahead().substr(0, most));
      if (size > 0 || stream_.ahead().size() >= most) return size;
      look(enough = std::min(most, 2 * enough + 1024));
      if (stream_.ahead().size() < enough) return head_size(stream_.ahead().substr(0, most));
    }
  }

  // Whether the HTTP response ahead is a successful one with a page or text. Stores its content
  // type in the record: the server's, else the one identified by the crawler.
  bool is_page(RawRecord& record, std::uint64_t length) {
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(length, kMaxHead));
    look_for_head(most, 0);
    const std::string_view block = stream_.ahead().substr(0, most);
    const HttpHead head = parse_http_head(block);
    if (head.size == 0 || head.status / 100 != 2 || head.size == length) return false;
    if (!head.content_type.empty()) record.content_type = head.content_type;
    if (!record.content_type.empty()) return is_text(record.content_type);
    return text::trim_ascii(block.substr(head.size)).starts_with('<');
  }

  // Takes or skips the block of a record. A member that begins inside the block with a record of
  // its own shows that the block is shorter than declared.
  Taken take(std::uint64_t left, std::string* out) {
    if (!stream_.is_compressed() && out == nullptr) {
      if (stream_.skip(left) == left) return Taken::kWhole;
      return stream_.fill() == Fill::kCorrupt ? Taken::kCorrupt : Taken::kEnd;
    }
    while (left > 0) {
      if (stream_.ahead().empty()) {
        const Fill filled = stream_.fill();
        if (filled != Fill::kMore) return filled == Fill::kEnd ? Taken::kEnd : Taken::kCorrupt;
      }
      if (stream_.is_compressed() && stream_.entry()) {
        look(kSignSize);
        if (is_sign(stream_.ahead())) return Taken::kCut;
      }
      const std::string_view ahead = stream_.ahead();
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(
          left,
          std::min(ahead.size(), stream_.is_compressed() ? stream_.next_member() : ahead.size())));
      if (out != nullptr) out->append(ahead.substr(0, size));
      stream_.consume(size);
      left -= size;
    }
    return Taken::kWhole;
  }

  // Checks that the block ended where its length said. If not, moves to the next record.
  Result<void> check_end(Taken taken, std::uint64_t body) {
    switch (taken) {
      case Taken::kCorrupt:
        return fail(stream_.corruption());
      case Taken::kCut:
        return Error{ErrorCode::kTruncated,
                     "the WARC record at " + place_ +
                         " is cut off by the next one; expected a complete record"};
      case Taken::kEnd:
        return fail_again(
            body, {ErrorCode::kTruncated, "the input ends inside the WARC record at " + place_ +
                                              "; expected a complete file: fetch it again"});
      case Taken::kWhole:
        break;
    }
    look(4);
    const std::string_view ahead = stream_.ahead().substr(0, 4 + kSignSize);
    if (ahead.starts_with("\r\n\r\n")) {
      stream_.consume(4);
    } else if (ahead.starts_with("\n\n")) {
      stream_.consume(2);
    } else if (!ahead.empty() && !(stream_.is_compressed() && stream_.entry())) {
      look(4 + kSignSize);
      const std::size_t sign = stream_.ahead().substr(0, 4 + kSignSize).find(kSign);
      const bool at_end = stream_.ahead().size() < 4 && stream_.fill() == Fill::kEnd;
      if (sign == std::string_view::npos && !at_end) {
        return fail_again(
            body, {ErrorCode::kBadInput,
                   "the WARC record at " + place_ +
                       " does not end where its Content-Length says; expected a blank line there"});
      }
      stream_.consume(std::min(sign, stream_.ahead().size()));
    }
    // Whether the bytes of a member are valid is known only after its last byte.
    if (stream_.is_compressed() && stream_.ahead().empty() && stream_.fill() == Fill::kCorrupt &&
        stream_.corruption_reaches_back()) {
      return fail(stream_.corruption());
    }
    return {};
  }

  // Returns the error after moving the stream to the next record inside the block, whose length may
  // be what is corrupt. Too many false lengths are not followed: that would be quadratic.
  Error fail_again(std::uint64_t body, Error error) {
    const std::uint64_t claimed = stream_.position() - body;
    if (!stream_.rewind(body)) {
      error.message += "; the " + std::to_string(claimed) + " bytes behind its head were given up";
    }
    return fail(std::move(error));
  }

  // Returns the error after moving the stream to the next record, or to the end.
  Error fail(Error error) {
    for (;;) {
      const std::string_view ahead = stream_.ahead();
      for (std::size_t at = ahead.find(kSign); at != ahead.npos; at = ahead.find(kSign, at + 1)) {
        const bool begins = at == 0 || ahead[at - 1] == '\n' || stream_.member_begins(at);
        if (begins && is_sign(ahead.substr(at))) {
          stream_.consume(at);
          return error;
        }
      }
      stream_.consume(ahead.size() - std::min(ahead.size(), kSignSize));
      const Fill filled = stream_.fill();
      if (filled == Fill::kMore) continue;
      if (filled == Fill::kEnd) stream_.consume(stream_.ahead().size());
      if (filled == Fill::kEnd || !stream_.skip_corrupt()) return error;
    }
  }

  void open_record(RawRecord& record) {
    RecordFormat::open_record(record);
    place_ = "byte " + std::to_string(stream_.member());
  }

  std::string place_;
};

}  // namespace

std::unique_ptr<RecordFormat> warc_records(Stream& stream) {
  return std::make_unique<WarcRecords>(stream);
}

}  // namespace despin::read
