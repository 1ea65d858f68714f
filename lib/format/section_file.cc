#include "lib/format/section_file.h"

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

Error corrupt(const FileKind& kind, std::string found) {
  found += "; ";
  found += kind.expected_intact;
  return {kind.corrupt_code, std::move(found)};
}

std::string a(const FileKind& kind) { return "a " + std::string(kind.noun); }
std::string the(const FileKind& kind) { return "the " + std::string(kind.noun); }

std::string name_of(Tag tag) {
  std::string name(tag.view());
  // Tags come from the file; only printable characters may reach a terminal.
  const bool printable = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  return printable ? "section " + name : "a section without a valid tag";
}

Result<void> check_magic(const FileKind& kind, Bytes bytes) {
  const std::size_t n = std::min<std::size_t>(bytes.size(), 8);
  if (n == 8 && std::memcmp(bytes.data(), kind.incomplete_magic, 8) == 0) {
    return corrupt(kind, a(kind) + " that was not completely written");
  }
  if (n == 0 || std::memcmp(bytes.data(), kind.magic, n) != 0) {
    return Error{kind.is_another, std::string(kind.another)};
  }
  return {};
}

Error truncated(const FileKind& kind, std::uint64_t have, std::uint64_t want) {
  return {kind.is_truncated, the(kind) + " ends after " + std::to_string(have) +
                                 " bytes; expected " + std::to_string(want) + "; " +
                                 std::string(kind.again)};
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

Result<void> check_known(const FileKind& kind, const SectionInfo& section) {
  if (!section.required()) return {};
  for (const KnownSection& known : kind.known) {
    if (known.tag == section.tag && section.version <= known.newest_version) return {};
  }
  return Error{kind.is_too_new, name_of(section.tag) + " of version " +
                                    std::to_string(section.version) +
                                    " is required and unknown to this library; expected an older " +
                                    std::string(kind.noun) + "; update the library"};
}

// Sections follow the table in file order, aligned and without overlap, and the last one ends the
// file.
Result<void> check_table(const FileKind& kind, std::span<const SectionInfo> sections,
                         std::uint64_t file_bytes) {
  std::uint64_t end = kHeaderBytes + sections.size() * kSectionEntryBytes;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const SectionInfo& s = sections[i];
    if (s.offset != aligned(end) || !base::in_range(s.offset, s.length, file_bytes)) {
      return corrupt(kind, name_of(s.tag) + " lies outside its place in the file");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (sections[j].tag == s.tag) return corrupt(kind, name_of(s.tag) + " occurs twice");
    }
    end = s.offset + s.length;
  }
  if (end != file_bytes) return corrupt(kind, "bytes outside all sections");
  return {};
}

}  // namespace

Result<SectionFile> SectionFile::open(const FileKind& kind, const std::string& path,
                                      const OpenOptions& options) {
  auto file = options.copy ? base::MappedFile::read(path) : base::MappedFile::open(path);
  if (!file) return file.error();
  return from_file(kind, std::move(*file), options);
}

Result<SectionFile> SectionFile::from_bytes(const FileKind& kind, std::vector<std::byte> bytes,
                                            const OpenOptions& options) {
  return from_file(kind, base::MappedFile::from_bytes(std::move(bytes)), options);
}

Result<SectionFile> SectionFile::view(const FileKind& kind, Bytes bytes,
                                      const OpenOptions& options) {
  if (options.copy) return from_bytes(kind, {bytes.begin(), bytes.end()}, options);
  return from_file(kind, base::MappedFile::view(bytes), options);
}

