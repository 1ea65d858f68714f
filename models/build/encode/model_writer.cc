#include "models/build/encode/model_writer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "lib/base/checksum.h"
#include "lib/format/section_writer.h"

namespace despin::format {

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
  std::vector<SectionInfo> sections;
  std::uint64_t end = kHeaderBytes + parts_.size() * kSectionEntryBytes;
  for (const Part& part : parts_) {
    sections.push_back(part.info);
    sections.back().offset = aligned(end);
    end = sections.back().offset + part.bytes.size();
  }
  FileHeader header = header_;
  std::vector<std::byte> out = encode_header(kModelKind, header, sections);
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    out.resize(sections[i].offset);
    out.insert(out.end(), parts_[i].bytes.begin(), parts_[i].bytes.end());
  }
  return out;
}

Result<void> ModelWriter::write(const std::string& path) const {
  auto writer = SectionWriter::create(kModelKind, path, parts_.size());
  if (!writer) return writer.error();
  for (const Part& part : parts_) {
    writer->begin(part.info.tag, part.info.version, part.info.required());
    writer->write(part.bytes);
  }
  auto written = writer->finish(header_);
  if (!written) return written.error();
  return {};
}

}  // namespace despin::format
