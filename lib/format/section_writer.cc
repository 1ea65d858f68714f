#include "lib/format/section_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <utility>

#include "lib/base/checksum.h"

namespace despin::format {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 16;

bool write_all(int fd, std::span<const std::byte> bytes, off_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) errno = EIO;
    if (n <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
    offset += n;
  }
  return true;
}

Error of_kind(const FileKind& kind, const Error& error) {
  return {error.code, "the " + std::string(kind.noun) + ": " + error.message};
}

}  // namespace

SectionWriter::SectionWriter(const FileKind& kind, base::ReplacedFile file, std::size_t sections)
    : kind_(&kind),
      file_(std::move(file)),
      expected_(sections),
      end_(kHeaderBytes + sections * kSectionEntryBytes) {
  buffer_.resize(end_);
  sections_.reserve(sections);
}

Result<SectionWriter> SectionWriter::create(const FileKind& kind, const std::string& path,
                                            std::size_t sections) {
  auto file = base::ReplacedFile::create(path);
  if (!file) return of_kind(kind, file.error());
  return SectionWriter(kind, *std::move(file), sections);
}

void SectionWriter::flush() {
  const auto begin = static_cast<off_t>(end_ - buffer_.size());
  if (error_ == 0 && !write_all(file_.descriptor(), buffer_, begin)) error_ = errno;
  buffer_.clear();
}

void SectionWriter::put(std::span<const std::byte> bytes) {
  if (error_ != 0) return;
  end_ += bytes.size();
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  if (buffer_.size() >= kBufferBytes) flush();
}

void SectionWriter::begin(Tag tag, std::uint16_t version, bool required) {
  assert(sections_.size() < expected_);
  assert(std::none_of(sections_.begin(), sections_.end(),
                      [&](const SectionInfo& s) { return s.tag == tag; }));
  const std::vector<std::byte> gap(aligned(end_) - end_);
  put(gap);
  SectionInfo info;
  info.tag = tag;
  info.version = version;
  info.flags = required ? kRequiredFlag : std::uint16_t{0};
  info.offset = end_;
  sections_.push_back(info);
}

bool SectionWriter::write(std::span<const std::byte> bytes) {
  assert(!sections_.empty());
  SectionInfo& section = sections_.back();
  section.crc = base::crc32c(bytes, section.crc);
  section.length += bytes.size();
  put(bytes);
  return error_ == 0;
}

Result<FileHeader> SectionWriter::finish(FileHeader header) {
  assert(sections_.size() == expected_);
  flush();
  const std::vector<std::byte> head = encode_header(*kind_, header, sections_);
  const std::span<const std::byte> bytes(head);
  const auto incomplete = std::as_bytes(std::span(kind_->incomplete_magic, 8));
  const int fd = file_.descriptor();
  const bool written = error_ == 0 && write_all(fd, incomplete, 0) &&
                       write_all(fd, bytes.subspan(8), 8) && ::fsync(fd) == 0 &&
                       write_all(fd, bytes.first(8), 0);
  if (!written) return of_kind(*kind_, base::not_written(error_ != 0 ? error_ : errno));
  if (auto committed = file_.commit(); !committed) return of_kind(*kind_, committed.error());
  return header;
}

}  // namespace despin::format
