// Batches of the C interface: ordered, bounded, stoppable, equal to one call after the other.
#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/c_detector_test.h"

namespace despin {
namespace {

class CBatches : public CDetectorTest {
 protected:
  CBatches() {
    despin_limits_init(&limits_, sizeof limits_);
    despin_batch_options_init(&options_, sizeof options_);
    options_.check = &check_;
  }

  // Texts of different lengths, so that threads finish out of order.
  static std::vector<std::string> make_texts(std::size_t count) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back(api_calls::spun_text(i * 7 % 23, i));
    return texts;
  }

  despin_limits limits_;
  despin_batch_options options_;
};

// What take() has seen.
struct Taken {
  std::vector<std::string> lines;
  std::vector<std::string_view> texts;
  std::thread::id thread = std::this_thread::get_id();
  std::size_t stop_after = ~std::size_t{0};

  static std::int32_t take(void* context, std::uint64_t number, despin_report* report,
                           const despin_error* error) {
    auto& self = *static_cast<Taken*>(context);
    const c::Report owned(report);
    EXPECT_EQ(number, self.lines.size());
    EXPECT_EQ(std::this_thread::get_id(), self.thread);
    EXPECT_EQ(report == nullptr, error->code != DESPIN_OK);
    self.lines.push_back(report == nullptr ? despin_error_code_name(error->code)
                                           : c::json(report, "a", self.texts[number]));
    return self.lines.size() >= self.stop_after ? 1 : 0;
  }
};

TEST_F(CBatches, GiveWhatCallsGiveInOrder) {
  std::vector<std::string> texts = make_texts(70);
  texts[17] = "\xFF";
  std::vector<std::string> expected;
  for (const std::string& text : texts) {
    expected.push_back(&text == &texts[17]
                           ? "bad_utf8"
                           : c::json(c::check(detector_.get(), text).get(), "a", text));
  }
  const std::vector<despin_string> views = c::strings(texts);
  for (const std::size_t threads : {0U, 1U, 2U, 5U}) {
    for (const std::size_t pending : {0U, 1U, 3U, 100U}) {
      options_.threads = threads;
      options_.max_pending = pending;
      Taken taken;
      taken.texts.assign(texts.begin(), texts.end());
      ASSERT_EQ(despin_check_batch(detector_.get(), views.data(), views.size(), Taken::take, &taken,
                                   &options_, &error_),
                DESPIN_OK)
          << error_.message;
      EXPECT_EQ(taken.lines, expected) << threads << " threads, " << pending << " pending";
    }
  }
}

TEST_F(CBatches, OfNoTextsAreDone) {
  EXPECT_EQ(despin_check_batch(detector_.get(), nullptr, 0, Taken::take, nullptr, nullptr, &error_),
            DESPIN_OK);
}

TEST_F(CBatches, ATextWithoutBytesIsItsOwnError) {
  const despin_string texts[] = {{"a", 1}, {nullptr, 3}, {nullptr, 0}};
  for (const std::size_t threads : {1U, 2U}) {
    options_.threads = threads;
    Taken taken;
    taken.texts = {"a", "", ""};
    ASSERT_EQ(
        despin_check_batch(detector_.get(), texts, 3, Taken::take, &taken, &options_, &error_),
        DESPIN_OK);
    EXPECT_EQ(taken.lines[1], "bad_call");
    EXPECT_NE(taken.lines[2], "bad_call");
  }
}

TEST_F(CBatches, TakeStopsThem) {
  const std::vector<std::string> texts = make_texts(100);
  const std::vector<despin_string> views = c::strings(texts);
  for (const std::size_t threads : {1U, 3U}) {
    options_.threads = threads;
    Taken taken;
    taken.texts.assign(texts.begin(), texts.end());
    taken.stop_after = 10;
    EXPECT_EQ(despin_check_batch(detector_.get(), views.data(), views.size(), Taken::take, &taken,
                                 &options_, &error_),
              DESPIN_CANCELED);
    EXPECT_EQ(taken.lines.size(), 10U);
  }
}

TEST_F(CBatches, StopEndsTextsUnderWay) {
  const std::string text = api_calls::spun_text(5'000, 3);
  const std::vector<despin_string> views(8, c::string(text));
  for (const std::size_t threads : {1U, 3U}) {
    options_.threads = threads;
    std::atomic<int> asked = 0;
    options_.stop_context = &asked;
    options_.stop = [](void* context) -> std::int32_t {
      return ++*static_cast<std::atomic<int>*>(context) >= 2 ? 1 : 0;
    };
    Taken taken;
    taken.texts.assign(8, text);
    EXPECT_EQ(despin_check_batch(detector_.get(), views.data(), views.size(), Taken::take, &taken,
                                 &options_, &error_),
              DESPIN_CANCELED);
    EXPECT_LT(taken.lines.size(), 8U);
    EXPECT_GE(asked, 2);
  }
}

// Endless until told otherwise; keeps what is under way and no more.
struct Source {
  std::vector<std::string> texts;
  std::uint64_t given = 0;
  std::uint64_t taken = 0;
  std::uint64_t most = 0;
  std::uint64_t end = 0;
  std::int32_t at_end = 0;

  static std::int32_t next(void* context, despin_string* text) {
    auto& self = *static_cast<Source*>(context);
    if (self.given == self.end) return self.at_end;
    self.most = std::max(self.most, self.given + 1 - self.taken);
    *text = c::string(self.texts[self.given++ % self.texts.size()]);
    return 1;
  }
  static std::int32_t take(void* context, std::uint64_t number, despin_report* report,
                           const despin_error*) {
    auto& self = *static_cast<Source*>(context);
    EXPECT_EQ(number, self.taken++);
    despin_report_free(report);
    return 0;
  }
};

TEST_F(CBatches, AStreamIsBounded) {
  for (const std::size_t threads : {1U, 2U}) {
    Source source{make_texts(20)};
    source.end = 2'000;
    options_.threads = threads;
    options_.max_pending = 12;
    ASSERT_EQ(
        despin_check_each(detector_.get(), Source::next, Source::take, &source, &options_, &error_),
        DESPIN_OK);
    EXPECT_EQ(source.taken, 2'000U);
    EXPECT_LE(source.most, 12U);
  }
}

TEST_F(CBatches, TheSourceStopsThem) {
  for (const std::size_t threads : {1U, 2U}) {
    Source source{make_texts(20)};
    source.end = 50;
    source.at_end = -1;
    options_.threads = threads;
    EXPECT_EQ(
        despin_check_each(detector_.get(), Source::next, Source::take, &source, &options_, &error_),
        DESPIN_CANCELED);
    EXPECT_LE(source.taken, 50U);
  }
}

TEST_F(CBatches, TimeIsOfEachText) {
  limits_.timeout_ns = 0;
  check_.limits = &limits_;
  const std::string text = api_calls::spun_text(20, 3);
  const despin_string views[] = {c::string(text), c::string(text)};
  for (const std::size_t threads : {1U, 2U}) {
    options_.threads = threads;
    Taken taken;
    taken.texts.assign(2, text);
    EXPECT_EQ(
        despin_check_batch(detector_.get(), views, 2, Taken::take, &taken, &options_, &error_),
        DESPIN_OK);
    EXPECT_EQ(taken.lines, (std::vector<std::string>{"deadline", "deadline"}));
  }
}

TEST_F(CBatches, ResultsAreKeptWithoutACallbackOfTheCaller) {
  const std::string text = api_calls::spun_text(20, 3);
  const despin_string views[] = {c::string(text), c::string("\xFF"), c::string(text)};
  for (const std::size_t threads : {1U, 2U}) {
    options_.threads = threads;
    despin_result results[3] = {};
    ASSERT_EQ(despin_check_batch(detector_.get(), views, 3, despin_keep_report, results, &options_,
                                 &error_),
              DESPIN_OK);
    const c::Report first(results[0].report);
    const c::Report third(results[2].report);
    ASSERT_NE(first, nullptr);
    ASSERT_NE(third, nullptr);
    EXPECT_EQ(c::json(first.get(), "a", text), c::json(third.get(), "a", text));
    EXPECT_EQ(results[1].report, nullptr);
    EXPECT_EQ(results[1].error.code, DESPIN_BAD_UTF8);
    EXPECT_EQ(results[1].error.byte, 0U);
  }
}

TEST_F(CBatches, AFlagStopsThem) {
  std::int32_t flag = 0;
  EXPECT_EQ(despin_stop_if_set(nullptr), 0);
  EXPECT_EQ(despin_stop_if_set(&flag), 0);
  flag = 1;
  EXPECT_NE(despin_stop_if_set(&flag), 0);
  limits_.stop = despin_stop_if_set;
  limits_.stop_context = &flag;
  check_.limits = &limits_;
  const std::string text = api_calls::spun_text(20, 3);
  c::Report report;
  EXPECT_EQ(despin_check(detector_.get(), nullptr, text.data(), text.size(), &check_,
                         c::out(report), &error_),
            DESPIN_CANCELED);
  EXPECT_EQ(report, nullptr);
}

TEST_F(CBatches, WrongCallsAreTold) {
  EXPECT_EQ(despin_check_batch(nullptr, nullptr, 0, Taken::take, nullptr, nullptr, &error_),
            DESPIN_BAD_CALL);
  EXPECT_EQ(despin_check_batch(detector_.get(), nullptr, 1, Taken::take, nullptr, nullptr, &error_),
            DESPIN_BAD_CALL);
  EXPECT_EQ(despin_check_batch(detector_.get(), nullptr, 0, nullptr, nullptr, nullptr, &error_),
            DESPIN_BAD_CALL);
  EXPECT_EQ(despin_check_each(detector_.get(), nullptr, Source::take, nullptr, nullptr, &error_),
            DESPIN_BAD_CALL);
  options_.struct_size = sizeof options_ + 1;
  EXPECT_EQ(
      despin_check_batch(detector_.get(), nullptr, 0, Taken::take, nullptr, &options_, &error_),
      DESPIN_BAD_CALL);
}

}  // namespace
}  // namespace despin
