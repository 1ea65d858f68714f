#include "tests/fuzz/mutate_http.h"

#include <string>

#include "gtest/gtest.h"
#include "lib/read/http.h"
#include "tests/support/raw_mutator.h"

namespace despin::fuzz {
namespace {

constexpr std::string_view kResponseToMutate =
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The party won in the old harbour.</p>";
constexpr std::size_t kMostBody = 100'000;

TEST(MutateHttp, TakesApartWhatItPutsTogether) {
  const LooseResponse loose = take_response_apart(kResponseToMutate);
  EXPECT_EQ(loose.lines.size(), 2U);
  EXPECT_EQ(put_response_together(loose, "\r\n"), kResponseToMutate);
}

TEST(MutateHttp, LeavesMostResponsesWithABody) {
  constexpr int kDraws = 1000;
  int changed = 0;
  int read = 0;
  int decoded = 0;  // from another body than stands there
  for (int seed = 0; seed < kDraws; ++seed) {
    Draw draw(static_cast<std::uint64_t>(seed), change_one_byte);
    std::string response(kResponseToMutate);
    mutate_http(response, draw);
    changed += response != kResponseToMutate;
    const auto body = read::http_body(response, kMostBody);
    if (!body || body->empty()) continue;
    ++read;
    decoded += !response.ends_with(*body);
  }
  EXPECT_GT(changed, kDraws * 9 / 10);
  EXPECT_GT(read, kDraws * 6 / 10);
  EXPECT_LT(read, kDraws);
  EXPECT_GT(decoded, kDraws / 10);
}

}  // namespace
}  // namespace despin::fuzz
