// A model without sections of parameters, which the library before them wrote, judges to the byte
// as it did there: older_model/*.json are what that library said of texts of our own.
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "despin/detector.h"
#include "gtest/gtest.h"

namespace despin {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(OlderModel, JudgesAsBefore) {
  const std::string root = DESPIN_SOURCE_DIR;
  const auto detector = Detector::open(root + "/models/tiny.despin");
  ASSERT_TRUE(detector) << detector.error().message;
  Workspace scratch;
  for (const std::string name : {"spun", "genuine", "short"}) {
    const std::string stem = root + "/tests/corrupt/api/older_model/" + name;
    const std::string text = read_file(stem + ".txt");
    const auto report = detector->analyze(text, scratch);
    ASSERT_TRUE(report) << name;
    nlohmann::ordered_json json =
        nlohmann::ordered_json::parse(to_json(*report, name + ".txt", text));
    // The version before did not say these.
    EXPECT_EQ(json.erase("judged_by"), 1U);
    EXPECT_EQ(json.erase("probability"), 1U);
    EXPECT_EQ(json.erase("passages"), json["verdict"] == "spun" ? 1U : 0U);
    EXPECT_EQ(json["contributions"].back()["name"], "passage_evidence");
    json["contributions"].erase(json["contributions"].size() - 1);
    EXPECT_EQ(json.dump() + "\n", read_file(stem + ".json")) << name;
  }
}

}  // namespace
}  // namespace despin
