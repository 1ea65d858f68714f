// tests/fuzz/mutate_archive.h - edits an archive by its records: heads, lengths, blocks; and any
// input by how it is packed: plain, gzip or zstd, at once or a record each, packed twice.
#pragma once

#include <isa-l/igzip_lib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/mutate_html.h"
#include "tests/fuzz/mutate_http.h"
#include "tests/fuzz/mutate_lines.h"
#include "tests/support/compressed.h"
#include "tests/support/small_warc.h"

namespace despin::fuzz {

inline constexpr std::array kRecordFields = {
    "WARC-Type: response",
    "WARC-Type: conversion",
    "WARC-Type: warcinfo",
    "WARC-Type: resource",
    "WARC-Type: revisit",
    "warc-type:request",
    "Content-Type: application/http; msgtype=response",
    "Content-Type: text/plain",
    "Content-Type: text/html; charset=windows-1252",
    "WARC-Target-URI: <https://a.example/other>",
    "WARC-Date: 2024",
    "WARC-Record-ID: <urn:uuid:2>",
    "WARC-Payload-Digest: sha1:A",
    "WARC-Segment-Number: 2",
    "WARC-Truncated: length",
    "Content-Length: 99999999999999999999",
    "Content-Length: -1",
    " folded",
    "no colon",
};

// A record from "WARC/" to the next one.
struct LooseRecord {
  std::vector<std::string> lines;
  std::string block;
};

inline LooseRecord take_record_apart(std::string_view record) {
  LooseResponse loose = take_response_apart(record);
  std::string_view block = loose.body;
  if (block.ends_with("\r\n\r\n")) block.remove_suffix(4);
  return {std::move(loose.lines), std::string(block)};
}

inline bool is_length(std::string_view line) {
  return line.starts_with("Content-Length:") || line.starts_with("content-length:");
}

inline std::string put_record_together(LooseRecord& loose, Draw& draw) {
  const bool lies = draw.one_in(16);
  const std::uint64_t size = loose.block.size();
  for (std::string& line : loose.lines) {
    if (!is_length(line) || line.size() > 40) continue;
    line = "Content-Length: " + std::to_string(lies ? draw.number(size) : size);
  }
  const LooseResponse whole{std::move(loose.lines), std::move(loose.block)};
  return put_response_together(whole, draw.one_in(16) ? "\n" : "\r\n") +
         (draw.one_in(16) ? "" : "\r\n\r\n");
}

inline void mutate_record(std::string& record, Draw& draw) {
  LooseRecord loose = take_record_apart(record);
  auto& lines = loose.lines;
  if (lines.empty()) lines.emplace_back("WARC/1.0");
  const std::size_t line = draw.below(lines.size());
  switch (draw.below(6)) {
    case 0:
      lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(line) + 1, draw.of(kRecordFields));
      break;
    case 1:
      if (line > 0) lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line));
      break;
    case 2:
      draw.raw(lines[line]);
      break;
    case 3:
      draw.raw(loose.block);
      break;
    default:
      if (loose.block.starts_with("HTTP/")) {
        mutate_http(loose.block, draw);
      } else {
        mutate_html(loose.block, draw);
      }
  }
  record = put_record_together(loose, draw);
}

// The records of an archive; what stands before the first one is a piece too.
inline std::vector<std::string> records_apart(std::string_view archive) {
  std::vector<std::string> pieces;
  while (!archive.empty()) {
    const std::size_t end = std::min(archive.find("WARC/1.", 1), archive.size());
    pieces.emplace_back(archive.substr(0, end));
    archive.remove_prefix(end);
  }
  return pieces;
}

