#include "lib/index/manifest.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "lib/base/replaced_file.h"
#include "lib/format/section_writer.h"
#include "lib/index/segment_format.h"

namespace despin::index {
namespace {

constexpr char kManifestFile[] = "manifest";
constexpr char kLockFile[] = "lock";
constexpr std::string_view kSegmentEnding = ".segment";
constexpr std::string_view kPartEnding = ".part";
constexpr std::uint64_t kMaxSegments = std::uint64_t{1} << 20;

Error bad_manifest() {
  return {ErrorCode::kBadIndex,
          "a manifest whose list of segments does not fit its size; expected an intact "
          "manifest; restore it or build the index again"};
}

bool is_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string segment_file(std::uint64_t number) {
  std::string digits = std::to_string(number);
  if (digits.size() < 8) digits.insert(0, 8 - digits.size(), '0');
  return digits + std::string(kSegmentEnding);
}

FileRole role_of(const std::string& file) {
  std::string_view name = file;
  bool part = false;
  if (base::is_temporary(name, name)) {
    part = true;
  } else if (name.ends_with(kPartEnding)) {  // "NAME.PID.part", as of versions before 0.2
    name.remove_suffix(kPartEnding.size());
    const std::size_t dot = name.rfind('.');
    if (dot == name.npos || !is_digits(name.substr(dot + 1))) return FileRole::kForeign;
    name = name.substr(0, dot);
    part = true;
  }
  const bool segment = name.ends_with(kSegmentEnding) &&
                       is_digits(name.substr(0, name.size() - kSegmentEnding.size()));
  if (part) return segment || name == kManifestFile ? FileRole::kUnfinished : FileRole::kForeign;
  if (name == kManifestFile) return FileRole::kManifest;
  if (name == kLockFile) return FileRole::kLock;
  return segment ? FileRole::kSegment : FileRole::kForeign;
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  DIR* entries = ::opendir(folder.c_str());
  if (entries == nullptr) return files;
  while (const dirent* entry = ::readdir(entries)) {
    const std::string_view name(entry->d_name);
    if (name != "." && name != "..") files.emplace_back(name);
  }
  ::closedir(entries);
  std::sort(files.begin(), files.end());
  return files;
}

Result<Manifest> read_manifest(const std::string& folder) {
  auto file = format::SectionFile::open(kManifestKind, folder + "/" + kManifestFile);
  if (!file) return file.error();
  // It is small, so it is always verified as a whole before any of it is used.
  if (auto ok = file->verify(); !ok) return ok.error();
  auto section = file->section(kManifestSection);
  if (!section) return section.error();
  auto manifest = parse_manifest(*section);
  if (!manifest) return manifest;
  if (const auto removed = file->find(kTombstonesSection)) {
    if (auto ok = parse_tombstones(*removed, *manifest); !ok) return ok.error();
  }
  return manifest;
}

Result<Manifest> parse_manifest(Bytes rest) {
  Manifest manifest;
  std::uint64_t count = 0;
  if (!take_varint(rest, manifest.generation) || !take_varint(rest, manifest.next_file) ||
      !take_varint(rest, count) || count > kMaxSegments) {
    return bad_manifest();
  }
  for (std::uint64_t i = 0; i < count; ++i) {
    SegmentEntry entry;
    std::uint64_t number = 0;
    std::uint64_t crc = 0;
    if (!take_varint(rest, number) || !take_varint(rest, entry.documents) ||
        !take_varint(rest, entry.bytes) || !take_varint(rest, crc) ||
        number >= manifest.next_file || entry.documents > kMaxSegmentDocuments) {
      return bad_manifest();
    }
    entry.file = segment_file(number);
    entry.crc = static_cast<std::uint32_t>(crc);
    manifest.segments.push_back(std::move(entry));
  }
  if (!rest.empty()) return bad_manifest();
  return manifest;
}

Result<void> parse_tombstones(Bytes rest, Manifest& manifest) {
  for (SegmentEntry& entry : manifest.segments) {
    std::uint64_t count = 0;
    std::uint64_t words = 0;
    if (!take_varint(rest, count) ||
        count > std::min<std::uint64_t>(entry.documents, rest.size())) {
      return bad_manifest();
    }
    if (count == 0) continue;
    if (!take_varint(rest, words)) return bad_manifest();
    auto tombstones = std::make_shared<Tombstones>();
    std::uint64_t document = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      std::uint64_t gap = 0;
      if (!take_varint(rest, gap) || gap >= entry.documents) return bad_manifest();
      document += gap + (i > 0 ? 1 : 0);
      if (document >= entry.documents) return bad_manifest();
      tombstones->add(static_cast<std::uint32_t>(document), i == 0 ? words : 0);
    }
    entry.tombstones = std::move(tombstones);
  }
  if (!rest.empty()) return bad_manifest();
  return {};
}

namespace {

std::vector<std::byte> tombstones_of(const Manifest& manifest) {
  std::vector<std::byte> bytes;
  for (const SegmentEntry& entry : manifest.segments) {
    append_varint(bytes, entry.removed());
    if (entry.removed() == 0) continue;
    append_varint(bytes, entry.tombstones->words());
    std::uint64_t next = 0;
    for (const std::uint32_t document : entry.tombstones->documents()) {
      append_varint(bytes, document - next);
      next = std::uint64_t{document} + 1;
    }
  }
  return bytes;
}

}  // namespace

Result<void> write_manifest(const std::string& folder, const Manifest& manifest) {
  std::vector<std::byte> bytes;
  append_varint(bytes, manifest.generation);
  append_varint(bytes, manifest.next_file);
  append_varint(bytes, manifest.segments.size());
  for (const SegmentEntry& entry : manifest.segments) {
    append_varint(bytes, std::stoull(entry.file));
    append_varint(bytes, entry.documents);
    append_varint(bytes, entry.bytes);
    append_varint(bytes, entry.crc);
  }
  const bool removed = manifest.removed_any();
  auto writer =
      format::SectionWriter::create(kManifestKind, folder + "/" + kManifestFile, removed ? 2 : 1);
  if (!writer) return writer.error();
  writer->begin(kManifestSection, 1, true);
  writer->write(bytes);
  if (removed) {
    writer->begin(kTombstonesSection, 1, true);
    writer->write(tombstones_of(manifest));
  }
  auto written = writer->finish({});
  if (!written) return written.error();
  return {};
}

std::uint64_t manifest_bytes(const std::string& folder) {
  struct stat info {};
  const std::string path = folder + "/" + kManifestFile;
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

}  // namespace despin::index
