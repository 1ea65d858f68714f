#include "lib/format/section_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "lib/base/checksum.h"

namespace despin::format {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 16;

bool write_all(int fd, std::span<const std::byte> bytes, off_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), offset);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
    offset += n;
  }
  return true;
}

}  // namespace

void sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

SectionWriter::SectionWriter(const FileKind& kind, std::string path, std::string temporary, int fd,
                             std::size_t sections)
    : kind_(&kind),
      path_(std::move(path)),
      temporary_(std::move(temporary)),
      fd_(fd),
      expected_(sections),
      end_(kHeaderBytes + sections * kSectionEntryBytes) {
  buffer_.resize(end_);
  sections_.reserve(sections);
}

SectionWriter::~SectionWriter() { close(); }

SectionWriter::SectionWriter(SectionWriter&& other) noexcept
    : kind_(other.kind_),
      path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      fd_(std::exchange(other.fd_, -1)),
      expected_(other.expected_),
      sections_(std::move(other.sections_)),
      buffer_(std::move(other.buffer_)),
      end_(other.end_),
      failed_(other.failed_) {}

SectionWriter& SectionWriter::operator=(SectionWriter&& other) noexcept {
  if (this == &other) return *this;
  close();
  kind_ = other.kind_;
  path_ = std::move(other.path_);
  temporary_ = std::move(other.temporary_);
  fd_ = std::exchange(other.fd_, -1);
  expected_ = other.expected_;
  sections_ = std::move(other.sections_);
  buffer_ = std::move(other.buffer_);
  end_ = other.end_;
  failed_ = other.failed_;
  return *this;
}

void SectionWriter::close() {
  if (fd_ < 0) return;
  ::close(std::exchange(fd_, -1));
  ::unlink(temporary_.c_str());
}

Error SectionWriter::not_written(std::string found) const {
  found += "; expected a writable folder with free space for the ";
  found += kind_->noun;
  found += "; check its mode and free space";
  return {ErrorCode::kNotWritten, std::move(found)};
}

Result<SectionWriter> SectionWriter::create(const FileKind& kind, const std::string& path,
                                            std::size_t sections) {
  std::string temporary = path + "." + std::to_string(::getpid()) + ".part";
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  SectionWriter writer(kind, path, std::move(temporary), fd, sections);
  if (fd < 0) return writer.not_written("a temporary file next to the target could not be created");
  return writer;
}

void SectionWriter::flush() {
  const auto begin = static_cast<off_t>(end_ - buffer_.size());
  if (!failed_ && !write_all(fd_, buffer_, begin)) failed_ = true;
  buffer_.clear();
}

void SectionWriter::put(std::span<const std::byte> bytes) {
  if (failed_) return;
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
  return !failed_;
}

Result<FileHeader> SectionWriter::finish(FileHeader header) {
  assert(sections_.size() == expected_);
  flush();
  const std::vector<std::byte> head = encode_header(*kind_, header, sections_);
  const std::span<const std::byte> bytes(head);
  const auto incomplete = std::as_bytes(std::span(kind_->incomplete_magic, 8));
  const bool written = !failed_ && write_all(fd_, incomplete, 0) &&
                       write_all(fd_, bytes.subspan(8), 8) && ::fsync(fd_) == 0 &&
                       write_all(fd_, bytes.first(8), 0) && ::fsync(fd_) == 0;
  const bool closed = ::close(std::exchange(fd_, -1)) == 0;
  if (!written || !closed) {
    ::unlink(temporary_.c_str());
    return not_written("the " + std::string(kind_->noun) + " could not be written completely");
  }
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    ::unlink(temporary_.c_str());
    return not_written("the written " + std::string(kind_->noun) +
                       " could not be renamed to its final name");
  }
  sync_folder_of(path_);
  return header;
}

}  // namespace despin::format
