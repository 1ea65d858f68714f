#include "lib/index/contents.h"

#include <string>
#include <utility>
#include <vector>

#include "lib/base/guard.h"

namespace despin::index {
namespace {

void fill(Metadata metadata, const std::string& segment, IndexedDocument& out) {
  out.id = std::move(metadata.id);
  out.url = std::move(metadata.url);
  out.title = std::move(metadata.title);
  out.date = std::move(metadata.date);
  out.words = metadata.words;
  out.segment = segment;
}

Result<void> whole(const Index& index) {
  if (index.corrupt.empty()) return {};
  return Error{ErrorCode::kBadIndex, index.corrupt.front().corruption};
}

Result<IndexedDocument> read_document(const Segment& segment, std::uint32_t document,
                                      MetadataScratch& scratch) {
  auto metadata = segment.metadata(document, scratch);
  if (!metadata) return metadata.error();
  IndexedDocument out;
  fill(std::move(*metadata), segment.name(), out);
  std::vector<TermId> terms;
  if (auto ok = segment.terms_of(document, terms); !ok) return ok.error();
  for (const TermId term : terms) {
    if (!segment.spelling(term, out.terms.emplace_back())) return segment.corruption("terms");
  }
  return out;
}

}  // namespace

Result<void> for_each_document(const Index& index,
                               const std::function<bool(const IndexedDocument&)>& each) {
  MetadataScratch scratch;
  std::vector<Metadata> rows;
  IndexedDocument out;
  for (const auto& segment : index.segments) {
    const MetadataTable& table = segment->metadata_table();
    for (std::uint64_t block = 0; block < table.blocks(); ++block) {
      if (!table.read_block(block, scratch, rows)) return segment->corruption("metadata");
      std::uint32_t document = table.first(block);
      for (Metadata& row : rows) {
        if (segment->is_removed(document++)) continue;
        fill(std::move(row), segment->name(), out);
        if (!each(out)) return {};
      }
    }
  }
  return whole(index);
}

Result<std::optional<IndexedDocument>> find_document(const Index& index, std::string_view id) {
  using Found = Result<std::optional<IndexedDocument>>;
  MetadataScratch scratch;
  for (const auto& segment : index.segments) {
    const auto document = segment->find_id(id, scratch);
    if (!document) return document.error();
    if (!document->has_value()) continue;
    auto read = read_document(*segment, **document, scratch);
    return read ? Found(std::move(*read)) : Found(read.error());
  }
  if (auto ok = whole(index); !ok) return ok.error();
  return Found(std::nullopt);
}

}  // namespace despin::index

namespace despin {
inline namespace v1 {

Result<void> for_each_document(const std::string& folder,
                               const std::function<bool(const IndexedDocument&)>& each) {
  return base::guarded([&]() -> Result<void> {
    const auto index = index::open_index(folder);
    if (!index) return index.error();
    return index::for_each_document(*index, each);
  });
}

Result<std::optional<IndexedDocument>> find_document(const std::string& folder,
                                                     std::string_view id) {
  return base::guarded([&]() -> Result<std::optional<IndexedDocument>> {
    const auto index = index::open_index(folder);
    if (!index) return index.error();
    return index::find_document(*index, id);
  });
}

}  // namespace v1
}  // namespace despin
