// lib/base/json_tree.h - JSON, parsed into one list of nodes.
//
//   base::JsonTree tree;
//   if (!tree.parse(line)) return fail("not valid JSON");
//   const base::JsonValue root = tree.root();
//   if (auto id = root.find("id"); id.is_string()) use(id.string());
//   for (auto v = root.find("list").first(); v; v = v.next()) use(v);
//
// Why      The tree of the JSON library takes 78 bytes for a "[", and its destructor allocates:
//          without memory it ends the process. This one only frees.
// Lifetime A JsonValue and its strings view the tree, up to its next parse().
// Names    Of members of one name the last counts; first() and next() go over all of them.
// Depth    What lies more than kMaxJsonDepth deep is checked, but not kept: arrays and objects
//          there are empty.
// Threads  A tree is read by any number of threads, parsed by one.
// Memory   Up to 8 bytes a byte, and the strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace despin::base {

inline constexpr std::size_t kMaxJsonDepth = 100;

class JsonTree;
class JsonWriter;

enum class JsonKind : std::uint8_t {
  kNull,
  kFalse,
  kTrue,
  kString,
  kUnsigned,
  kSigned,
  kReal,
  kArray,
  kObject
};

// A value of a tree, or none: then all is false, empty or 0.
class JsonValue {
 public:
  JsonValue() = default;

  explicit operator bool() const { return tree_ != nullptr; }
  bool is_null() const { return is(JsonKind::kNull); }
  bool is_boolean() const { return is(JsonKind::kFalse) || is(JsonKind::kTrue); }
  bool is_string() const { return is(JsonKind::kString); }
  bool is_unsigned() const { return is(JsonKind::kUnsigned); }  // whole and not negative
  bool is_number() const { return is_unsigned() || is(JsonKind::kSigned) || is(JsonKind::kReal); }
  bool is_array() const { return is(JsonKind::kArray); }
  bool is_object() const { return is(JsonKind::kObject); }
  bool is_structured() const { return is_array() || is_object(); }

  std::string_view string() const;
  double number() const;
  std::uint64_t unsigned_number() const;
  std::string spelled() const;  // as JSON, of any type

  // The member of that name.
  JsonValue find(std::string_view name) const;
  // The elements of an array, the values of an object.
  JsonValue first() const;
  JsonValue next() const;
  std::string_view name() const;  // of a member

  void write(JsonWriter& out) const;

 private:
  friend class JsonTree;
  JsonValue(const JsonTree& tree, std::uint32_t at, std::uint32_t parent_end, bool member)
      : tree_(&tree), at_(at), parent_end_(parent_end), member_(member) {}

  bool is(JsonKind kind) const;

  const JsonTree* tree_ = nullptr;
  std::uint32_t at_ = 0;
  std::uint32_t parent_end_ = 0;
  bool member_ = false;  // its name is the node before it
};

class JsonTree {
 public:
  // Replaces what it held; false if that is no JSON in UTF-8, or has 4 GiB.
  bool parse(std::string_view json, bool with_comments = false);
  // None before the first parse(), and where that failed.
  JsonValue root() const;

  // Nodes stand in the order of the text, each member's name before its value.
  struct Node {
    std::uint64_t bits = 0;  // a number; of a string its first byte, then its length
    std::uint32_t end = 0;   // behind all that is in it
    JsonKind kind = JsonKind::kNull;
  };

 private:
  friend class JsonValue;
  std::string_view string_of(const Node& node) const;

  std::deque<Node> nodes_;  // without the copies that a vector's growth takes
  std::string strings_;
};

}  // namespace despin::base
