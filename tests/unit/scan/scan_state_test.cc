#include "lib/scan/scan_state.h"

#include <nlohmann/json.hpp>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace despin::scan {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::HasSubstr;

ScanState made_state() {
  ScanState state;
  state.settings = {{"model", "1234"}, {"--lang", "en"}};
  state.output_bytes = std::uint64_t{5} << 32;
  state.position = {.items = 90,
                    .skipped = 4,
                    .input = 3,
                    .path = "caf\xC3\xA9/100%/\xFF\n.warc",
                    .place = {.number = 12, .byte = std::uint64_t{1} << 40, .line = 13}};
  state.done = {{95, 99}, {120, 121}};
  state.counts.spun = 1;
  state.counts.not_spun = 2;
  state.counts.abstained = {{"too short", 3}};
  state.counts.errors = {{"bad_input", 4}, {"truncated", 5}};
  state.counts.left_out = 6;
  state.counts.with_source = 7;
  state.counts.words = 8;
  state.run = {"a\nbad_input\nrow # of caf\xC3\xA9", 1234, "{\"error\":{}}\n"};
  return state;
}

void expect_refused(const std::string& json) {
  const auto state = read_scan_state(json);
  ASSERT_FALSE(state) << json;
  EXPECT_EQ(state.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(state.error().message, HasSubstr("--overwrite"));
}

TEST(ScanState, ComesBackAsItWas) {
  const ScanState state = made_state();
  const auto again = read_scan_state(to_json(state));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->settings, state.settings);
  EXPECT_EQ(again->output_bytes, state.output_bytes);
  EXPECT_EQ(again->position.items, 90U);
  EXPECT_EQ(again->position.skipped, 4U);
  EXPECT_EQ(again->position.input, 3U);
  EXPECT_EQ(again->position.path, state.position.path);
  EXPECT_EQ(again->position.place.number, 12U);
  EXPECT_EQ(again->position.place.byte, std::uint64_t{1} << 40);
  EXPECT_EQ(again->position.place.line, 13U);
  EXPECT_EQ(again->done, state.done);
  EXPECT_EQ(again->run.kind, state.run.kind);
  EXPECT_EQ(again->run.errors, 1234U);
  EXPECT_EQ(again->run.last, state.run.last);
  EXPECT_EQ(again->counts.abstained, state.counts.abstained);
  EXPECT_EQ(again->counts.errors, state.counts.errors);
  EXPECT_EQ(again->counts.documents(), 6U);
  EXPECT_EQ(again->counts.failed(), 9U);
  EXPECT_EQ(again->counts.left_out, 6U);
  EXPECT_EQ(again->counts.with_source, 7U);
  EXPECT_EQ(again->counts.words, 8U);
  EXPECT_EQ(to_json(*again), to_json(state));
}

TEST(ScanState, IsRefusedWhenCutShort) {
  const std::string json = to_json(made_state());
  ASSERT_EQ(json.back(), '\n');
  for (std::size_t size = 0; size + 1 < json.size(); ++size) expect_refused(json.substr(0, size));
}

TEST(ScanState, IsRefusedWhenOfAnotherKind) {
  expect_refused("");
  expect_refused("null");
  expect_refused("[]");
  expect_refused("{}");
  expect_refused("\"despin.scan_progress/1\"");
  std::string other = to_json(made_state());
  other.replace(other.find("progress/1"), 10, "progress/2");
  expect_refused(other);
}

// Each member in turn is missing, or of every type that it must not be.
TEST(ScanState, IsRefusedWhenAMemberIsMissingOrWrong) {
  const Json whole = Json::parse(to_json(made_state()));
  const auto try_all = [&](const Json::json_pointer& parent) {
    for (const auto& [name, value] : whole[parent].items()) {
      Json without = whole;
      without[parent].erase(name);
      // A setting that is missing is found by same_settings(), a code not counted is none, and
      // there is a run only behind an error.
      const bool may_miss = name == "run" || parent.to_string() == "/settings" ||
                            parent.to_string() == "/counts/errors";
      if (!may_miss) expect_refused(without.dump());
      for (const Json& wrong : {Json(-1), Json(0.5), Json(nullptr), Json(true)}) {
        Json changed = whole;
        changed[parent][name] = wrong;
        expect_refused(changed.dump());
      }
    }
  };
  try_all(Json::json_pointer(""));
  try_all(Json::json_pointer("/settings"));
  try_all(Json::json_pointer("/position"));
  try_all(Json::json_pointer("/counts"));
  try_all(Json::json_pointer("/run"));
  try_all(Json::json_pointer("/counts/errors"));
  for (const char* done : {"[1]", "[[1]]", "[[1,2,3]]", "[[\"a\",2]]", "{\"a\":1}"}) {
    Json changed = whole;
    changed["done"] = Json::parse(done);
    expect_refused(changed.dump());
  }
}

TEST(ScanState, NamesTheSettingThatDiffers) {
  const ScanState before = made_state();
  EXPECT_TRUE(same_settings(before, before));
  ScanState now = before;
  now.settings[1].second = "de";
  const auto differs = same_settings(before, now);
  ASSERT_FALSE(differs);
  EXPECT_EQ(differs.error().code, ErrorCode::kBadInput);
  EXPECT_THAT(differs.error().message, HasSubstr("--lang"));
  ScanState older = before;
  older.settings.pop_back();
  EXPECT_FALSE(same_settings(older, before));
  // A setting that this version does not know may change records as well.
  EXPECT_FALSE(same_settings(before, older));
}

TEST(ScanCounts, AddUp) {
  ScanCounts counts = made_state().counts;
  counts.add(made_state().counts);
  EXPECT_EQ(counts.documents(), 12U);
  EXPECT_EQ(counts.failed(), 18U);
  EXPECT_EQ(counts.errors["truncated"], 10U);
  EXPECT_EQ(counts.left_out, 12U);
  EXPECT_EQ(counts.with_source, 14U);
  EXPECT_EQ(counts.words, 16U);
}

}  // namespace
}  // namespace despin::scan
