// tests/fuzz/replay.cc - runs a fuzz target over files instead of under libFuzzer.
//
//   tokenize_fuzz CORPUS_FOLDER...
//
// Each seed is run as it is, at every truncation of a short one, with single bytes changed, and
// as the target's mutator, if it has one, leaves it; that is a smoke test on every compiler, not
// a search. Seeds that are larger than the repository should hold fail it.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" [[gnu::weak]] std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                                             std::size_t most, unsigned seed);

// What stands for libFuzzer's own mutator: one byte becomes another.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most) {
  static std::uint32_t draw = 1;
  draw = draw * 1664525 + 1013904223;
  if (size == 0 && most > 0) data[size++] = 0;
  if (size > 0) data[draw / 256 % size] = static_cast<std::uint8_t>(draw >> 24);
  return size;
}

namespace {

constexpr std::size_t kMaxSeedBytes = std::size_t{4} << 10;
constexpr std::size_t kMaxCorpusBytes = std::size_t{256} << 10;

void run(const std::string& bytes) {
  // A copy of exact size lets the address sanitizer see reads past the end.
  const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

void run_with_damage(const std::string& bytes) {
  run(bytes);
  const std::size_t step = std::max<std::size_t>(1, bytes.size() / 64);
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    run(bytes.substr(0, at));
    std::string corrupt = bytes;
    for (const int flip : {0x01, 0x80, 0xff}) {
      corrupt[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ flip);
      run(corrupt);
    }
  }
}

void run_mutated(const std::string& bytes) {
  if (LLVMFuzzerCustomMutator == nullptr) return;
  constexpr unsigned kRounds = 100;
  std::string mutated = bytes;
  for (unsigned round = 0; round < kRounds; ++round) {
    if (round % 8 == 0) mutated = bytes;
    std::vector<std::uint8_t> room(mutated.begin(), mutated.end());
    room.resize(std::max(2 * bytes.size(), kMaxSeedBytes));
    const std::size_t size =
        LLVMFuzzerCustomMutator(room.data(), mutated.size(), room.size(), round);
    mutated.assign(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
    run(mutated);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> seeds;
  for (int i = 1; i < argc; ++i) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i], error)) {
      if (entry.is_regular_file()) seeds.push_back(entry.path());
    }
  }
  std::sort(seeds.begin(), seeds.end());
  run("");
  std::size_t total = 0;
  for (const auto& seed : seeds) {
    std::ifstream in(seed, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    total += bytes.size();
    if (bytes.size() > kMaxSeedBytes) {
      std::fprintf(stderr, "%s has %zu bytes; expected at most %zu: minimize it\n", seed.c_str(),
                   bytes.size(), kMaxSeedBytes);
      return 1;
    }
    run_with_damage(bytes);
    run_mutated(bytes);
  }
  std::printf("%zu seeds\n", seeds.size());
  if (seeds.empty()) {
    std::fprintf(stderr, "no seeds found; give a folder that holds some\n");
    return 1;
  }
  if (total > kMaxCorpusBytes) {
    std::fprintf(stderr, "the seeds have %zu bytes; expected at most %zu: leave some out\n", total,
                 kMaxCorpusBytes);
    return 1;
  }
  return 0;
}
