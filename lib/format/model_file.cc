#include "lib/format/model_file.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/checksum.h"

namespace despin::format {
namespace {

using Bytes = std::span<const std::byte>;
using base::load_le;

Error bad_model(std::string found) {
  return {ErrorCode::kBadModel,
          std::move(found) + "; expected an undamaged model file; fetch or build it again"};
}

std::string name_of(Tag tag) {
  std::string name(tag.view());
  // Tags come from the file; only printable ones may reach a terminal.
  const bool printable = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return printable ? "section " + name : "a section without a proper tag";
}

Result<void> check_magic(Bytes bytes) {
  const std::size_t n = std::min<std::size_t>(bytes.size(), 8);
  if (n == 8 && std::memcmp(bytes.data(), kIncompleteMagic, 8) == 0) {
    return bad_model("a model whose writing was never finished");
  }
  if (n == 0 || std::memcmp(bytes.data(), kMagic, n) != 0) {
    return Error{ErrorCode::kNotAModel,
                 "the file does not begin as a model does; expected a .despin file; "
                 "check the path"};
  }
  return {};
}

Error truncated(std::uint64_t have, std::uint64_t want) {
  return {ErrorCode::kTruncated, "the model ends after " + std::to_string(have) +
                                     " bytes; expected " + std::to_string(want) +
                                     "; copy or fetch it again"};
}

SectionInfo parse_entry(const std::byte* at) {
  SectionInfo s;
  std::memcpy(s.tag.text.data(), at, 4);
  s.version = load_le<std::uint16_t>(at + 4);
  s.flags = load_le<std::uint16_t>(at + 6);
  s.offset = load_le<std::uint64_t>(at + 8);
  s.length = load_le<std::uint64_t>(at + 16);
  s.crc = load_le<std::uint32_t>(at + 24);
  return s;
}

Result<void> check_known(const SectionInfo& section) {
  if (!section.required()) return {};
  for (const KnownSection& known : kKnownSections) {
    if (known.tag == section.tag && section.version <= known.newest_version) return {};
  }
  return Error{ErrorCode::kModelTooNew, name_of(section.tag) + " of version " +
                                            std::to_string(section.version) +
                                            " is required and unknown to this library; expected "
                                            "an older model; update the library"};
}

// Sections lie in file order behind the table, aligned, without overlap, and the
// last one ends the file.
Result<void> check_table(std::span<const SectionInfo> sections, std::uint64_t file_bytes) {
  std::uint64_t end = kHeaderBytes + sections.size() * kSectionEntryBytes;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const SectionInfo& s = sections[i];
    const std::uint64_t expected = (end + kSectionAlignment - 1) & ~(kSectionAlignment - 1);
    if (s.offset != expected || !base::in_range(s.offset, s.length, file_bytes)) {
      return bad_model(name_of(s.tag) + " lies outside its place in the file");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (sections[j].tag == s.tag) return bad_model(name_of(s.tag) + " occurs twice");
    }
    end = s.offset + s.length;
  }
  if (end != file_bytes) return bad_model("bytes that belong to no section");
  return {};
}

}  // namespace

Result<ModelFile> ModelFile::open(const std::string& path) {
  auto file = base::MappedFile::open(path);
  if (!file) return file.error();
  return from_file(std::move(*file));
}

Result<ModelFile> ModelFile::from_bytes(std::vector<std::byte> bytes) {
  return from_file(base::MappedFile::from_bytes(std::move(bytes)));
}

Result<ModelFile> ModelFile::from_file(base::MappedFile file) {
  const Bytes bytes = file.bytes();
  if (auto ok = check_magic(bytes); !ok) return ok.error();
  if (bytes.size() < kHeaderBytes) return truncated(bytes.size(), kHeaderBytes);

  auto impl = std::make_shared<Impl>();
  ModelHeader& header = impl->header;
  header.major_version = load_le<std::uint16_t>(bytes.data() + 8);
  header.minor_version = load_le<std::uint16_t>(bytes.data() + 10);
  const auto count = load_le<std::uint32_t>(bytes.data() + 12);
  header.file_bytes = load_le<std::uint64_t>(bytes.data() + 16);
  header.unicode_version = load_le<std::uint32_t>(bytes.data() + 24);
  header.recipe_hash = load_le<std::uint64_t>(bytes.data() + 32);
  // Before the checksum: a later major version may keep it elsewhere.
  if (header.major_version > kFormatMajor) {
    return Error{ErrorCode::kModelTooNew,
                 "a model of format " + std::to_string(header.major_version) +
                     "; expected format " + std::to_string(kFormatMajor) + "; update the library"};
  }
  if (header.major_version == 0) return bad_model("a model of format 0");
  if (bytes.size() < header.file_bytes) return truncated(bytes.size(), header.file_bytes);
  if (bytes.size() > header.file_bytes) return bad_model("bytes behind the model's end");
  const std::uint64_t table_bytes = std::uint64_t{count} * kSectionEntryBytes;
  if (count > kMaxSections || !base::in_range(kHeaderBytes, table_bytes, bytes.size())) {
    return bad_model("a section table larger than the file");
  }

  const Bytes table = bytes.subspan(kHeaderBytes, table_bytes);
  const std::uint32_t crc = base::crc32c(table, base::crc32c(bytes.first(kHeaderBytes - 4)));
  if (crc != load_le<std::uint32_t>(bytes.data() + kHeaderBytes - 4)) {
    return bad_model("the checksum of the model's header does not match");
  }
  for (std::size_t i = 0; i < count; ++i) {
    impl->sections.push_back(parse_entry(table.data() + i * kSectionEntryBytes));
  }
  if (auto ok = check_table(impl->sections, header.file_bytes); !ok) return ok.error();
  for (const SectionInfo& s : impl->sections) {
    if (auto ok = check_known(s); !ok) return ok.error();
  }
  impl->file = std::move(file);
  return ModelFile(std::move(impl));
}

std::optional<Bytes> ModelFile::find(Tag tag) const noexcept {
  for (const SectionInfo& s : impl_->sections) {
    if (s.tag == tag) return impl_->file.bytes().subspan(s.offset, s.length);
  }
  return std::nullopt;
}

Result<Bytes> ModelFile::section(Tag tag) const {
  if (auto bytes = find(tag)) return *bytes;
  return bad_model("a model without " + name_of(tag));
}

Result<void> ModelFile::verify() const {
  const Bytes bytes = impl_->file.bytes();
  std::uint64_t end = kHeaderBytes + impl_->sections.size() * kSectionEntryBytes;
  for (const SectionInfo& s : impl_->sections) {
    const Bytes gap = bytes.subspan(end, s.offset - end);
    if (std::any_of(gap.begin(), gap.end(), [](std::byte b) { return b != std::byte{0}; })) {
      return bad_model("bytes before " + name_of(s.tag) + " that should be zero");
    }
    if (base::crc32c(bytes.subspan(s.offset, s.length)) != s.crc) {
      return bad_model("the checksum of " + name_of(s.tag) + " does not match");
    }
    end = s.offset + s.length;
  }
  return {};
}

}  // namespace despin::format
