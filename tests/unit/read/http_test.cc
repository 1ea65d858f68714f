// Bodies of HTTP responses: chunks, encodings, bombs, and archives that undid them already.
#include "lib/read/http.h"

#include <brotli/encode.h>

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/compressed.h"

namespace despin::read {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kLimit = 100000;

std::string response(const std::string& headers, const std::string& body) {
  return "HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body;
}

std::string brotli(const std::string& text) {
  std::string out(text.size() + 1024, '\0');
  std::size_t size = out.size();
  BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, text.size(),
                        reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                        reinterpret_cast<std::uint8_t*>(out.data()));
  out.resize(size);
  return out;
}

const std::string kPage = "<p>" + std::string(500, 'a') + " page";

TEST(Http, ReadsHeads) {
  const HttpHead head = parse_http_head(
      "HTTP/1.0 206 Partial\nContent-Type : a\ncontent-TYPE: text/html\r\n"
      "Transfer-Encoding: gzip, Chunked\n\nbody");
  EXPECT_EQ(head.status, 206);
  EXPECT_EQ(head.content_type, "text/html");
  EXPECT_TRUE(head.chunked);
  EXPECT_EQ(parse_http_head("HTTP/1.1 200 OK\r\nA: b\r\n").size, 0U);
  EXPECT_EQ(parse_http_head("GET / HTTP/1.1\r\n\r\n").size, 0U);
}

TEST(Http, JoinsChunks) {
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  EXPECT_EQ(*http_body(response(chunked, "3;x=y\r\nabc\r\n2 \r\nde\r\n0\r\n\r\n"), kLimit),
            "abcde");
  EXPECT_EQ(*http_body(response(chunked, "3\nabc\n0\n\n"), kLimit), "abc");
  EXPECT_EQ(*http_body(response(chunked, "<p>undone before"), kLimit), "<p>undone before");
  EXPECT_EQ(*http_body(response(chunked, "9\r\ncut"), kLimit), "cut");
  EXPECT_EQ(*http_body(response(chunked, "3\r\nabc\r\nFFFFFFFFFFFFFFFF\r\nde"), kLimit), "abcde");
}

TEST(Http, UndoesEncodings) {
  const std::pair<std::string, std::string> cases[] = {{"gzip", gzip_member(kPage)},
                                                       {"X-GZIP", gzip_member(kPage)},
                                                       {"zstd", zstd_frame(kPage)},
                                                       {"br", brotli(kPage)},
                                                       {"br, gzip", gzip_member(brotli(kPage))}};
  for (const auto& [name, body] : cases) {
    const auto page = http_body(response("Content-Encoding: " + name + "\r\n", body), kLimit);
    ASSERT_TRUE(page) << name << page.error().message;
    EXPECT_EQ(*page, kPage) << name;
  }
  // A member without its wrapper of 10 and 8 bytes is raw deflate.
  const std::string gzip = gzip_member(kPage);
  EXPECT_EQ(*http_body(response("Content-Encoding: deflate\r\n", gzip.substr(10, gzip.size() - 18)),
                       kLimit),
            kPage);
}

TEST(Http, LeavesWhatTheCrawlerUndid) {
  for (const char* name : {"gzip", "br", "deflate", "zstd", "unheard-of"}) {
    EXPECT_EQ(
        *http_body(response(std::string("Content-Encoding: ") + name + "\r\n", kPage), kLimit),
        kPage);
  }
  EXPECT_EQ(*http_body(response("X-Crawl-Content-Encoding: gzip\r\n", "as it is"), kLimit),
            "as it is");
}

TEST(Http, TakesWhatACutBodyGives) {
  const std::string gzip = gzip_member(kPage);
  const auto page =
      http_body(response("Content-Encoding: gzip\r\n", gzip.substr(0, gzip.size() - 4)), kLimit);
  ASSERT_TRUE(page);
  EXPECT_EQ(*page, kPage);
}

TEST(Http, RefusesBombsAndDamage) {
  const std::string bomb(1 << 20, 'x');
  for (const auto& [name, body] : {std::pair<std::string, std::string>{"gzip", gzip_member(bomb)},
                                   {"zstd", zstd_frame(bomb)},
                                   {"br", brotli(bomb)}}) {
    const auto page = http_body(response("Content-Encoding: " + name + "\r\n", body), kLimit);
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, ErrorCode::kTooLarge);
    if (name == "br") continue;  // has no checksum
    std::string corrupt = body;
    corrupt[corrupt.size() / 2] = static_cast<char>(corrupt[corrupt.size() / 2] ^ 0x55);
    EXPECT_FALSE(http_body(response("Content-Encoding: " + name + "\r\n", corrupt), 2 << 20))
        << name;
  }
  const auto unknown = http_body(response("Content-Encoding: snappy\r\n", "zzz"), kLimit);
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("expected gzip"));
}

}  // namespace
}  // namespace despin::read
