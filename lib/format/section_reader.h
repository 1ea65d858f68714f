// lib/format/section_reader.h
// A cursor over the bytes of a model's section: numbers and tables, never past the end.
//
//   format::SectionReader in(kFamiliesSection, bytes);
//   const auto forms = in.number<std::uint32_t>();
//   const auto hashes = in.span(forms, 8);
//   if (!in.at_end()) return in.bad("does not hold the tables its header announces");
//
// Errors   What lies past the end reads as 0 or as no bytes, and so does all that is read
//          after it; ok() and at_end() then say so. So a decoder reads on and asks once, but
//          where a number decides what it reads or allocates next. bad() makes the error.
// Threads  One reader, one thread.
// Cost     Nothing is copied: spans view the section.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "despin/result.h"
#include "lib/base/bytes.h"
#include "lib/format/sections.h"

namespace despin::format {

class SectionReader {
 public:
  SectionReader(Tag tag, std::span<const std::byte> bytes) noexcept : tag_(tag), bytes_(bytes) {}

  template <class T>
  T number() noexcept {
    const std::span<const std::byte> at = span(sizeof(T));
    return at.empty() ? T{} : base::load_le<T>(at.data());
  }

  // The next `count` cells of `width` bytes, all of them or none. REQUIRES: width > 0.
  std::span<const std::byte> span(std::uint64_t count, std::uint64_t width = 1) noexcept {
    const std::span<const std::byte> cells = span_at(at_, count, width);
    at_ += cells.size();
    return cells;
  }

  // As span(), from a byte of the section on; the cursor stays where it is.
  std::span<const std::byte> span_at(std::uint64_t offset, std::uint64_t count,
                                     std::uint64_t width = 1) noexcept {
    ok_ = ok_ && offset <= bytes_.size() && count <= (bytes_.size() - offset) / width;
    if (!ok_) return {};
    return bytes_.subspan(static_cast<std::size_t>(offset),
                          static_cast<std::size_t>(count * width));
  }

  void skip(std::uint64_t bytes) noexcept { span(bytes); }

  // Whether all that was asked for lay inside the section.
  bool ok() const noexcept { return ok_; }
  // The same, and nothing is left.
  bool at_end() const noexcept { return ok_ && at_ == bytes_.size(); }

  // "section CHAN <found>; expected <expected>; fetch or build it again"
  Error bad(std::string_view found, std::string_view expected = "an intact model file") const {
    return {ErrorCode::kBadModel, std::string("section ")
                                      .append(tag_.view())
                                      .append(" ")
                                      .append(found)
                                      .append("; expected ")
                                      .append(expected)
                                      .append("; fetch or build it again")};
  }

 private:
  Tag tag_;
  std::span<const std::byte> bytes_;
  std::uint64_t at_ = 0;
  bool ok_ = true;
};

}  // namespace despin::format
