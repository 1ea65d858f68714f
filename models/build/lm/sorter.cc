#include "models/build/lm/sorter.h"

#include <unistd.h>

#include <cstdlib>
#include <queue>
#include <utility>

namespace despin::train {
namespace {

void combine(Gram& into, const Gram& from) {
  into.raw = add_counts(into.raw, from.raw);
  into.adjusted = add_counts(into.adjusted, from.adjusted);
}

constexpr std::size_t kReadAhead = (1U << 20) / sizeof(Gram);

}  // namespace

Sorter::Sorter(std::string folder, std::size_t memory_bytes)
    : folder_(std::move(folder)),
      capacity_(std::max<std::size_t>(memory_bytes / sizeof(Gram), 64)) {}

void Sorter::sort_buffer() {
  std::sort(buffer_.begin(), buffer_.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < buffer_.size(); ++i) {
    if (kept > 0 && buffer_[kept - 1].same_words(buffer_[i])) {
      combine(buffer_[kept - 1], buffer_[i]);
    } else {
      buffer_[kept++] = buffer_[i];
    }
  }
  buffer_.resize(kept);
}

bool Sorter::add(const Gram& gram) {
  if (buffer_.empty()) buffer_.reserve(capacity_);
  buffer_.push_back(gram);
  if (buffer_.size() < capacity_) return true;
  sort_buffer();
  // Worth a run only if adding up did not make much room.
  return buffer_.size() * 2 < capacity_ || spill();
}

bool Sorter::spill() {
  std::string name = folder_ + "/ngrams-XXXXXX";
  const int fd = ::mkstemp(name.data());
  if (fd < 0) return false;
  ::unlink(name.c_str());
  File file(::fdopen(fd, "w+b"));
  if (!file) {
    ::close(fd);
    return false;
  }
  if (std::fwrite(buffer_.data(), sizeof(Gram), buffer_.size(), file.get()) != buffer_.size() ||
      std::fflush(file.get()) != 0) {
    return false;
  }
  std::rewind(file.get());
  buffer_.clear();
  runs_.push_back(Run{std::move(file), {}, 0, {}});
  return true;
}

bool Sorter::advance(Run& run, bool& failed) {
  if (run.next == run.buffer.size()) {
    if (!run.file) return false;
    run.buffer.resize(kReadAhead);
    run.buffer.resize(std::fread(run.buffer.data(), sizeof(Gram), kReadAhead, run.file.get()));
    run.next = 0;
    if (run.buffer.empty()) {
      failed = failed || std::ferror(run.file.get()) != 0;
      return false;
    }
  }
  run.head = run.buffer[run.next++];
  return true;
}

bool Sorter::drain(const std::function<void(const Gram&)>& sink) {
  sort_buffer();
  runs_.push_back(Run{nullptr, std::move(buffer_), 0, {}});
  buffer_ = {};
  bool failed = false;
  const auto later = [this](std::size_t a, std::size_t b) { return runs_[b].head < runs_[a].head; };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> heap(later);
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    if (advance(runs_[i], failed)) heap.push(i);
  }
  Gram pending;
  bool any = false;
  while (!heap.empty()) {
    const std::size_t i = heap.top();
    heap.pop();
    if (any && pending.same_words(runs_[i].head)) {
      combine(pending, runs_[i].head);
    } else {
      if (any) sink(pending);
      pending = runs_[i].head;
      any = true;
    }
    if (advance(runs_[i], failed)) heap.push(i);
  }
  if (any) sink(pending);
  runs_.clear();
  return !failed;
}

}  // namespace despin::train
