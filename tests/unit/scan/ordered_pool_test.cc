#include "lib/scan/ordered_pool.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin::scan {
namespace {

using ::testing::UnorderedElementsAreArray;

constexpr int kMany = 2000;

std::vector<int> numbers(int count) {
  std::vector<int> out(static_cast<std::size_t>(count));
  std::iota(out.begin(), out.end(), 0);
  return out;
}

// Some batches take longer than others, so that those behind them are done first.
void dawdle(int number) {
  if (number % 17 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
}

TEST(OrderedPool, GivesBatchesOutInTheirOrderWhateverTheThreads) {
  for (const unsigned threads : {1U, 2U, 8U}) {
    std::vector<int> out;
    OrderedPool<int> pool(
        {.threads = threads}, [](int& n, unsigned) { dawdle(n); },
        [&](int& n) {
          out.push_back(n);
          return true;
        });
    for (int i = 0; i < kMany; ++i) ASSERT_TRUE(pool.put(i, 1));
    pool.drain();
    EXPECT_EQ(out, numbers(kMany)) << threads << " threads";
  }
}

TEST(OrderedPool, WorksOnTheCallingThreadIfThereIsNoOther) {
  std::vector<int> out;
  const auto here = std::this_thread::get_id();
  OrderedPool<int> pool(
      {.threads = 0}, [&](int&, unsigned) { EXPECT_EQ(std::this_thread::get_id(), here); },
      [&](int& n) {
        out.push_back(n);
        return n < 3;
      });
  EXPECT_EQ(pool.threads(), 0U);
  EXPECT_TRUE(pool.has_room());
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.put(i, 1));
  EXPECT_FALSE(pool.put(3, 1));
  EXPECT_FALSE(pool.put(4, 1));
  pool.drain();
  EXPECT_EQ(out, numbers(4));
}

TEST(OrderedPool, LosesAndRepeatsNothingWithoutOrder) {
  std::vector<int> out;
  OrderedPool<int> pool(
      {.threads = 4, .ordered = false}, [](int& n, unsigned) { dawdle(n); },
      [&](int& n) {
        out.push_back(n);
        return true;
      });
  for (int i = 0; i < kMany; ++i) ASSERT_TRUE(pool.put(i, 1));
  pool.drain();
  EXPECT_THAT(out, UnorderedElementsAreArray(numbers(kMany)));
}

TEST(OrderedPool, GivesEachThreadANumberOfItsOwn) {
  constexpr unsigned kThreads = 4;
  std::vector<std::atomic<int>> inside(kThreads);
  std::atomic<bool> shared = false;
  OrderedPool<int> pool(
      {.threads = kThreads},
      [&](int& n, unsigned thread) {
        if (inside[thread]++ != 0) shared = true;
        dawdle(n);
        --inside[thread];
      },
      [](int&) { return true; });
  for (int i = 0; i < kMany; ++i) ASSERT_TRUE(pool.put(i, 1));
  pool.drain();
  EXPECT_FALSE(shared);
}

TEST(OrderedPool, FinishesOneBatchAtATime) {
  std::atomic<int> inside = 0;
  std::atomic<bool> shared = false;
  OrderedPool<int> pool(
      {.threads = 8, .ordered = false}, [](int&, unsigned) {},
      [&](int& n) {
        if (inside++ != 0) shared = true;
        dawdle(n);
        --inside;
        return true;
      });
  for (int i = 0; i < kMany; ++i) ASSERT_TRUE(pool.put(i, 1));
  pool.drain();
  EXPECT_FALSE(shared);
}

// Counts those that live: what is put in and not yet finished.
class Counted {
 public:
  Counted(std::atomic<int>& alive, std::atomic<int>& most) : alive_(&alive) {
    const int now = ++alive;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
  }
  Counted(Counted&& other) noexcept : alive_(other.alive_) { other.alive_ = nullptr; }
  Counted& operator=(Counted&&) = delete;
  ~Counted() {
    if (alive_ != nullptr) --*alive_;
  }

