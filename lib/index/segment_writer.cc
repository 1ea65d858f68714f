#include "lib/index/segment_writer.h"

#include <cassert>
#include <utility>

#include "lib/index/id_table.h"
#include "lib/index/segment_format.h"

namespace despin::index {

SegmentWriter::SegmentWriter(format::SectionWriter file, std::string name, const SegmentPlan& plan)
    : file_(std::move(file)),
      name_(std::move(name)),
      documents_(plan.documents),
      words_(plan.words),
      cap_(postings_cap(plan.documents)),
      frequencies_(plan.frequencies),
      encoder_(frequencies_, plan.distances),
      lexicon_(documents_, cap_) {
  assert(documents_ > 0 && documents_ <= kMaxSegmentDocuments);
  record_bytes_.reserve(documents_);
  file_.begin(kDocumentsSection, 1, true);
}

Result<std::unique_ptr<SegmentWriter>> SegmentWriter::create(const std::string& folder,
                                                             const std::string& file,
                                                             const SegmentPlan& plan) {
  auto sections =
      format::SectionWriter::create(kSegmentKind, folder + "/" + file, kSegmentSections);
  if (!sections) return sections.error();
  return std::unique_ptr<SegmentWriter>(new SegmentWriter(std::move(*sections), file, plan));
}

void SegmentWriter::write() {
  file_.write(bytes_);
  bytes_.clear();
}

void SegmentWriter::write_if_large() {
  constexpr std::size_t kLarge = std::size_t{1} << 16;
  if (bytes_.size() >= kLarge) write();
}

void SegmentWriter::add_document(std::span<const TermId> terms) {
  const std::size_t begin = bytes_.size();
  encoder_.encode(terms, bytes_);
  record_bytes_.push_back(static_cast<std::uint32_t>(bytes_.size() - begin));
  stored_terms_ += terms.size();
  write_if_large();
}

const MetadataTable* SegmentWriter::copy_metadata(
    std::span<const MetadataSource> sources,
    const std::function<void(std::uint64_t rows)>& progress) {
  assert(record_bytes_.size() == documents_);
  encoder_.append_tables(record_bytes_, bytes_);
  write();
  file_.begin(kMetadataSection, 1, true);
  MetadataBuilder builder(train_dictionary(sources));
  MetadataScratch scratch;
  std::vector<Metadata> rows;
  ids_.reserve(documents_);
  for (const auto& [table, removed] : sources) {
    for (std::uint64_t block = 0; block < table->blocks(); ++block) {
      if (!table->read_block(block, scratch, rows)) return table;
      std::uint32_t document = table->first(block);
      for (const Metadata& row : rows) {
        if (removed != nullptr && removed->holds(document++)) continue;
        ids_.push_back(id_entry(row.id, static_cast<std::uint32_t>(ids_.size())));
        builder.add(row);
      }
      file_.write(builder.take());
      progress(rows.size());
    }
  }
  assert(builder.documents() == documents_);
  builder.append_to(bytes_);
  write();
  file_.begin(kPostingsSection, 1, true);
  return nullptr;
}

void SegmentWriter::add_term(std::string_view spelling, std::span<const std::uint32_t> postings) {
  const std::uint32_t frequency = frequencies_[next_term_];
  lexicon_.add(spelling, frequency);
  if (wants_postings(next_term_)) {
    assert(postings.size() == frequency);
    append_postings(bits_, postings, documents_);
    write_if_large();
  }
  ++next_term_;
}

Result<SegmentEntry> SegmentWriter::finish() {
  assert(next_term_ == frequencies_.size() && ids_.size() == documents_);
  bits_.align();
  write();
  file_.begin(kTermsSection, 1, true);
  lexicon_.append_to(bytes_);
  write();
  file_.begin(kIdsSection, 1, true);
  append_id_table(ids_, bytes_);
  write();
  file_.begin(kInfoSection, 1, true);
  base::append_le(bytes_, static_cast<std::uint32_t>(documents_));
  base::append_le(bytes_, static_cast<std::uint32_t>(cap_));
  base::append_le(bytes_, words_);
  base::append_le(bytes_, stored_terms_);
  write();
  auto header = file_.finish({});
  if (!header) return header.error();
  return SegmentEntry{name_, documents_, header->file_bytes, header->crc};
}

}  // namespace despin::index
