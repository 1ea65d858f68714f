#include "lib/scan/error_fold.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "gtest/gtest.h"

namespace despin::scan {
namespace {

// Lines of errors and of records, written in batches of one line each.
class Folder {
 public:
  void error(int number, const std::string& message = "a row of 3 fields",
             const std::string& path = "a.csv") {
    const Error error{ErrorCode::kBadInput, message};
    const std::string line = "{\"number\":" + std::to_string(number) +
                             ",\"error\":{\"code\":\"bad_input\",\"message\":\"" + message +
                             "\",\"line\":" + std::to_string(number + 1) + "}}\n";
    out += ErrorFold(run).folded(line, {{0, line.size(), error_kind(path, error)}});
  }
  void tiny(int number) {
    const std::string line =
        "{\"number\":" + std::to_string(number) + ",\"abstain_reason\":\"too_short\"}\n";
    out += ErrorFold(run).folded(line, {{0, line.size(), tiny_kind("a.csv")}});
  }
  void record() { out += ErrorFold(run).folded("{}\n", {}); }
  void end() { out += ErrorFold(run).end(); }
  std::ptrdiff_t lines() const { return std::count(out.begin(), out.end(), '\n'); }

  ErrorRun run;
  std::string out;
};

TEST(ErrorFold, KeepsAHundredOfARunAndCountsTheRest) {
  Folder folder;
  for (int i = 1; i <= 1234; ++i) folder.error(i, "a row of " + std::to_string(i) + " fields");
  EXPECT_EQ(folder.lines(), 100);
  folder.end();
  ASSERT_EQ(folder.lines(), 101);
  const std::size_t last = folder.out.rfind('\n', folder.out.size() - 2) + 1;
  const auto json = nlohmann::json::parse(folder.out.substr(last));
  EXPECT_EQ(json["repeated"], 1134);
  EXPECT_EQ(json["number"], 1234);
  EXPECT_EQ(json["error"]["code"], "bad_input");
  EXPECT_EQ(json["error"]["message"], "and 1,134 more, the last: a row of 1234 fields");
  EXPECT_EQ(json["error"]["line"], 1235);
}

TEST(ErrorFold, FoldsTinyRecordsToo) {
  Folder folder;
  for (int i = 1; i <= 1234; ++i) folder.tiny(i);
  folder.error(1235);
  folder.end();
  ASSERT_EQ(folder.lines(), 102);
  const std::size_t begin = folder.out.rfind('{', folder.out.find("repeated"));
  const auto json =
      nlohmann::json::parse(folder.out.substr(begin, folder.out.find('\n', begin) - begin));
  EXPECT_EQ(json["repeated"], 1134);
  EXPECT_EQ(json["number"], 1234);
  EXPECT_EQ(json["abstain_reason"], "too_short");
}

TEST(ErrorFold, EndsARunWhereSomethingElseComes) {
  Folder folder;
  for (int i = 1; i <= 150; ++i) folder.error(i);
  folder.record();
  EXPECT_EQ(folder.lines(), 102);
  for (int i = 1; i <= 100; ++i) folder.error(i);
  for (int i = 1; i <= 100; ++i) folder.error(i, "another error");
  for (int i = 1; i <= 100; ++i) folder.error(i, "another error", "b.csv");
  folder.end();
  EXPECT_EQ(folder.lines(), 402);
}

TEST(ErrorFold, TellsErrorsApartByAllButNumbers) {
  const Error error{ErrorCode::kBadInput, "a row of 12 fields at 7"};
  EXPECT_EQ(error_kind("a", error), error_kind("a", {error.code, "a row of 3 fields at 1234"}));
  EXPECT_NE(error_kind("a", error), error_kind("b", error));
  EXPECT_NE(error_kind("a", error), error_kind("a", {ErrorCode::kTooLarge, error.message}));
  EXPECT_NE(error_kind("a", error), error_kind("a", {error.code, "a row of fields at 7"}));
}

}  // namespace
}  // namespace despin::scan
