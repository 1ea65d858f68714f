#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "lib/base/json_tree.h"
#include "lib/base/json_writer.h"

namespace despin::base {
namespace {

using Json = nlohmann::ordered_json;

std::string spelled(const std::string& json) {
  JsonTree tree;
  return tree.parse(json) ? tree.root().spelled() : "none";
}

TEST(JsonWriter, WritesWhatATreeWouldDump) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  json.member("text", "a \"quoted\" \\ line\n\u00e9");
  json.member("number", 0.1);
  json.member("float", 0.1F);
  json.member("whole", std::numeric_limits<std::uint64_t>::max());
  json.member("negative", std::numeric_limits<std::int64_t>::min());
  json.member("truth", true);
  json.member("none", std::optional<double>());
  json.member("infinite", std::numeric_limits<double>::infinity());
  json.member("list", std::vector<std::string>{"a", "b"});
  json.begin_array("empty");
  json.end_array();
  json.begin_object("inner");
  json.member("x", 1U);
  json.end_object();
  json.begin_array("mixed");
  json.begin_object();
  json.end_object();
  json.value(2);
  json.end_array();
  json.end_object();
  const Json expected = {{"text", "a \"quoted\" \\ line\n\u00e9"},
                         {"number", 0.1},
                         {"float", 0.1F},
                         {"whole", std::numeric_limits<std::uint64_t>::max()},
                         {"negative", std::numeric_limits<std::int64_t>::min()},
                         {"truth", true},
                         {"none", nullptr},
                         {"infinite", nullptr},
                         {"list", {"a", "b"}},
                         {"empty", Json::array()},
                         {"inner", {{"x", 1}}},
                         {"mixed", Json::array({Json::object(), 2})}};
  EXPECT_EQ(out, expected.dump());
}

TEST(JsonWriter, ReplacesWhatIsNotUtf8AndEscapesWhatTerminalsObey) {
  std::string out;
  JsonWriter(out).value("a\xFF\x7F\u009B2J\u00A0");
  EXPECT_EQ(out, "\"a\uFFFD\\u007f\\u009b2J\u00A0\"");
}

TEST(JsonWriter, HandsOverPieces) {
  std::string out;
  std::size_t longest = 0;
  std::size_t pieces = 0;
  const JsonSink sink = [&](std::string_view piece) {
    out += piece;
    longest = std::max(longest, piece.size());
    ++pieces;
  };
  JsonWriter json(sink);
  json.begin_array();
  for (int i = 0; i < 10000; ++i) json.value(i);
  json.end_array();
  json.flush();
  EXPECT_EQ(Json::parse(out).size(), 10000U);
  EXPECT_LT(longest, JsonWriter::kPiece + 16);
  EXPECT_GT(pieces, 10U);
}

TEST(JsonTree, FindsMembers) {
  JsonTree tree;
  ASSERT_TRUE(tree.parse(R"({"a":{"x":[1,[2],"three"]},"b":-1.5,"a2":true,"b":"last"})"));
  const JsonValue root = tree.root();
  EXPECT_EQ(root.find("b").string(), "last");
  EXPECT_TRUE(root.find("a2").is_boolean());
  EXPECT_FALSE(root.find("c"));
  JsonValue v = root.find("a").find("x").first();
  EXPECT_EQ(v.unsigned_number(), 1U);
  v = v.next();
  EXPECT_EQ(v.first().number(), 2.0);
  EXPECT_FALSE(v.first().next());
  v = v.next();
  EXPECT_EQ(v.string(), "three");
  EXPECT_FALSE(v.next());
  EXPECT_FALSE(v.first());
  EXPECT_FALSE(JsonValue().find("a").next().first());
}

TEST(JsonTree, RejectsWhatIsNoJson) {
  for (const char* bad : {"", "{", "[1,]", "{\"a\"}", "\"\xFF\"", "1e999", "[1] x", "// a\n1"}) {
    JsonTree tree;
    EXPECT_FALSE(tree.parse(bad)) << bad;
    EXPECT_FALSE(tree.root());
  }
  JsonTree tree;
  EXPECT_TRUE(tree.parse("/* a */ 1", /*with_comments=*/true));
}

TEST(JsonTree, KeepsNoMoreThanSomeLevels) {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_EQ(spelled(nested(kMaxJsonDepth)), nested(kMaxJsonDepth));
  EXPECT_EQ(spelled("[" + nested(1000000) + ",7]"), "[" + nested(kMaxJsonDepth) + ",7]");
  EXPECT_EQ(spelled(std::string(1000000, '[')), "none");
}

// A value of the given depth at most.
Json made(std::mt19937& random, int depth) {
  switch (random() % (depth > 0 ? 8 : 6)) {
    case 0:
      return nullptr;
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random()) - (std::int64_t{1} << 31);
    case 3:
      return static_cast<double>(random()) / 7;
    case 4:
      return random();
    case 5:
      return std::string(random() % 4, static_cast<char>(random() % 0x7F));
    case 6: {
      Json list = Json::array();
      for (auto n = random() % 4; n > 0; --n) list.push_back(made(random, depth - 1));
      return list;
    }
    default: {
      Json object = Json::object();
      for (auto n = random() % 4; n > 0; --n) {
        object[std::string(1, static_cast<char>('a' + random() % 26))] = made(random, depth - 1);
      }
      return object;
    }
  }
}

TEST(JsonTree, SpellsWhatItRead) {
  std::mt19937 random(3);
  JsonTree tree;
  for (int i = 0; i < 3000; ++i) {
    const Json expected = made(random, 5);
    ASSERT_TRUE(tree.parse(expected.dump(random() % 2 == 0 ? -1 : 2)));
    ASSERT_EQ(tree.root().spelled(), expected.dump());
  }
}

}  // namespace
}  // namespace despin::base