 private:
  std::atomic<int>* alive_;
};

int most_alive(const PoolOptions& options, std::size_t bytes) {
  std::atomic<int> alive = 0;
  std::atomic<int> most = 0;
  OrderedPool<std::unique_ptr<Counted>> pool(
      options,
      [](std::unique_ptr<Counted>&, unsigned) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      },
      [](std::unique_ptr<Counted>&) { return true; });
  for (int i = 0; i < 300; ++i) {
    EXPECT_TRUE(pool.put(std::make_unique<Counted>(alive, most), bytes));
  }
  pool.drain();
  EXPECT_EQ(alive, 0);
  return most;
}

TEST(OrderedPool, LetsTheReaderWait) {
  // By count; the one that waits in put(), and the one just finished, are there as well.
  const int batches = 2 * static_cast<int>(OrderedPool<int>::kBatchesPerThread);
  EXPECT_LE(most_alive({.threads = 2}, 1), batches + 2);
  // By bytes: three batches of 100 are more than 250.
  EXPECT_LE(most_alive({.threads = 8, .max_bytes = 250}, 100), 3 + 2);
  // What is larger than all is taken alone, not never.
  EXPECT_LE(most_alive({.threads = 8, .max_bytes = 50}, 100), 1 + 2);
}

TEST(OrderedPool, StopsBehindTheBatchThatSaysSo) {
  std::vector<int> out;
  OrderedPool<int> pool(
      {.threads = 4}, [](int& n, unsigned) { dawdle(n); },
      [&](int& n) {
        out.push_back(n);
        return n != 40;
      });
  int put = 0;
  while (put < kMany && pool.put(put, 1)) ++put;
  pool.drain();
  EXPECT_LT(put, kMany);
  EXPECT_EQ(out, numbers(41));
}

TEST(OrderedPool, HandsOnWhatAWorkerThrows) {
  int finished = 0;
  OrderedPool<int> pool(
      {.threads = 4},
      [](int& n, unsigned) {
        if (n == 40) throw std::bad_alloc();
      },
      [&](int& n) {
        EXPECT_LT(n, 40);
        ++finished;
        return true;
      });
  int put = 0;
  while (put < kMany && pool.put(put, 1)) ++put;
  EXPECT_LT(put, kMany);
  EXPECT_THROW(pool.drain(), std::bad_alloc);
  EXPECT_LE(finished, 40);
}

TEST(OrderedPool, EndsWithNothingPut) {
  OrderedPool<int> pool(
      {.threads = 8}, [](int&, unsigned) { FAIL(); }, [](int&) { return false; });
  pool.drain();
}

// Every way to end, many times: a wake-up that is lost shows as a test that never ends.
TEST(OrderedPool, EndsHoweverItIsStopped) {
  std::mt19937 random(7);
  for (int round = 0; round < 600; ++round) {
    const int last = static_cast<int>(random() % 40);
    const bool throws = random() % 4 == 0;
    const bool refuses = random() % 4 == 0;
    std::atomic<int> finished = 0;
    OrderedPool<int> pool(
        {.threads = 1 + static_cast<unsigned>(random() % 6),
         .ordered = random() % 2 == 0,
         .max_bytes = 1 + random() % 4},
        [&](int& n, unsigned) {
          if (n % 5 == 0) std::this_thread::yield();
          if (throws && n == last) throw std::runtime_error("work");
        },
        [&](int& n) {
          ++finished;
          return !refuses || n != last;
        });
    int put = 0;
    while (put < 40 && pool.put(put, 1)) ++put;
    try {
      pool.drain();
      EXPECT_TRUE(refuses || throws || finished == 40);
    } catch (const std::runtime_error&) {
      EXPECT_TRUE(throws);
    }
  }
}

}  // namespace
}  // namespace despin::scan
