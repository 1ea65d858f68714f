#include "lib/read/mime.h"

#include <algorithm>

#include "lib/read/encoding.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string of_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3);
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    unsigned value = 0;
    if (text::is_ascii_upper(c)) {
      value = static_cast<unsigned>(c - 'A');
    } else if (text::is_ascii_lower(c)) {
      value = static_cast<unsigned>(c - 'a') + 26;
    } else if (text::is_ascii_digit(c)) {
      value = static_cast<unsigned>(c - '0') + 52;
    } else if (c == '+') {
      value = 62;
    } else if (c == '/') {
      value = 63;
    } else {
      if (c == '=') count = 0;  // what follows is another stretch
      continue;
    }
    bits = (bits << 6 | value) & 0xFFFFFF;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return out;
}

// `word`: of an encoded word, in which "_" is a blank.
std::string of_quoted_printable(std::string_view text, bool word) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '_' && word) {
      out += ' ';
    } else if (c != '=') {
      out += c;
    } else {
      const std::string_view rest = text.substr(at + 1, 2);
      if (rest.starts_with("\n")) {
        ++at;
      } else if (rest == "\r\n") {
        at += 2;
      } else if (rest.size() == 2 && hex_digit(rest[0]) >= 0 && hex_digit(rest[1]) >= 0) {
        out += static_cast<char>(hex_digit(rest[0]) * 16 + hex_digit(rest[1]));
        at += 2;
      } else {
        out += c;
      }
    }
  }
  return out;
}

std::string in_utf8(std::string_view bytes, std::string_view charset) {
  if (charset_of("charset=" + std::string(charset)).empty()) charset = {};
  auto text = to_utf8(bytes, charset, Malformed::kReplace);
  return text ? std::move(text->text) : std::string();
}

// The encoded word at the beginning of `text`: its text, and its size; 0 if there is none.
std::size_t encoded_word(std::string_view text, std::string& out) {
  if (!text.starts_with("=?")) return 0;
  const std::size_t charset = text.find('?', 2);
  if (charset == text.npos || charset + 2 >= text.size() || text[charset + 2] != '?') return 0;
  const std::size_t end = text.substr(0, 2000).find("?=", charset + 3);
  if (end == text.npos) return 0;
  const std::string_view words = text.substr(charset + 3, end - charset - 3);
  const char kind = text::ascii_lower(text[charset + 1]);
  if (kind != 'b' && kind != 'q') return 0;
  const std::string bytes = kind == 'b' ? of_base64(words) : of_quoted_printable(words, true);
  std::string_view label = text.substr(2, charset - 2);
  label = label.substr(0, label.find('*'));  // a language may follow
  out += in_utf8(bytes, label);
  return end + 2;
}

// The next line of `text` with its newline.
std::string_view mime_line(std::string_view text) {
  const std::size_t newline = text.find('\n');
  return text.substr(0, newline == text.npos ? text.size() : newline + 1);
}

}  // namespace

std::string MimePart::field(std::string_view name) const {
  std::string value;
  bool found = false;
  for (std::string_view rest = header; !rest.empty();) {
    const std::string_view line = mime_line(rest);
    rest.remove_prefix(line.size());
    const bool folded = line[0] == ' ' || line[0] == '\t';
    if (found && !folded) break;
    if (folded) {
      if (found) value.append(" ").append(text::trim_ascii(line));
      continue;
    }
    found = line.size() > name.size() && line[name.size()] == ':' &&
            text::same_ascii(line.substr(0, name.size()), name);
    if (found) value = text::trim_ascii(line.substr(name.size() + 1));
  }
  return value;
}

MimePart read_part(std::string_view part) {
  for (std::size_t at = 0; at < part.size();) {
    const std::string_view line = mime_line(part.substr(at));
    if (text::trim_ascii(line).empty()) return {part.substr(0, at), part.substr(at + line.size())};
    at += line.size();
  }
  return {part, {}};
}

std::vector<MimePart> parts_of(std::string_view body, std::string_view boundary) {
  std::vector<MimePart> parts;
  if (boundary.empty()) return parts;
  const std::string sign = "--" + std::string(boundary);
  std::size_t begin = body.npos;  // of the part; before the first one is a preamble
  for (std::size_t at = 0; at < body.size() && parts.size() < kMaxParts;) {
    const std::string_view line = mime_line(body.substr(at));
    if (line.starts_with(sign)) {
      const std::string_view rest = text::trim_ascii(line.substr(sign.size()));
      if (rest.empty() || rest == "--") {
        if (begin != body.npos) parts.push_back(read_part(body.substr(begin, at - begin)));
        begin = rest.empty() ? at + line.size() : body.npos;
        if (!rest.empty()) break;
      }
    }
    at += line.size();
  }
  // The last line may be lost.
  if (begin < body.size() && parts.size() < kMaxParts) {
    parts.push_back(read_part(body.substr(begin)));
  }
  return parts;
}

std::string media_type(std::string_view content_type) {
  const std::string_view type = text::trim_ascii(content_type.substr(0, content_type.find(';')));
  return type.find('/') == type.npos ? "text/plain" : text::ascii_lower(type);
}

std::string parameter_of(std::string_view field, std::string_view name) {
  for (std::size_t at = field.find(';'); at != field.npos; at = field.find(';', at)) {
    ++at;
    const std::string_view rest = text::trim_ascii(field.substr(at));
    if (rest.size() <= name.size() || !text::same_ascii(rest.substr(0, name.size()), name))
      continue;
    std::string_view value = text::trim_ascii(rest.substr(name.size()));
    if (!value.starts_with('=')) continue;
    value = text::trim_ascii(value.substr(1));
    if (!value.starts_with('"')) return std::string(value.substr(0, value.find_first_of("; \t")));
    value.remove_prefix(1);
    return std::string(value.substr(0, value.find('"')));
  }
  return {};
}

std::string transfer_decoded(std::string_view body, std::string_view encoding) {
  encoding = text::trim_ascii(encoding);
  if (text::same_ascii(encoding, "base64")) return of_base64(body);
  if (text::same_ascii(encoding, "quoted-printable")) return of_quoted_printable(body, false);
  return std::string(body);
}

std::string decoded_words(std::string_view field) {
  std::string out;
  bool after_word = false;
  for (std::size_t at = 0; at < field.size();) {
    if (const std::size_t size = encoded_word(field.substr(at), out); size > 0) {
      at += size;
      after_word = true;
      continue;
    }
    // Blanks between two words are not theirs.
    const std::size_t next = std::min(field.find_first_not_of(" \t", at), field.size());
    std::string ignored;
    if (after_word && next > at && encoded_word(field.substr(next), ignored) > 0) {
      at = next;
      continue;
    }
    after_word = false;
    out += field[at++];
  }
  return in_utf8(out, {});
}

}  // namespace despin::read
