// despin-align-pairs - extracts word and phrase swaps, with expected counts, from pairs of a
// substitute and its original phrase.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <vector>

#include "lib/base/mapped_file.h"
#include "models/build/arguments.h"
#include "models/build/pairs/align.h"
#include "models/build/pairs/pairs.h"
#include "models/build/pairs/spread.h"

namespace {

using namespace despin;
using namespace despin::train;

struct Options {
  std::vector<std::string> tsv;
  std::vector<std::string> jsonl;
  std::string unigrams;
  std::string output;
  std::string others;
  std::uint64_t min_word_count = 100;
  int half = -1;
  AlignOptions align;
};

struct PairFile {
  std::string path;
  double weight = 1;
};

// FILE or FILE:WEIGHT.
PairFile parse_source(const std::string& argument) {
  const std::size_t colon = argument.rfind(':');
  if (colon == std::string::npos || colon + 1 == argument.size()) return {argument, 1};
  const std::string number = argument.substr(colon + 1);
  char* end = nullptr;
  const double weight = std::strtod(number.c_str(), &end);
  if (*end != '\0' || !(weight > 0)) return {argument, 1};
  return {argument.substr(0, colon), weight};
}

Error in_file(const std::string& path, const Error& error) {
  return {error.code, path + ": " + error.message};
}

Result<std::vector<PhrasePair>> read_all(const Options& options) {
  std::vector<PhrasePair> all;
  const auto add = [&](const std::vector<std::string>& sources, auto read) -> Result<void> {
    for (const std::string& argument : sources) {
      const PairFile source = parse_source(argument);
      auto pairs = read(source.path, source.weight);
      if (!pairs) return in_file(source.path, pairs.error());
      all.insert(all.end(), pairs->begin(), pairs->end());
    }
    return {};
  };
  if (auto ok = add(options.tsv, read_pairs_tsv); !ok) return ok.error();
  if (auto ok = add(options.jsonl, read_labeled_jsonl); !ok) return ok.error();
  return all;
}

// Words of a table "word<TAB>count" that occur often enough.
Result<std::unordered_set<std::string>> read_known(const std::string& path, std::uint64_t least) {
  auto file = base::MappedFile::open(path);
  if (!file) return in_file(path, file.error());
  const auto bytes = file->bytes();
  std::string_view rest(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::unordered_set<std::string> known;
  while (!rest.empty()) {
    const std::string line(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) {
      return Error{ErrorCode::kBadInput, path + ": found no tab, expected word<TAB>count"};
    }
    if (std::strtoull(line.c_str() + tab + 1, nullptr, 10) >= least) {
      known.insert(line.substr(0, tab));
    }
  }
  return known;
}

Result<void> write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return Error{ErrorCode::kNotWritten, path + ": could not be written"};
  return {};
}

void append(const std::vector<std::string>& words, char end, std::string& out) {
  for (const std::string& w : words) out.append(w).push_back(' ');
  out.back() = end;
}

std::string to_table(const std::vector<SwapCount>& swaps) {
  std::string out;
  for (const SwapCount& s : swaps) {
    append(s.written, '\t', out);
    append(s.meant, '\t', out);
    char count[32];
    std::snprintf(count, sizeof count, "%.4f\n", s.count);
    out += count;
  }
  return out;
}

Result<void> build(const Options& options) {
  auto pairs = read_all(options);
  if (!pairs) return pairs.error();
  const std::vector<PhrasePair> learn = options.half < 0 ? *pairs : of_half(*pairs, options.half);
  std::vector<SwapCount> swaps = align(learn, options.align);
  const std::size_t learned = swaps.size();
  if (!options.unigrams.empty()) {
    auto known = read_known(options.unigrams, options.min_word_count);
    if (!known) return known.error();
    const auto lent = spread_inflections(
        swaps, [&](std::string_view word) { return known->contains(std::string(word)); });
    swaps.insert(swaps.end(), lent.begin(), lent.end());
    std::sort(swaps.begin(), swaps.end(), [](const SwapCount& a, const SwapCount& b) {
      return std::tie(a.written, a.meant) < std::tie(b.written, b.meant);
    });
  }
  if (auto ok = write(options.output, to_table(swaps)); !ok) return ok;
  if (!options.others.empty()) {
    std::string lines;
    for (const PhrasePair& p : of_half(*pairs, 1 - options.half)) lines += p.line + '\n';
    if (auto ok = write(options.others, lines); !ok) return ok;
  }
  std::cerr << learn.size() << " of " << pairs->size() << " pairs, " << learned
            << " swaps learned, " << swaps.size() - learned << " lent\n";
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  train::Arguments args("Learns word and phrase swaps from pairs of phrases.");
  Options options;
  args.option("--tsv", options.tsv, "FILE[:WEIGHT], written<TAB>meant a line");
  args.option("--jsonl", options.jsonl, "FILE[:WEIGHT], records with substitutions");
  args.option("--unigrams", options.unigrams,
              "word<TAB>count a line: also writes what swaps lend to inflections of known words");
  args.option("--min-word-count", options.min_word_count, "count that makes a word known")
      .show_default();
  args.option("--min-count", options.align.min_count,
              "expected count below which a swap is left out")
      .show_default();
  const auto half =
      args.option("--half", options.half, "learn on this half of the pairs only").range(0, 1);
  args.option("--others", options.others, "file for the pairs of the other half").needs(half);
  args.option("--out", options.output, "file for written<TAB>meant<TAB>count").required();
  if (const auto exit = args.parse(argc, argv)) return *exit;
  if (options.tsv.empty() && options.jsonl.empty()) {
    std::cerr << "despin-align-pairs: found no pairs to learn from; give --tsv or --jsonl\n";
    return 2;
  }
  if (auto ok = build(options); !ok) {
    std::cerr << "despin-align-pairs: " << ok.error().message << '\n';
    return 1;
  }
  return 0;
}
