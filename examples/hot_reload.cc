// examples/hot_reload.cc - a service takes a new model while requests are served.
//
//   hot_reload models/en.despin page.txt
//
// Copies of a Detector share its model. Each request copies the current one, which
// costs a reference count, and keeps it until it is done; the old model goes away
// with the last request that uses it.
//
// The file must be replaced by rename (mv), since the old one is mapped: writing to it
// in place (cp, rsync --inplace) ends the process by SIGBUS. Where nobody can promise
// that, open(path, {.copy = true}) reads the model into memory: 40 MB. A model that
// came over a network is worth .verify, which compares all checksums.
#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "despin/detector.h"

namespace {

class CurrentDetector {
 public:
  explicit CurrentDetector(despin::Detector detector) : detector_(std::move(detector)) {}

  despin::Detector get() const {
    const std::lock_guard lock(mutex_);
    return detector_;
  }
  void set(despin::Detector detector) {
    const std::lock_guard lock(mutex_);
    std::swap(detector_, detector);
  }  // the old one is released here, after the lock

 private:
  mutable std::mutex mutex_;
  despin::Detector detector_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: hot_reload MODEL TEXT_FILE\n");
    return 2;
  }
  auto first = despin::Detector::open(argv[1]);
  if (!first) {
    std::fprintf(stderr, "hot_reload: %s\n", first.error().message.c_str());
    return 2;
  }
  std::ifstream file(argv[2], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};

  CurrentDetector current(*std::move(first));
  despin::Workspace scratch;
  const auto expected = current.get().analyze(text, scratch);
  if (!expected) {
    std::fprintf(stderr, "hot_reload: %s\n", expected.error().message.c_str());
    return 2;
  }

  constexpr int kRequests = 12;
  constexpr int kReloads = 20;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < 3; ++i) {
    workers.emplace_back([&] {
      despin::Workspace own_scratch;
      for (int request = 0; request < kRequests; ++request) {
        const despin::Detector detector = current.get();
        const auto report = detector.analyze(text, own_scratch);
        if (!report || report->score != expected->score) ++wrong;
      }
    });
  }
  for (int reload = 0; reload < kReloads; ++reload) {
    auto fresh = despin::Detector::open(argv[1], {.verify = true, .copy = reload % 2 == 1});
    // A model that does not open changes nothing: the current one goes on serving.
    if (fresh) current.set(*std::move(fresh));
  }
  for (std::thread& worker : workers) worker.join();

  if (wrong != 0) {
    std::printf("%d reports differ\n", wrong.load());
    return 1;
  }
  std::printf("all reports agree across %d reloads\n", kReloads);
  return 0;
}
