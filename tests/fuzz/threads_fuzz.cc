// Any texts: four threads of a scan's pool write what one does, in the same order if asked to, and
// end where they are told to.
//
// The first byte says which batch ends the scan; texts are divided by a byte 0xFF.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/report.h"
#include "lib/scan/ordered_pool.h"
#include "tests/support/small_detector.h"

namespace {

using namespace despin;

void expect(bool holds) {
  if (!holds) std::abort();
}

struct Batch {
  std::size_t number = 0;
  std::string_view text;
  std::string line;  // the result
};

constexpr std::size_t kNone = ~std::size_t{0};

struct Way {
  unsigned threads = 1;
  bool ordered = true;
  std::size_t stops = kNone;   // the batch that is the last to be finished
  std::size_t throws = kNone;  // the batch whose work fails
};

void judge(Batch& batch, Workspace& scratch) {
  const auto report = fuzz::small_detector().analyze(batch.text, scratch);
  batch.line = report ? to_json(*report, "", batch.text) : report.error().message;
}

struct Outcome {
  std::vector<std::string> lines;
  bool thrown = false;
};

Outcome run_pool(const std::vector<std::string_view>& texts, const Way& way) {
  static std::vector<Workspace> scratch(4);
  Outcome outcome;
  scan::OrderedPool<Batch> pool(
      {.threads = way.threads, .ordered = way.ordered},
      [&](Batch& batch, unsigned thread) {
        if (batch.number == way.throws) throw std::runtime_error("as of a worker");
        judge(batch, scratch[thread]);
      },
      [&](Batch& batch) {
        outcome.lines.push_back(std::move(batch.line));
        return batch.number != way.stops;
      });
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!pool.put({i, texts[i], {}}, texts[i].size())) break;
  }
  try {
    pool.drain();
  } catch (const std::runtime_error&) {
    outcome.thrown = true;
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::vector<std::string_view> texts;
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (std::size_t end = 0; texts.size() < 20 && end != rest.npos;) {
    end = rest.find('\xFF');
    texts.push_back(rest.substr(0, end));
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  std::vector<std::string> one = run_pool(texts, {.threads = 1}).lines;
  expect(one.size() == texts.size());
  const std::size_t batch = data[0] / 4 % texts.size();
  switch (data[0] % 4) {
    case 0:
      expect(run_pool(texts, {.threads = 4}).lines == one);
      break;
    case 1: {
      std::vector<std::string> any = run_pool(texts, {.threads = 4, .ordered = false}).lines;
      std::sort(any.begin(), any.end());
      std::sort(one.begin(), one.end());
      expect(any == one);
      break;
    }
    case 2: {
      const Outcome cut = run_pool(texts, {.threads = 4, .stops = batch});
      expect(!cut.thrown && cut.lines.size() == batch + 1);
      expect(std::equal(cut.lines.begin(), cut.lines.end(), one.begin()));
      break;
    }
    default: {
      const Outcome cut = run_pool(texts, {.threads = 4, .throws = batch});
      expect(cut.thrown && cut.lines.size() <= batch);
      expect(std::equal(cut.lines.begin(), cut.lines.end(), one.begin()));
    }
  }
  return 0;
}
