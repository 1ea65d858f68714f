#include "lib/index/segment.h"

#include <cassert>

#include "lib/base/bytes.h"
#include "lib/base/checksum.h"
#include "lib/base/mapped_file.h"
#include "lib/index/segment_format.h"

namespace despin::index {
namespace {

Error named(const std::string& file, const Error& error) {
  return {error.code, "segment " + file + ": " + error.message};
}

// Whether header and table are intact, so that an unknown version number comes from a later version
// of the library and not from corruption.
bool as_written(const std::string& path, std::uint32_t crc) {
  auto file = base::MappedFile::open(path);
  if (!file || file->bytes().size() < format::kHeaderBytes) return false;
  const Bytes bytes = file->bytes();
  const std::uint64_t table =
      std::uint64_t{base::load_le<std::uint32_t>(bytes.data() + 12)} * format::kSectionEntryBytes;
  if (!base::in_range(format::kHeaderBytes, table, bytes.size())) return false;
  return crc == base::crc32c(bytes.subspan(format::kHeaderBytes, table),
                             base::crc32c(bytes.first(format::kHeaderBytes - 4)));
}

}  // namespace

Error Segment::corruption(const char* part) const {
  return {ErrorCode::kBadIndex, "segment " + name_ + ": corrupt " + part +
                                    "; expected an intact segment; restore the file or build "
                                    "the index again"};
}

Result<std::shared_ptr<const Segment>> Segment::open(const std::string& folder,
                                                     const SegmentEntry& entry,
                                                     const OpenOptions& options) {
  const std::string path = folder + "/" + entry.file;
  auto file = format::SectionFile::open(kSegmentKind, path, options);
  if (!file) {
    Error error = named(entry.file, file.error());
    if (error.code == ErrorCode::kIndexTooNew && !as_written(path, entry.crc)) {
      error.code = ErrorCode::kBadIndex;
    }
    return error;
  }
  if (file->header().crc != entry.crc || file->header().file_bytes != entry.bytes) {
    return named(entry.file, {ErrorCode::kBadIndex,
                              "not the file that the manifest lists; restore it or build "
                              "the index again"});
  }
  auto segment = from_file(std::move(*file), entry.file);
  if (segment && (*segment)->documents() != entry.documents) {
    return (*segment)->corruption("figures");
  }
  if (segment && entry.tombstones) return (*segment)->with(entry.tombstones);
  return segment;
}

Result<std::shared_ptr<const Segment>> Segment::from_bytes(std::vector<std::byte> bytes) {
  auto file = format::SectionFile::from_bytes(kSegmentKind, std::move(bytes));
  if (!file) return file.error();
  return from_file(std::move(*file), "in memory");
}

std::shared_ptr<const Segment> Segment::with(std::shared_ptr<const Tombstones> tombstones) const {
  std::shared_ptr<Segment> segment(new Segment(*this));
  segment->tombstones_ = std::move(tombstones);
  return segment;
}

Result<std::shared_ptr<const Segment>> Segment::from_file(format::SectionFile file,
                                                          std::string name) {
  std::shared_ptr<Segment> segment(new Segment(std::move(file), std::move(name)));
  if (auto ok = segment->view(); !ok) return ok.error();
  return std::shared_ptr<const Segment>(std::move(segment));
}

Result<void> Segment::view() {
  const auto section = [this](format::Tag tag) { return file_.find(tag).value_or(Bytes{}); };
  const Bytes info = section(kInfoSection);
  std::uint32_t cap = 0;
  if (!base::read_le(info, 0, documents_) || !base::read_le(info, 4, cap) ||
      !base::read_le(info, 8, words_) || !base::read_le(info, 16, stored_terms_) ||
      documents_ == 0 || documents_ > kMaxSegmentDocuments) {
    return corruption("figures");
  }
  postings_ = section(kPostingsSection);
  if (!Lexicon::view(section(kTermsSection), documents_, cap, lexicon_)) return corruption("terms");
  if (!DocumentTable::view(section(kDocumentsSection), lexicon_.size(), document_table_) ||
      document_table_.documents() != documents_) {
    return corruption("documents");
  }
  if (!MetadataTable::view(section(kMetadataSection), documents_, metadata_table_)) {
    return corruption("metadata");
  }
  if (!IdTable::view(section(kIdsSection), documents_, ids_)) return corruption("ids");
  return {};
}

bool Segment::find(std::string_view term, Term& out) const {
  std::string buffer;
  return lexicon_.find(stored_term(term, buffer), out);
}

bool Segment::number(std::string_view term, TermId& out) const {
  Term found;
  if (!find(term, found)) return false;
  out = found.id;
  return true;
}

Result<void> Segment::terms_of(std::uint32_t document, std::vector<TermId>& out) const {
  assert(document < documents_);
  if (!document_table_.read(document, out)) return corruption("documents");
  return {};
}

bool Segment::spelling(TermId id, std::string& out) const {
  Term term;
  return lexicon_.at(id, term, &out);
}

Result<Metadata> Segment::metadata(std::uint32_t document, MetadataScratch& scratch) const {
  assert(document < documents_);
  Metadata found;
  if (!metadata_table_.read(document, scratch, found)) return corruption("metadata");
  return found;
}

Result<std::optional<std::uint32_t>> Segment::find_id(std::string_view id,
                                                      MetadataScratch& scratch) const {
  std::optional<std::uint32_t> found;
  bool whole = true;
  Metadata metadata;
  ids_.for_each_candidate(id, [&](std::uint32_t document) {
    if (is_removed(document)) return true;
    whole = metadata_table_.read(document, scratch, metadata);
    if (whole && metadata.id == id) found = document;
    return whole && !found;
  });
  if (!whole) return corruption("metadata");
  return found;
}

}  // namespace despin::index
