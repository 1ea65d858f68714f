#include "lib/api/json_out.h"

#include <utility>

namespace despin::api {

Json& JsonTree::put(Json made) {
  if (open_.empty()) return root_ = std::move(made);
  Json& parent = *open_.back();
  if (parent.is_object()) return parent[key_] = std::move(made);
  parent.push_back(std::move(made));
  return parent.back();
}

void JsonText::separate() {
  if (!first_ && !after_key_) piece_ += ',';
  first_ = after_key_ = false;
}

void JsonText::open(char bracket) {
  separate();
  piece_ += bracket;
  first_ = true;
}

void JsonText::close(char bracket) {
  piece_ += bracket;
  first_ = false;
  if (piece_.size() >= kPieceBytes) flush();
}

void JsonText::key(const char* name) {
  separate();
  piece_.append(1, '"').append(name).append("\":");
  after_key_ = true;
}

void JsonText::value(const Json& scalar) {
  separate();
  piece_ += dumped(scalar);
}

void JsonText::flush() {
  if (!piece_.empty()) sink_(piece_);
  piece_.clear();
}

}  // namespace despin::api
