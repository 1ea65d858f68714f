// Speed of the text stage: its tokens per second limit all later stages.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/text/inflection.h"
#include "lib/text/slow_tokens.h"
#include "lib/text/tokens.h"
#include "lib/text/utf8.h"

namespace despin::text {
namespace {

// About a megabyte of plain reporting; `curly` has the quotes and dashes of a
// typesetter, one character in sixty beyond ASCII.
std::string article(bool curly) {
  const std::string_view straight =
      "The council met on Tuesday to decide whether the old harbour, closed since 2009, should be "
      "opened again. \"We have waited long enough,\" said Dr. Ida Holm, who leads the state-owned "
      "ferry company - and she wasn't alone. About 2,500 people had signed a letter that asked for "
      "3.5 million crowns, half of it this year.\n\nNo vote was taken; the mayor's party wants a "
      "report first (it is due in June). More is on example.org, where the plans are shown.\n\n";
  const std::string_view set =
      "The council met on Tuesday to decide whether the old harbour, closed since 2009, should be "
      "opened again. \u201CWe have waited long enough,\u201D said Dr. Ida Holm, who leads the "
      "state-owned ferry company \u2013 and she wasn\u2019t alone. About 2,500 people had signed a "
      "letter that asked for 3.5 million crowns, half of it this year.\n\nNo vote was taken; the "
      "mayor\u2019s party wants a report first (it is due in June). More is on example.org, where "
      "the plans are shown.\n\n";
  std::string text;
  while (text.size() < 1'000'000) text += curly ? set : straight;
  return text;
}

std::string cyrillic() {
  std::string text;
  while (text.size() < 1'000'000) {
    text +=
        "\u0421\u043E\u0432\u0435\u0442 \u0440\u0435\u0448\u0438\u043B \u0434\u0435\u043B\u043E. ";
  }
  return text;
}

void run(benchmark::State& state, const std::string& text,
         Result<void> (*tokenizer)(std::string_view, Tokens&)) {
  Tokens tokens;
  for (auto _ : state) {
    if (!tokenizer(text, tokens)) state.SkipWithError("not UTF-8");
    benchmark::DoNotOptimize(tokens.list.data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) *
                          static_cast<std::int64_t>(state.iterations()));
}

void BM_Tokenize_Ascii(benchmark::State& state) { run(state, article(false), tokenize); }
void BM_Tokenize_Curly(benchmark::State& state) { run(state, article(true), tokenize); }
void BM_Tokenize_Cyrillic(benchmark::State& state) { run(state, cyrillic(), tokenize); }
void BM_Tokenize_AsciiTheLongWay(benchmark::State& state) {
  run(state, article(false), tokenize_slowly);
}
BENCHMARK(BM_Tokenize_Ascii);
BENCHMARK(BM_Tokenize_Curly);
BENCHMARK(BM_Tokenize_Cyrillic);
BENCHMARK(BM_Tokenize_AsciiTheLongWay);

void BM_SurveyUtf8(benchmark::State& state) {
  const std::string text = article(false);
  for (auto _ : state) benchmark::DoNotOptimize(survey_utf8(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) *
                          static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(BM_SurveyUtf8);

void BM_Morphology(benchmark::State& state) {
  constexpr std::string_view kWords[] = {"occasions", "stopped", "the",   "running",
                                         "went",      "cities",  "water", "created"};
  std::vector<Morphology> readings;
  for (auto _ : state) {
    for (const std::string_view word : kWords) {
      morphology(word, readings);
      benchmark::DoNotOptimize(readings.data());
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 8);
}
BENCHMARK(BM_Morphology);

}  // namespace
}  // namespace despin::text
