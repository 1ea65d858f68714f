// tests/bench/check_bench.cc - what a user of the detector waits for: plain text in
// MB/s on one core, opening a model, and the whole command from start to exit with
// its peak memory. Texts are the example pages, so nothing else is needed; a page read
// again and again stays in the cache, so DESPIN_BENCH_TEXT may name a longer text.
// DESPIN_MODEL names another model. compare.sh prints two commits side by side.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "benchmark/benchmark.h"
#include "despin/detector.h"

namespace {

const std::string kSource = DESPIN_SOURCE_DIR;

std::string from_environment(const char* name, const std::string& otherwise) {
  const char* set = std::getenv(name);
  return set != nullptr && *set != '\0' ? set : otherwise;
}
const std::string kModel = from_environment("DESPIN_MODEL", kSource + "/models/en.despin");
const std::string kPage = kSource + "/examples/pages/harbour_original.txt";

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Runs the command once; its wall time in seconds and peak memory in MiB. These
// benchmarks come first: a child's peak counts from its parent's, which is small yet.
struct Run {
  double seconds = 0;
  double peak_mib = 0;
  bool started = false;
};

Run run_command(const char* const* arguments) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  Run run;
  pid_t child = 0;
  const auto begin = std::chrono::steady_clock::now();
  run.started = posix_spawn(&child, arguments[0], &actions, nullptr,
                            const_cast<char* const*>(arguments), environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  if (!run.started) return run;
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  run.started = WIFEXITED(status) && WEXITSTATUS(status) < 2;
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  run.peak_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  return run;
}

void command(benchmark::State& state, const char* const* arguments) {
  double peak = 0;
  for (auto _ : state) {
    const Run run = run_command(arguments);
    if (!run.started)
      return state.SkipWithError("the command failed; is build/bench/despin built?");
    state.SetIterationTime(run.seconds);
    peak = std::max(peak, run.peak_mib);
  }
  state.counters["peak_MiB"] = peak;
  std::error_code error;
  const auto model = std::filesystem::file_size(kModel, error);
  state.counters["model_MiB"] = error ? 0 : static_cast<double>(model) / (1 << 20);
}

const std::string kCommand = std::string(DESPIN_BINARY_DIR) + "/despin";

void command_version(benchmark::State& state) {
  const char* arguments[] = {kCommand.c_str(), "--version", nullptr};
  command(state, arguments);
}
BENCHMARK(command_version)->UseManualTime()->Unit(benchmark::kMillisecond);

void command_check_page(benchmark::State& state) {
  const std::string page = kSource + "/examples/pages/harbour_spun.html";
  const char* arguments[] = {kCommand.c_str(), "check", page.c_str(), nullptr};
  command(state, arguments);
}
BENCHMARK(command_check_page)->UseManualTime()->Unit(benchmark::kMillisecond);

// What memory grows with: one text of 10 MB.
void command_check_10_mb(benchmark::State& state) {
  const std::string path =
      std::filesystem::temp_directory_path() / ("despin_bench_" + std::to_string(getpid()));
  {
    const std::string text = read_file(from_environment("DESPIN_BENCH_TEXT", kPage));
    std::ofstream out(path, std::ios::binary);
    for (std::size_t bytes = 0; !text.empty() && bytes < 10'000'000; bytes += text.size()) {
      out << text << "\n\n";
    }
  }
  const char* arguments[] = {kCommand.c_str(), "check", path.c_str(), nullptr};
  command(state, arguments);
  std::filesystem::remove(path);
}
BENCHMARK(command_check_10_mb)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

void analyze(benchmark::State& state, const std::string& text) {
  const auto detector = despin::Detector::open(kModel);
  if (!detector) return state.SkipWithError(detector.error().message.c_str());
  despin::Workspace scratch;
  for (auto _ : state) {
    auto report = detector->analyze(text, scratch);
    if (!report) return state.SkipWithError(report.error().message.c_str());
    benchmark::DoNotOptimize(report->score);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

void analyze_spun(benchmark::State& state) {
  analyze(state, read_file(kSource + "/examples/pages/harbour_spun.txt"));
}
BENCHMARK(analyze_spun)->Unit(benchmark::kMillisecond);

void analyze_original(benchmark::State& state) { analyze(state, read_file(kPage)); }
BENCHMARK(analyze_original)->Unit(benchmark::kMillisecond);

void analyze_long(benchmark::State& state) {
  const std::string piece = read_file(from_environment("DESPIN_BENCH_TEXT", kPage));
  std::string text = piece;
  while (!piece.empty() && text.size() < 200'000) text += "\n\n" + piece;
  analyze(state, text);
}
BENCHMARK(analyze_long)->Unit(benchmark::kMillisecond);

void open_model(benchmark::State& state) {
  for (auto _ : state) {
    auto detector = despin::Detector::open(kModel);
    if (!detector) return state.SkipWithError(detector.error().message.c_str());
    benchmark::DoNotOptimize(detector.has_value());
  }
}
BENCHMARK(open_model)->Unit(benchmark::kMicrosecond);

}  // namespace
