// tests/fuzz/mutate_http.h - edits a server's response: its status, fields, chunks and coding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/mutate_html.h"
#include "tests/support/compressed.h"

namespace despin::fuzz {

inline constexpr std::array kResponseFields = {
    "Content-Type: text/html; charset=utf-8",
    "Content-Type: text/plain",
    "Content-Type: image/png",
    "content-type:text/html;charset=\"shift_jis\"",
    "Content-Encoding: gzip",
    "Content-Encoding: deflate",
    "Content-Encoding: br",
    "Content-Encoding: zstd",
    "Content-Encoding: gzip, gzip",
    "Content-Encoding: identity",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Content-Length: 0",
    "Content-Length: 18446744073709551616",
    "Location: /elsewhere",
    " folded",
    ":",
    "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

inline constexpr std::array kStatusLines = {
    "HTTP/1.1 200 OK",    "HTTP/1.0 404 Not Found", "HTTP/2 200",
    "HTTP/1.1 302 Found", "HTTP/1.1 206",           "ICY 200 OK",
    "HTTP/1.1",           "GET / HTTP/1.1",
};

struct LooseResponse {
  std::vector<std::string> lines;  // the status first
  std::string body;
};

inline LooseResponse take_response_apart(std::string_view response) {
  LooseResponse loose;
  while (!response.empty() && loose.lines.size() < 64) {
    const std::size_t end = std::min(response.find('\n'), response.size());
    std::string_view line = response.substr(0, end);
    response.remove_prefix(std::min(end + 1, response.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    loose.lines.emplace_back(line);
  }
  loose.body = response;
  return loose;
}

inline std::string put_response_together(const LooseResponse& loose, std::string_view line_end) {
  std::string response;
  for (const std::string& line : loose.lines) response.append(line).append(line_end);
  return response.append(line_end).append(loose.body);
}

// As a server sends a body of a length that it does not know; not always as it should.
inline std::string chunked(std::string_view body, Draw& draw) {
  std::string out;
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, 1 + draw.below(body.size()));
    std::array<char, 40> size{};
    const std::size_t said = draw.one_in(16) ? draw.number(chunk.size()) : chunk.size();
    std::snprintf(size.data(), size.size(), draw.one_in(4) ? "%zX;a=b\r\n" : "%zx\r\n", said);
    out.append(size.data()).append(chunk).append(draw.one_in(16) ? "\n" : "\r\n");
    body.remove_prefix(chunk.size());
  }
  return out + (draw.one_in(8) ? "" : "0\r\n\r\n");
}

inline void mutate_http(std::string& response, Draw& draw) {
  LooseResponse loose = take_response_apart(response);
  auto& lines = loose.lines;
  if (lines.empty()) lines.emplace_back(draw.of(kStatusLines));
  const std::size_t line = draw.below(lines.size());
  switch (draw.below(10)) {
    case 0:
      lines[0] = draw.of(kStatusLines);
      break;
    case 1:
    case 2:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line) + 1, draw.of(kResponseFields));
      break;
    case 3:
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line));
      break;
    case 4:
      draw.raw(lines[line]);
      break;
    case 5:
      lines.emplace_back("Transfer-Encoding: chunked");
      loose.body = chunked(loose.body, draw);
      break;
    case 6:
      lines.emplace_back("Content-Encoding: gzip");
      loose.body = gzip_member(loose.body);
      break;
    case 7:
      lines.emplace_back("Content-Encoding: zstd");
      loose.body = zstd_frame(loose.body);
      break;
    case 8:
      draw.raw(loose.body);
      break;
    default:
      mutate_html(loose.body, draw);
  }
  response = put_response_together(loose, draw.one_in(8) ? "\n" : "\r\n");
}

}  // namespace despin::fuzz
