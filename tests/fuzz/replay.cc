// tests/fuzz/replay.cc - runs a fuzz target over files instead of under libFuzzer.
//
//   tokenize_fuzz CORPUS_FOLDER...
//
// Each seed is run as it is, at every truncation of a short one, and with single
// bytes changed; that is a smoke test on every compiler, not a search.
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

namespace {

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
  for (const auto& seed : seeds) {
    std::ifstream in(seed, std::ios::binary);
    run_with_damage({std::istreambuf_iterator<char>(in), {}});
  }
  std::printf("%zu seeds\n", seeds.size());
  if (seeds.empty()) {
    std::fprintf(stderr, "no seeds found; give a folder that holds some\n");
    return 1;
  }
  return 0;
}
