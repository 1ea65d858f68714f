#include "lib/capi/arrow_node.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

namespace despin::capi {

ArrowNode::ArrowNode(const char* format, const char* name, std::vector<ArrowNode> children)
    : format_(format), name_(name), children_(std::move(children)) {
  if (has_offsets()) offsets_.push_back(0);
}

void ArrowNode::copy(const void* value, std::size_t size, std::size_t at) {
  std::memcpy(values_.data() + at, value, size);
}

void ArrowNode::push_validity(bool valid) {
  const auto bit = static_cast<unsigned>(rows_ % 8);
  if (bit == 0) validity_.push_back(0);
  if (valid) validity_.back() = static_cast<std::uint8_t>(validity_.back() | 1U << bit);
  nulls_ += valid ? 0 : 1;
  ++rows_;
}

void ArrowNode::push_offset(std::size_t end) {
  constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
  full_ = full_ || end > kMost;
  offsets_.push_back(full_ ? offsets_.back() : static_cast<std::int32_t>(end));
}

void ArrowNode::put(std::string_view text) {
  if (!full_) {
    const std::size_t at = values_.size();
    values_.resize(at + text.size());
    copy(text.data(), text.size(), at);
  }
  push_offset(values_.size());
  push_validity(true);
}

void ArrowNode::close_row() {
  if (has_offsets()) push_offset(static_cast<std::size_t>(children_[0].rows_));
  push_validity(true);
}

void ArrowNode::put_null() {
  if (has_offsets()) {
    offsets_.push_back(offsets_.back());
  } else if (format_[1] == 's') {
    for (ArrowNode& child : children_) child.put_null();
  } else {
    values_.resize(values_.size() + (format_[0] == 'g' || format_[0] == 'l' ? 8 : 4));
  }
  push_validity(false);
}

bool ArrowNode::is_full() const {
  return full_ || std::any_of(children_.begin(), children_.end(),
                              [](const ArrowNode& child) { return child.is_full(); });
}

// Children that were moved out have no release any more.
struct ArrowNode::HeldSchema {
  ~HeldSchema() {
    for (ArrowSchema& child : children) {
      if (child.release != nullptr) child.release(&child);
    }
  }
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> pointers;
};

struct ArrowNode::HeldArray {
  ~HeldArray() {
    for (ArrowArray& child : children) {
      if (child.release != nullptr) child.release(&child);
    }
  }
  std::vector<std::uint8_t> validity;
  std::vector<std::int32_t> offsets;
  std::vector<std::byte> values;
  std::vector<const void*> buffers;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> pointers;
};

void ArrowNode::release_schema(ArrowSchema* schema) {
  delete static_cast<HeldSchema*>(schema->private_data);
  schema->release = nullptr;
}

void ArrowNode::release_array(ArrowArray* array) {
  delete static_cast<HeldArray*>(array->private_data);
  array->release = nullptr;
}

void ArrowNode::give_schema(const ArrowNode& node, ArrowSchema* out) {
  *out = {};
  auto held = std::make_unique<HeldSchema>();
  held->children.resize(node.children_.size());
  for (std::size_t i = 0; i < node.children_.size(); ++i) {
    held->pointers.push_back(&held->children[i]);
    give_schema(node.children_[i], &held->children[i]);
  }
  out->format = node.format_;
  out->name = node.name_;
  out->flags = ARROW_FLAG_NULLABLE;
  out->n_children = static_cast<std::int64_t>(held->children.size());
  out->children = held->pointers.empty() ? nullptr : held->pointers.data();
  out->release = release_schema;
  out->private_data = held.release();
}

void ArrowNode::give_array(ArrowNode&& node, ArrowArray* out) {
  *out = {};
  auto held = std::make_unique<HeldArray>();
  held->children.resize(node.children_.size());
  for (std::size_t i = 0; i < node.children_.size(); ++i) {
    held->pointers.push_back(&held->children[i]);
    give_array(std::move(node.children_[i]), &held->children[i]);
  }
  held->validity = std::move(node.validity_);
  held->offsets = std::move(node.offsets_);
  held->values = std::move(node.values_);
  // No buffer is NULL but the validity of a column without nulls, so that any consumer is content.
  if (held->values.capacity() == 0) held->values.reserve(sizeof(double));
  held->buffers.push_back(node.nulls_ == 0 ? nullptr : held->validity.data());
  if (node.has_offsets()) held->buffers.push_back(held->offsets.data());
  if (node.format_[0] != '+') held->buffers.push_back(held->values.data());
  out->length = node.rows_;
  out->null_count = node.nulls_;
  out->n_buffers = static_cast<std::int64_t>(held->buffers.size());
  out->buffers = held->buffers.data();
  out->n_children = static_cast<std::int64_t>(held->children.size());
  out->children = held->pointers.empty() ? nullptr : held->pointers.data();
  out->release = release_array;
  out->private_data = held.release();
}

}  // namespace despin::capi
