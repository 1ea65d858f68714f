// tests/support/made_arrow.h - arrays of texts as Arrow's C Data Interface has them, by hand.
//
//   MadeArrow texts("u", {"a", std::nullopt, "b"});
//   despin_check_arrow(detector, &texts.array, &texts.schema, ...);
//   EXPECT_EQ(texts.released(), 0);   // who only reads releases nothing
#pragma once

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "despin/despin.h"

namespace despin::made_arrow {

using Texts = std::vector<std::optional<std::string>>;

class MadeArrow {
 public:
  // Of format "u", "U", "vu", "z", "Z" or "vz", with nulls; `lead` rows that are sliced away stand
  // before them.
  MadeArrow(const char* format, const Texts& texts, std::size_t lead = 0) {
    Texts all(lead, "sliced away");
    all.insert(all.end(), texts.begin(), texts.end());
    put_validity(all);
    buffers_ = {validity_.data()};
    if (format[0] == 'v') {
      put_views(all);
    } else if (format[0] == 'U' || format[0] == 'Z') {
      put_offsets<std::int64_t>(all);
    } else {
      put_offsets<std::int32_t>(all);
    }
    fill(format, texts.size(), lead);
  }

  // A struct of one field.
  MadeArrow(MadeArrow& child, const char* name, std::size_t size, std::size_t lead = 0) {
    child.schema.name = name;
    child_array_ = &child.array;
    child_schema_ = &child.schema;
    buffers_ = {nullptr};
    fill("+s", size, lead);
    array.null_count = 0;
    array.n_children = schema.n_children = 1;
    array.children = &child_array_;
    schema.children = &child_schema_;
  }

  MadeArrow(const MadeArrow&) = delete;  // the structs point into it
  MadeArrow& operator=(const MadeArrow&) = delete;

  int released() const { return released_; }
  std::vector<const void*>& buffers() { return buffers_; }
  std::string& offsets() { return offsets_; }

  ArrowArray array = {};
  ArrowSchema schema = {};

 private:
  void fill(const char* format, std::size_t size, std::size_t lead) {
    array.length = static_cast<std::int64_t>(size);
    array.offset = static_cast<std::int64_t>(lead);
    array.null_count = -1;  // not counted
    array.n_buffers = static_cast<std::int64_t>(buffers_.size());
    array.buffers = buffers_.data();
    array.private_data = this;
    array.release = [](ArrowArray* a) {
      ++static_cast<MadeArrow*>(a->private_data)->released_;
      a->release = nullptr;
    };
    schema.format = format;
    schema.name = "";
    schema.private_data = this;
    schema.release = [](ArrowSchema* s) {
      ++static_cast<MadeArrow*>(s->private_data)->released_;
      s->release = nullptr;
    };
  }

  void put_validity(const Texts& texts) {
    validity_.resize(texts.size() / 8 + 1);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (texts[i]) validity_[i / 8] = static_cast<std::uint8_t>(validity_[i / 8] | 1U << i % 8);
    }
  }

  template <class Offset>
  void put_offsets(const Texts& texts) {
    std::vector<Offset> offsets = {0};
    for (const auto& text : texts) {
      bytes_ += text.value_or("");
      offsets.push_back(static_cast<Offset>(bytes_.size()));
    }
    offsets_.assign(reinterpret_cast<const char*>(offsets.data()), offsets.size() * sizeof(Offset));
    buffers_.insert(buffers_.end(), {offsets_.data(), bytes_.data()});
  }

  void put_views(const Texts& texts) {
    for (const auto& text : texts) {
      const std::string& written = text.value_or("");
      const auto size = static_cast<std::int32_t>(written.size());
      std::int32_t view[4] = {size, 0, 0, 0};
      if (written.size() <= 12) {
        std::memcpy(view + 1, written.data(), written.size());
      } else {
        std::memcpy(view + 1, written.data(), 4);
        view[3] = static_cast<std::int32_t>(bytes_.size());
        bytes_ += written;
      }
      offsets_.append(reinterpret_cast<const char*>(view), sizeof view);
    }
    view_sizes_ = static_cast<std::int64_t>(bytes_.size());
    buffers_.insert(buffers_.end(), {offsets_.data(), bytes_.data(), &view_sizes_});
  }

  std::vector<std::uint8_t> validity_;
  std::string offsets_;  // or views
  std::string bytes_;
  std::int64_t view_sizes_ = 0;
  std::vector<const void*> buffers_;
  ArrowArray* child_array_ = nullptr;
  ArrowSchema* child_schema_ = nullptr;
  int released_ = 0;
};

// Chunks of texts, then the end or an error.
struct MadeStream {
  explicit MadeStream(const Texts& texts) {
    stream.private_data = this;
    for (std::size_t i = 0; i < 3; ++i)
      chunks.push_back(std::make_unique<MadeArrow>("u", texts, i));
    stream.get_schema = [](ArrowArrayStream* s, ArrowSchema* out) {
      auto& self = *static_cast<MadeStream*>(s->private_data);
      self.type = std::make_unique<MadeArrow>("u", Texts());
      if (self.schema_fails) return EIO;
      *out = self.type->schema;
      return 0;
    };
    stream.get_next = [](ArrowArrayStream* s, ArrowArray* out) {
      auto& self = *static_cast<MadeStream*>(s->private_data);
      *out = {};
      if (self.next == self.fails_at) return EIO;
      if (self.next < self.chunks.size()) *out = self.chunks[self.next++]->array;
      return 0;
    };
    stream.get_last_error = [](ArrowArrayStream*) -> const char* { return "the disk is gone"; };
    stream.release = [](ArrowArrayStream* s) {
      ++static_cast<MadeStream*>(s->private_data)->released;
      s->release = nullptr;
    };
  }
  int released_chunks() const {
    int sum = 0;
    for (const auto& chunk : chunks) sum += chunk->released();
    return sum;
  }

  std::vector<std::unique_ptr<MadeArrow>> chunks;
  std::unique_ptr<MadeArrow> type;
  std::size_t next = 0;
  std::size_t fails_at = 9;
  bool schema_fails = false;
  int released = 0;
  ArrowArrayStream stream = {};
};

}  // namespace despin::made_arrow
