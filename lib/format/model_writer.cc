#include "lib/format/model_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <span>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/checksum.h"

namespace despin::format {
namespace {

using base::store_le;

Error not_written(const char* found) {
  return {ErrorCode::kNotWritten, std::string(found) +
                                      "; expected a writable folder with room for the model; "
                                      "check its mode and free space"};
}

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

bool write_in_two_steps(int fd, std::span<const std::byte> bytes) {
  const auto incomplete = std::as_bytes(std::span(kIncompleteMagic, 8));
  return write_all(fd, incomplete, 0) && write_all(fd, bytes.subspan(8), 8) && ::fsync(fd) == 0 &&
         write_all(fd, bytes.first(8), 0) && ::fsync(fd) == 0;
}

// Makes the rename itself durable; not every file system can, so best effort.
void sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

void ModelWriter::add(Tag tag, std::uint16_t version, bool required, std::vector<std::byte> bytes) {
  Part part;
  part.info.tag = tag;
  part.info.version = version;
  part.info.flags = required ? kRequiredFlag : std::uint16_t{0};
  part.info.length = bytes.size();
  part.info.crc = base::crc32c(bytes);
  part.bytes = std::move(bytes);
  assert(
      std::none_of(parts_.begin(), parts_.end(), [&](const Part& p) { return p.info.tag == tag; }));
  parts_.push_back(std::move(part));
}

std::vector<std::byte> ModelWriter::encode() const {
  std::vector<std::uint64_t> offsets;
  std::uint64_t end = kHeaderBytes + parts_.size() * kSectionEntryBytes;
  for (const Part& part : parts_) {
    offsets.push_back((end + kSectionAlignment - 1) & ~(kSectionAlignment - 1));
    end = offsets.back() + part.bytes.size();
  }

  std::vector<std::byte> out(end);
  std::memcpy(out.data(), kMagic, 8);
  store_le(out.data() + 8, header_.major_version);
  store_le(out.data() + 10, header_.minor_version);
  store_le(out.data() + 12, static_cast<std::uint32_t>(parts_.size()));
  store_le(out.data() + 16, end);
  store_le(out.data() + 24, header_.unicode_version);
  store_le(out.data() + 32, header_.recipe_hash);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const SectionInfo& info = parts_[i].info;
    std::byte* at = out.data() + kHeaderBytes + i * kSectionEntryBytes;
    std::memcpy(at, info.tag.text.data(), 4);
    store_le(at + 4, info.version);
    store_le(at + 6, info.flags);
    store_le(at + 8, offsets[i]);
    store_le(at + 16, info.length);
    store_le(at + 24, info.crc);
    std::copy(parts_[i].bytes.begin(), parts_[i].bytes.end(),
              out.begin() + static_cast<std::ptrdiff_t>(offsets[i]));
  }
  const std::span<const std::byte> all(out);
  const auto table = all.subspan(kHeaderBytes, parts_.size() * kSectionEntryBytes);
  store_le(out.data() + kHeaderBytes - 4,
           base::crc32c(table, base::crc32c(all.first(kHeaderBytes - 4))));
  return out;
}

Result<void> ModelWriter::write(const std::string& path) const {
  const std::vector<std::byte> bytes = encode();
  const std::string temporary = path + "." + std::to_string(::getpid()) + ".part";
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return not_written("a temporary beside the target could not be made");
  const bool written = write_in_two_steps(fd, bytes);
  const bool closed = ::close(fd) == 0;
  if (!written || !closed) {
    ::unlink(temporary.c_str());
    return not_written("the model could not be written to the end");
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    ::unlink(temporary.c_str());
    return not_written("the written model could not be moved to its place");
  }
  sync_folder_of(path);
  return {};
}

}  // namespace despin::format