Result<SectionFile> SectionFile::from_file(const FileKind& kind, base::MappedFile file,
                                           const OpenOptions& options) {
  const Bytes bytes = file.bytes();
  if (auto ok = check_magic(kind, bytes); !ok) return ok.error();
  if (bytes.size() < kHeaderBytes) return truncated(kind, bytes.size(), kHeaderBytes);

  auto impl = std::make_shared<Impl>();
  impl->kind = &kind;
  FileHeader& header = impl->header;
  header.major_version = load_le<std::uint16_t>(bytes.data() + 8);
  header.minor_version = load_le<std::uint16_t>(bytes.data() + 10);
  const auto count = load_le<std::uint32_t>(bytes.data() + 12);
  header.file_bytes = load_le<std::uint64_t>(bytes.data() + 16);
  header.unicode_version = load_le<std::uint32_t>(bytes.data() + 24);
  header.recipe_hash = load_le<std::uint64_t>(bytes.data() + 32);
  // Checked before the checksum, which a later major version may store elsewhere.
  if (header.major_version > kind.major_version) {
    return Error{kind.is_too_new, a(kind) + " of format " + std::to_string(header.major_version) +
                                      "; expected format " + std::to_string(kind.major_version) +
                                      "; update the library"};
  }
  if (header.major_version == 0) return corrupt(kind, a(kind) + " of format 0");
  if (bytes.size() < header.file_bytes) return truncated(kind, bytes.size(), header.file_bytes);
  if (bytes.size() > header.file_bytes) return corrupt(kind, "bytes after the end of " + the(kind));
  const std::uint64_t table_bytes = std::uint64_t{count} * kSectionEntryBytes;
  if (count > kMaxSections || !base::in_range(kHeaderBytes, table_bytes, bytes.size())) {
    return corrupt(kind, "a section table larger than the file");
  }

  const Bytes table = bytes.subspan(kHeaderBytes, table_bytes);
  header.crc = base::crc32c(table, base::crc32c(bytes.first(kHeaderBytes - 4)));
  if (header.crc != load_le<std::uint32_t>(bytes.data() + kHeaderBytes - 4)) {
    return corrupt(kind, "the checksum of the header of " + the(kind) + " does not match");
  }
  for (std::size_t i = 0; i < count; ++i) {
    impl->sections.push_back(parse_entry(table.data() + i * kSectionEntryBytes));
  }
  if (auto ok = check_table(kind, impl->sections, header.file_bytes); !ok) return ok.error();
  for (const SectionInfo& s : impl->sections) {
    if (auto ok = check_known(kind, s); !ok) return ok.error();
  }
  impl->file = std::move(file);
  SectionFile opened(std::move(impl));
  if (options.verify) {
    if (auto ok = opened.verify(); !ok) return ok.error();
  }
  return opened;
}

std::optional<Bytes> SectionFile::find(Tag tag) const noexcept {
  for (const SectionInfo& s : impl_->sections) {
    if (s.tag == tag) return impl_->file.bytes().subspan(s.offset, s.length);
  }
  return std::nullopt;
}

Result<Bytes> SectionFile::section(Tag tag) const {
  if (auto bytes = find(tag)) return *bytes;
  return corrupt(*impl_->kind, a(*impl_->kind) + " without " + name_of(tag));
}

Result<void> SectionFile::verify() const {
  const Bytes bytes = impl_->file.bytes();
  std::uint64_t end = kHeaderBytes + impl_->sections.size() * kSectionEntryBytes;
  for (const SectionInfo& s : impl_->sections) {
    const Bytes gap = bytes.subspan(end, s.offset - end);
    if (std::any_of(gap.begin(), gap.end(), [](std::byte b) { return b != std::byte{0}; })) {
      return corrupt(*impl_->kind, "bytes before " + name_of(s.tag) + " that should be zero");
    }
    if (base::crc32c(bytes.subspan(s.offset, s.length)) != s.crc) {
      return corrupt(*impl_->kind, "the checksum of " + name_of(s.tag) + " does not match");
    }
    end = s.offset + s.length;
  }
  return {};
}

std::vector<std::byte> encode_header(const FileKind& kind, FileHeader& header,
                                     std::span<const SectionInfo> sections) {
  using base::store_le;
  std::vector<std::byte> out(kHeaderBytes + sections.size() * kSectionEntryBytes);
  header.file_bytes =
      sections.empty() ? out.size() : sections.back().offset + sections.back().length;
  header.major_version = kind.major_version;
  header.minor_version = kind.minor_version;
  std::memcpy(out.data(), kind.magic, 8);
  store_le(out.data() + 8, header.major_version);
  store_le(out.data() + 10, header.minor_version);
  store_le(out.data() + 12, static_cast<std::uint32_t>(sections.size()));
  store_le(out.data() + 16, header.file_bytes);
  store_le(out.data() + 24, header.unicode_version);
  store_le(out.data() + 32, header.recipe_hash);
  std::byte* at = out.data() + kHeaderBytes;
  for (const SectionInfo& info : sections) {
    std::memcpy(at, info.tag.text.data(), 4);
    store_le(at + 4, info.version);
    store_le(at + 6, info.flags);
    store_le(at + 8, info.offset);
    store_le(at + 16, info.length);
    store_le(at + 24, info.crc);
    at += kSectionEntryBytes;
  }
  const Bytes all(out);
  header.crc = base::crc32c(all.subspan(kHeaderBytes), base::crc32c(all.first(kHeaderBytes - 4)));
  store_le(out.data() + kHeaderBytes - 4, header.crc);
  return out;
}

}  // namespace despin::format
