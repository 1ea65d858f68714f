// tests/support/small_warc.h - archives of a few made-up records.
#pragma once

#include <string>
#include <string_view>

namespace despin {

inline std::string warc_record(const std::string& type, const std::string& content_type,
                               const std::string& block) {
  return "WARC/1.0\r\nWARC-Type: " + type +
         "\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
         "WARC-Date: 2024-05-01T10:00:00Z\r\nWARC-Target-URI: https://a.example/page\r\n"
         "Content-Type: " +
         content_type + "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block +
         "\r\n\r\n";
}

// "text 7", as WET has it.
inline std::string small_record(int n) {
  return warc_record("conversion", "text/plain", "text " + std::to_string(n));
}

// `pack` packs each record by itself.
template <class Pack>
std::string small_archive(Pack pack, int records) {
  std::string archive;
  for (int n = 0; n < records; ++n) {
    if (n % 2 == 1) archive += pack(warc_record("request", "application/http", "GET /\r\n\r\n"));
    archive += pack(small_record(n));
  }
  return archive;
}

}  // namespace despin
