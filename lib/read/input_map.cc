#include "lib/read/input_map.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace despin {
inline namespace v1 {
namespace {

std::uint32_t size_of(ByteSpan span) { return span.end_byte - span.begin_byte; }

bool is_same(const InputRun& run) { return size_of(run.text) == size_of(run.input); }

// The first run that ends after `byte` of the text.
std::vector<InputRun>::const_iterator run_behind(const std::vector<InputRun>& runs,
                                                 std::uint32_t byte) {
  return std::partition_point(runs.begin(), runs.end(),
                              [&](const InputRun& run) { return run.text.end_byte <= byte; });
}

// The part of a run's input for the part [begin, end) of its text.
ByteSpan input_of(const InputRun& run, std::uint32_t begin, std::uint32_t end) {
  if (!is_same(run)) return run.input;
  return {run.input.begin_byte + (std::max(begin, run.text.begin_byte) - run.text.begin_byte),
          run.input.end_byte - (run.text.end_byte - std::min(end, run.text.end_byte))};
}

}  // namespace

ByteSpan input_span(const Document& document, ByteSpan text) {
  const auto& runs = document.input_map;
  if (text.begin_byte >= text.end_byte) return {};
  if (runs.empty() && document.text_from != TextOrigin::kPage) return {};
  if (runs.empty()) {
    const auto size = static_cast<std::uint32_t>(document.text.size());
    return text.begin_byte < size ? ByteSpan{text.begin_byte, std::min(text.end_byte, size)}
                                  : ByteSpan{};
  }
  const auto first = run_behind(runs, text.begin_byte);
  if (first == runs.end() || first->text.begin_byte >= text.end_byte) return {};
  auto last = run_behind(runs, text.end_byte - 1);
  if (last == runs.end() || last->text.begin_byte >= text.end_byte) --last;
  const ByteSpan begin = input_of(*first, text.begin_byte, text.end_byte);
  const ByteSpan end = input_of(*last, text.begin_byte, text.end_byte);
  // A page may show late what its source has early; then the two are the bounds.
  return {std::min(begin.begin_byte, end.begin_byte), std::max(begin.end_byte, end.end_byte)};
}

}  // namespace v1

namespace read {

void append_run(std::vector<InputRun>& runs, Stretch text, Stretch input, bool same) {
  const auto span = [](Stretch s) {
    return ByteSpan{static_cast<std::uint32_t>(s.begin),
                    static_cast<std::uint32_t>(s.begin + s.bytes)};
  };
  InputRun run{span(text), span(input)};
  if (same && !runs.empty()) {
    InputRun& last = runs.back();
    if (last.text.end_byte == run.text.begin_byte && last.input.end_byte == run.input.begin_byte &&
        is_same(last)) {
      last.text.end_byte = run.text.end_byte;
      last.input.end_byte = run.input.end_byte;
      return;
    }
  }
  // Equal lengths would mean that the bytes are the same: "&ngE;" decodes to five other bytes.
  if (!same && text.bytes == input.bytes) --run.text.end_byte;
  if (run.text.end_byte > run.text.begin_byte) runs.push_back(run);
}

void cut_runs(std::vector<InputRun>& runs, std::size_t end) {
  const auto last = static_cast<std::uint32_t>(end);
  while (!runs.empty() && runs.back().text.begin_byte >= last) runs.pop_back();
  if (runs.empty() || runs.back().text.end_byte <= last) return;
  InputRun& run = runs.back();
  run.input = input_of(run, 0, last);
  run.text.end_byte = last;
}

void shift_runs(const std::vector<InputRun>& runs, std::size_t by, std::vector<InputRun>& out) {
  const auto shift = static_cast<std::uint32_t>(by);
  for (InputRun run : runs) {
    run.text.begin_byte += shift;
    run.text.end_byte += shift;
    out.push_back(run);
  }
}

std::vector<InputRun> compose(std::vector<InputRun>&& to_page,
                              const std::vector<InputRun>& to_input) {
  if (to_input.empty()) return std::move(to_page);
  std::vector<InputRun> out;
  out.reserve(to_page.size());
  for (const InputRun& run : to_page) {
    auto piece = run_behind(to_input, run.input.begin_byte);
    if (!is_same(run)) {
      // Not byte by byte: the whole run maps to all bytes that the page's part came from.
      ByteSpan input;
      for (bool first = true;
           piece != to_input.end() && piece->text.begin_byte < run.input.end_byte;
           ++piece, first = false) {
        const ByteSpan part = input_of(*piece, run.input.begin_byte, run.input.end_byte);
        if (first) input.begin_byte = part.begin_byte;
        input.end_byte = part.end_byte;
      }
      if (size_of(input) > 0) {
        append_run(out, {run.text.begin_byte, size_of(run.text)},
                   {input.begin_byte, size_of(input)}, false);
      }
      continue;
    }
    for (; piece != to_input.end() && piece->text.begin_byte < run.input.end_byte; ++piece) {
      const std::uint32_t begin = std::max(piece->text.begin_byte, run.input.begin_byte);
      const std::uint32_t end = std::min(piece->text.end_byte, run.input.end_byte);
      const ByteSpan part = input_of(*piece, begin, end);
      append_run(out, {run.text.begin_byte + (begin - run.input.begin_byte), end - begin},
                 {part.begin_byte, size_of(part)}, is_same(*piece));
    }
  }
  return out;
}

}  // namespace read
}  // namespace despin
