#include "lib/base/json_tree.h"

#include <bit>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "lib/base/json_writer.h"

namespace despin::base {
namespace {

using Json = nlohmann::json;
using Kind = JsonKind;

// Takes the events of the JSON library's parser.
class TreeBuilder {
 public:
  TreeBuilder(std::deque<JsonTree::Node>& nodes, std::string& strings)
      : nodes_(nodes), strings_(strings) {}

  bool null() { return add(Kind::kNull); }
  bool boolean(bool truth) { return add(truth ? Kind::kTrue : Kind::kFalse); }
  bool number_integer(std::int64_t n) {
    return add(Kind::kSigned, std::bit_cast<std::uint64_t>(n));
  }
  bool number_unsigned(std::uint64_t n) { return add(Kind::kUnsigned, n); }
  bool number_float(double n, const std::string& /*spelled*/) {
    return add(Kind::kReal, std::bit_cast<std::uint64_t>(n));
  }
  bool string(const std::string& text) {
    if (deep_ > 0) return true;
    const std::uint64_t begin = strings_.size();
    strings_ += text;
    return add(Kind::kString, begin << 32 | text.size());
  }
  bool binary(const Json::binary_t& /*bytes*/) { return false; }  // not in JSON
  bool key(const std::string& name) { return string(name); }
  bool start_object(std::size_t /*size*/) { return open(Kind::kObject); }
  bool end_object() { return close(); }
  bool start_array(std::size_t /*size*/) { return open(Kind::kArray); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) {
    return false;
  }

 private:
  bool add(Kind kind, std::uint64_t bits = 0) {
    if (deep_ > 0) return true;
    nodes_.push_back({bits, static_cast<std::uint32_t>(nodes_.size() + 1), kind});
    return true;
  }

  bool open(Kind kind) {
    if (deep_ > 0 || open_.size() == kMaxJsonDepth) {
      if (deep_++ == 0) nodes_.push_back({0, static_cast<std::uint32_t>(nodes_.size() + 1), kind});
      return true;
    }
    open_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    return add(kind);
  }

  bool close() {
    if (deep_ > 0) {
      --deep_;
      return true;
    }
    nodes_[open_.back()].end = static_cast<std::uint32_t>(nodes_.size());
    open_.pop_back();
    return true;
  }

  std::deque<JsonTree::Node>& nodes_;
  std::string& strings_;
  std::vector<std::uint32_t> open_;
  std::size_t deep_ = 0;  // levels open below the deepest that is kept
};

}  // namespace

bool JsonTree::parse(std::string_view json, bool with_comments) {
  nodes_.clear();
  strings_.clear();
  if (json.size() >= std::numeric_limits<std::uint32_t>::max()) return false;
  TreeBuilder builder(nodes_, strings_);
  const bool ok = Json::sax_parse(json.begin(), json.end(), &builder, Json::input_format_t::json,
                                  /*strict=*/true, with_comments);
  if (!ok) nodes_.clear();
  return ok;
}

JsonValue JsonTree::root() const {
  return nodes_.empty() ? JsonValue() : JsonValue(*this, 0, nodes_[0].end, false);
}

std::string_view JsonTree::string_of(const Node& node) const {
  return std::string_view(strings_).substr(node.bits >> 32, node.bits & 0xFFFFFFFF);
}

bool JsonValue::is(JsonKind kind) const {
  return tree_ != nullptr && tree_->nodes_[at_].kind == kind;
}

std::string_view JsonValue::string() const {
  return is_string() ? tree_->string_of(tree_->nodes_[at_]) : std::string_view();
}

double JsonValue::number() const {
  if (!is_number()) return 0;
  const JsonTree::Node& node = tree_->nodes_[at_];
  if (node.kind == Kind::kReal) return std::bit_cast<double>(node.bits);
  return node.kind == Kind::kUnsigned ? static_cast<double>(node.bits)
                                      : static_cast<double>(std::bit_cast<std::int64_t>(node.bits));
}

std::uint64_t JsonValue::unsigned_number() const {
  return is_unsigned() ? tree_->nodes_[at_].bits : 0;
}

std::string JsonValue::spelled() const {
  std::string out;
  if (tree_ == nullptr) return out;
  JsonWriter json(out);
  write(json);
  return out;
}

JsonValue JsonValue::find(std::string_view name) const {
  JsonValue found;
  if (!is_object()) return found;
  for (JsonValue member = first(); member; member = member.next()) {
    if (member.name() == name) found = member;
  }
  return found;
}

JsonValue JsonValue::first() const {
  if (!is_structured()) return {};
  const std::uint32_t end = tree_->nodes_[at_].end;
  const std::uint32_t at = at_ + (is_object() ? 2 : 1);
  return at < end ? JsonValue(*tree_, at, end, is_object()) : JsonValue();
}

JsonValue JsonValue::next() const {
  if (tree_ == nullptr) return {};
  const std::uint32_t at = tree_->nodes_[at_].end + (member_ ? 1 : 0);
  return at < parent_end_ ? JsonValue(*tree_, at, parent_end_, member_) : JsonValue();
}

std::string_view JsonValue::name() const {
  return member_ ? tree_->string_of(tree_->nodes_[at_ - 1]) : std::string_view();
}

void JsonValue::write(JsonWriter& out) const {
  if (tree_ == nullptr) return;
  const JsonTree::Node& node = tree_->nodes_[at_];
  switch (node.kind) {
    case Kind::kNull:
      return out.value(nullptr);
    case Kind::kFalse:
    case Kind::kTrue:
      return out.value(node.kind == Kind::kTrue);
    case Kind::kString:
      return out.value(string());
    case Kind::kUnsigned:
      return out.value(node.bits);
    case Kind::kSigned:
      return out.value(std::bit_cast<std::int64_t>(node.bits));
    case Kind::kReal:
      return out.value(number());
    case Kind::kArray:
      out.begin_array();
      for (JsonValue v = first(); v; v = v.next()) v.write(out);
      return out.end_array();
    case Kind::kObject:
      out.begin_object();
      for (JsonValue v = first(); v; v = v.next()) {
        out.key(v.name());
        v.write(out);
      }
      return out.end_object();
  }
}

}  // namespace despin::base