inline std::string new_record(Draw& draw) {
  const std::string page = "<html><title>A</title><p>The party won in the old harbour.</html>";
  switch (draw.below(3)) {
    case 0:
      return warc_record("conversion", "text/plain", "The party won in the old harbour.");
    case 1:
      return warc_record("resource", "text/html", page);
    default:
      return warc_record("response", "application/http; msgtype=response",
                         "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page);
  }
}

inline void mutate_records(std::vector<std::string>& pieces, Draw& draw) {
  if (pieces.empty() || (pieces.size() < 8 && draw.one_in(10))) {
    pieces.push_back(new_record(draw));
    return;
  }
  const std::size_t at = draw.below(pieces.size());
  switch (draw.below(10)) {
    case 0:
      if (pieces.size() < 16) pieces.push_back(pieces[at]);
      break;
    case 1:
      pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 2:
      std::swap(pieces[at], pieces.front());
      break;
    case 3:
      pieces[at].resize(draw.below(pieces[at].size() + 1));
      break;
    default:
      mutate_record(pieces[at], draw);
  }
}

// Unpacked, if it is gzip or zstd throughout and of at most a mebibyte.
inline std::optional<std::string> unpacked(std::string_view bytes) {
  constexpr std::size_t kMost = std::size_t{1} << 20;
  static std::string room(kMost, '\0');
  std::string out;
  if (bytes.starts_with("\x1F\x8B")) {
    static const auto state = std::make_unique<inflate_state>();
    while (!bytes.empty()) {
      *state = {};
      isal_inflate_init(state.get());
      state->crc_flag = ISAL_GZIP;
      std::string in(bytes);
      state->next_in = reinterpret_cast<std::uint8_t*>(in.data());
      state->avail_in = static_cast<std::uint32_t>(in.size());
      state->next_out = reinterpret_cast<std::uint8_t*>(room.data());
      state->avail_out = static_cast<std::uint32_t>(kMost - out.size());
      if (isal_inflate(state.get()) != ISAL_DECOMP_OK || state->block_state != ISAL_BLOCK_FINISH) {
        return {};
      }
      out.append(room, 0, state->total_out);
      const std::size_t left =
          state->avail_in + static_cast<std::size_t>(state->read_in_length / 8);
      if (left >= bytes.size()) return {};
      bytes.remove_prefix(bytes.size() - left);
    }
    return out;
  }
  if (bytes.starts_with("\x28\xB5\x2F\xFD")) {
    const std::size_t n = ZSTD_decompress(room.data(), room.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(n) != 0) return {};
    return room.substr(0, n);
  }
  return {};
}

// By itself or as pieces, each as packed.
inline std::string packed(const std::vector<std::string>& pieces, Draw& draw) {
  std::string whole;
  for (const std::string& piece : pieces) whole += piece;
  std::string out;
  switch (draw.below(6)) {
    case 0:
      for (const std::string& piece : pieces) out += zstd_frame(piece);
      break;
    case 1:
      out = gzip_member(whole);
      break;
    case 2:
      out = draw.one_in(4) ? gzip_member(gzip_member(whole)) : zstd_frame(whole);
      break;
    default:
      for (const std::string& piece : pieces) out += gzip_member(piece);
  }
  if (draw.one_in(8)) draw.raw(out);
  if (draw.one_in(16)) out += std::string(draw.below(64), '\0');
  return out;
}

// Any input of many documents: an archive, lines or a page, packed or not.
inline void mutate_input(std::string& bytes, Draw& draw) {
  auto plain = unpacked(bytes);
  const bool was_packed = plain.has_value();
  if (!was_packed && (bytes.starts_with("\x1F\x8B") || bytes.starts_with("\x28\xB5"))) {
    draw.raw(bytes);  // packed, but not as it should be: cannot be had again
    return;
  }
  if (!plain) plain = bytes;
  std::vector<std::string> pieces;
  if (plain->starts_with("WARC/") || plain->empty()) {
    pieces = records_apart(*plain);
    mutate_records(pieces, draw);
  } else {
    const std::size_t first = plain->find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != plain->npos && (*plain)[first] == '<') {
      mutate_html(*plain, draw);
    } else {
      mutate_lines(*plain, draw);
    }
    pieces = {std::move(*plain)};
  }
  if (was_packed != draw.one_in(12)) {
    bytes = packed(pieces, draw);
    return;
  }
  bytes.clear();
  for (const std::string& piece : pieces) bytes += piece;
}

// The same behind a byte that says what format it is.
inline void mutate_formatted_input(std::string& bytes, Draw& draw) {
  if (bytes.empty() || draw.one_in(24)) {
    bytes.insert(0, 1, static_cast<char>('0' + draw.below(6)));
    return;
  }
  std::string rest = bytes.substr(1);
  mutate_input(rest, draw);
  bytes.replace(1, bytes.npos, rest);
}

}  // namespace despin::fuzz
