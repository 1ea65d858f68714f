#include "lib/read/http.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <vector>

#include "lib/read/content_encoding.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// More encodings than any server applies to one body.
constexpr std::size_t kMostEncodings = 4;

// Reads the size of a chunk and where its data begin; false if no chunk begins at `at`.
bool read_chunk_head(std::string_view bytes, std::size_t& at, std::size_t& size) {
  const char* const begin = bytes.data() + std::min(at, bytes.size());
  const char* const end = bytes.data() + bytes.size();
  const auto [behind, error] = std::from_chars(begin, end, size, 16);
  if (error != std::errc()) return false;
  const auto digits = static_cast<std::size_t>(behind - begin);
  const std::size_t newline = bytes.find('\n', at + digits);
  // Blanks, or an extension after a semicolon, may follow the size.
  const std::string_view rest =
      text::trim_ascii(bytes.substr(at + digits, std::min(newline, bytes.size()) - at - digits));
  if (newline == bytes.npos || newline - at > 4096 || (!rest.empty() && rest[0] != ';')) {
    return false;
  }
  at = newline + 1;
  return true;
}

// Joins chunks; a body that was never chunked is returned unchanged.
std::string_view without_chunks(std::string_view bytes, std::string& joined) {
  std::size_t at = 0;
  std::size_t size = 0;
  if (!read_chunk_head(bytes, at, size)) return bytes;
  joined.clear();
  while (size > 0) {
    const std::string_view data = bytes.substr(at, size);
    joined += data;
    at += data.size();
    if (data.size() < size) break;
    if (bytes.substr(at, 2) == "\r\n") {
      at += 2;
    } else if (bytes.substr(at, 1) == "\n") {
      at += 1;
    }
    if (at >= bytes.size() || !read_chunk_head(bytes, at, size)) break;
  }
  return joined;
}

}  // namespace

std::size_t head_size(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t newline = bytes.find('\n', at);
    if (newline == bytes.npos) return 0;
    if (newline == at || (newline == at + 1 && bytes[at] == '\r')) return newline + 1;
    at = newline + 1;
  }
  return 0;
}

bool next_field(std::string_view& lines, std::string_view& name, std::string_view& value) {
  if (lines.empty()) return false;
  const std::size_t newline = std::min(lines.find('\n'), lines.size() - 1);
  const std::string_view line = lines.substr(0, newline + 1);
  lines.remove_prefix(newline + 1);
  const std::size_t colon = line.find(':');
  name = colon == line.npos ? std::string_view() : line.substr(0, colon);
  value = colon == line.npos ? std::string_view() : text::trim_ascii(line.substr(colon + 1));
  return true;
}

HttpHead parse_http_head(std::string_view bytes) {
  HttpHead head;
  if (!bytes.starts_with("HTTP/")) return head;
  const std::size_t size = head_size(bytes.substr(0, kMaxHead));
  if (size == 0) return head;
  std::string_view lines = bytes.substr(0, size);
  const std::size_t first = lines.find('\n');
  const std::string_view status_line = lines.substr(0, first);
  const std::size_t space = status_line.find(' ');
  if (space == status_line.npos) return head;
  const std::string_view status = text::trim_ascii(status_line.substr(space)).substr(0, 3);
  std::from_chars(status.data(), status.data() + status.size(), head.status);
  lines.remove_prefix(first + 1);
  std::string_view name;
  std::string_view value;
  while (next_field(lines, name, value)) {
    if (text::same_ascii(name, "content-type")) {
      head.content_type = value;
    } else if (text::same_ascii(name, "content-encoding")) {
      head.content_encoding = value;
    } else if (text::same_ascii(name, "transfer-encoding")) {
      head.chunked = text::find_ascii(value, "chunked") != value.npos;
    }
  }
  head.size = size;
  return head;
}

Result<std::string> http_body(std::string_view bytes, std::size_t limit) {
  const HttpHead head = parse_http_head(bytes);
  if (head.size == 0) {
    return Error{ErrorCode::kBadInput, "not an HTTP response; expected a status line and headers"};
  }
  std::string joined;
  std::string_view body = bytes.substr(head.size);
  if (head.chunked) body = without_chunks(body, joined);
  std::vector<std::string_view> encodings;
  for (std::string_view rest = head.content_encoding; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    encodings.push_back(text::trim_ascii(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (encodings.size() > kMostEncodings) {
    return Error{ErrorCode::kBadInput, "a body encoded " + std::to_string(encodings.size()) +
                                           " times; expected at most " +
                                           std::to_string(kMostEncodings)};
  }
  std::string decoded(body);
  // They were applied from left to right.
  for (std::size_t i = encodings.size(); i > 0; --i) {
    auto undone = undo_encoding(decoded, encodings[i - 1], limit);
    if (!undone) return undone.error();
    decoded = *std::move(undone);
  }
  if (decoded.size() > limit) {
    return Error{ErrorCode::kTooLarge, "a body of " + std::to_string(decoded.size()) +
                                           " bytes; at most " + std::to_string(limit) +
                                           " are read"};
  }
  return decoded;
}

}  // namespace despin::read
