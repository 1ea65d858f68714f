// lib/capi/arrow_node.h - a column of Arrow that is being written, and everything inside it.
//
//   ArrowNode words("I", "words");
//   words.put(std::uint32_t{7});
//   words.put_null();
//   ArrowNode list("+l", "spans", {ArrowNode("+s", "item", {ArrowNode("I", "begin_byte"), ..})});
//   ... list.child(0).child(0).put(..); list.child(0).close_row(); list.close_row();
//   ArrowNode::give_array(std::move(list), out);
//
// Formats  "u" utf8, "z" binary, "g" float64, "f" float32, "I" uint32, "l" int64, "+l" list of one
//          child, "+s" struct.
// Threads  One.
// Memory   What was written is moved into the array, not copied.
// Errors   Where 32-bit offsets end: is_full(); what is put from then on is lost.
// Method   Arrow C Data Interface: each array and schema, children too, owns what it points at and
//          can be released by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "despin/despin.h"

namespace despin::capi {

class ArrowNode {
 public:
  // Static storage for both names.
  ArrowNode(const char* format, const char* name, std::vector<ArrowNode> children = {});

  ArrowNode& child(std::size_t i) { return children_[i]; }

  // One row each, of a node of that format.
  void put(std::string_view text);
  template <class T>
  void put(T value) {
    const std::size_t at = values_.size();
    values_.resize(at + sizeof value);
    copy(&value, sizeof value, at);
    push_validity(true);
  }
  // Of a list all that its child got since the last row; of a struct one row of each child.
  void close_row();
  // A row of nothing, and in the children of a struct as well.
  void put_null();

  std::int64_t rows() const { return rows_; }
  bool is_full() const;

  // The types. Nothing is left half made if memory runs out: std::bad_alloc, and out->release is
  // NULL. So for the rows.
  static void give_schema(const ArrowNode& node, ArrowSchema* out);
  static void give_array(ArrowNode&& node, ArrowArray* out);

 private:
  struct HeldSchema;
  struct HeldArray;
  static void release_schema(ArrowSchema* schema);
  static void release_array(ArrowArray* array);
  bool has_offsets() const { return format_[0] == 'u' || format_[0] == 'z' || format_[1] == 'l'; }
  void copy(const void* value, std::size_t size, std::size_t at);
  void push_validity(bool valid);
  void push_offset(std::size_t end);

  const char* format_;
  const char* name_;
  std::vector<ArrowNode> children_;
  std::vector<std::uint8_t> validity_;
  std::vector<std::int32_t> offsets_;
  std::vector<std::byte> values_;
  std::int64_t rows_ = 0;
  std::int64_t nulls_ = 0;
  bool full_ = false;
};

}  // namespace despin::capi
