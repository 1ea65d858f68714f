#include "lib/index/metadata.h"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <cassert>
#include <new>
#include <string_view>
#include <utility>

namespace despin::index {
namespace {

// Measured on ids, addresses, titles and dates of 50,000 pages, 130 bytes each; microseconds are
// for reading one:
//   blocks of 16 KiB or 128 documents    58.6 bytes, 18 us    with a dictionary of 64 KiB  49.8
//   blocks of 4 KiB or 64 documents      66.6 bytes,  7 us    with a dictionary of 64 KiB  51.7
// Ids alone take 2.7 to 4.4 bytes without one and 1.8 to 2.6 with.
constexpr std::size_t kBlockDocuments = 64;
constexpr std::size_t kBlockBytes = std::size_t{1} << 12;
// A block is closed at kBlockBytes, so only its last document can make it larger: by at most four
// values of 64 KiB (despin/source_index.h).
constexpr std::size_t kMaxRawBytes = std::size_t{1} << 20;
// Levels 3, 9 and 19 take 59.7, 58.6 and 56.3 bytes per page and 0.8, 2.9 and 16 us.
constexpr int kLevel = 9;
constexpr int kQuickLevel = 1;
// A dictionary is limited to a hundredth of the data it serves, so that it always pays.
constexpr std::size_t kMaxDictionaryBytes = std::size_t{1} << 16;
constexpr std::size_t kMinDictionaryBytes = std::size_t{1} << 12;
constexpr std::size_t kDictionaryShare = 100;
constexpr std::size_t kSampleBytes = std::size_t{1} << 22;

constexpr std::string Metadata::*kColumns[] = {&Metadata::id, &Metadata::url, &Metadata::title,
                                               &Metadata::date};

void append_bytes(std::vector<std::byte>& out, Bytes bytes) {
  append_varint(out, bytes.size());
  out.insert(out.end(), bytes.begin(), bytes.end());
}

bool take_bytes(Bytes& rest, Bytes& bytes) {
  std::uint64_t size = 0;
  if (!take_varint(rest, size) || size > rest.size()) return false;
  bytes = rest.first(size);
  rest = rest.subspan(size);
  return true;
}

void encode_column(std::span<const Metadata> rows, std::string Metadata::*column,
                   std::vector<std::byte>& out) {
  std::vector<std::byte> sizes;
  std::vector<std::byte> rests;
  std::string_view last;
  for (const Metadata& row : rows) {
    const std::string& value = row.*column;
    const auto differ = std::mismatch(value.begin(), value.end(), last.begin(), last.end());
    const auto shared = static_cast<std::size_t>(differ.first - value.begin());
    append_varint(sizes, shared);
    append_varint(sizes, value.size() - shared);
    const auto rest = std::as_bytes(std::span(value)).subspan(shared);
    rests.insert(rests.end(), rest.begin(), rest.end());
    last = value;
  }
  append_bytes(out, sizes);
  append_bytes(out, rests);
}

// Calls f(row, value) for the rows up to `end`.
template <class F>
bool decode_column(Bytes& rest, std::size_t end, F&& f) {
  Bytes sizes;
  Bytes rests;
  if (!take_bytes(rest, sizes) || !take_bytes(rest, rests)) return false;
  std::string value;
  for (std::size_t row = 0; row < end; ++row) {
    std::uint64_t shared = 0;
    std::uint64_t size = 0;
    if (!take_varint(sizes, shared) || !take_varint(sizes, size)) return false;
    if (shared > value.size() || size > rests.size() || shared + size > kMaxRawBytes) return false;
    value.resize(shared);
    value.append(reinterpret_cast<const char*>(rests.data()), size);
    rests = rests.subspan(size);
    f(row, value);
  }
  return true;
}

void encode_rows(std::span<const Metadata> rows, std::vector<std::byte>& out) {
  out.clear();
  for (const auto column : kColumns) encode_column(rows, column, out);
  for (const Metadata& row : rows) append_varint(out, row.words);
}

// Decodes `out.size()` rows from `begin` on.
bool decode_rows(Bytes raw, std::size_t begin, std::span<Metadata> out) {
  for (const auto column : kColumns) {
    const bool whole = decode_column(raw, begin + out.size(), [&](std::size_t row, auto& value) {
      if (row >= begin) out[row - begin].*column = value;
    });
    if (!whole) return false;
  }
  std::uint64_t words = 0;
  for (std::size_t row = 0; row < begin + out.size(); ++row) {
    if (!take_varint(raw, words)) return false;
    if (row >= begin) out[row - begin].words = words;
  }
  return true;
}

// Replaces a decoded block by its rows without those that have been removed, if there are any.
bool keep_live(Bytes block, std::uint32_t first, std::size_t rows, const Tombstones& removed,
               std::vector<std::byte>& out) {
  const auto gone = removed.documents();
  const auto begin = std::lower_bound(gone.begin(), gone.end(), first);
  if (begin == gone.end() || *begin >= first + rows) {
    out.assign(block.begin(), block.end());
    return true;
  }
  std::vector<Metadata> decoded(rows);
  if (!decode_rows(block, 0, decoded)) return false;
  std::vector<Metadata> live;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!removed.holds(first + static_cast<std::uint32_t>(row))) live.push_back(decoded[row]);
  }
  if (live.empty()) return false;
  encode_rows(live, out);
  return true;
}

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};

bool decompress_block(ZSTD_DCtx* context, const ZSTD_DDict* dictionary, Bytes compressed,
                      std::vector<std::byte>& raw) {
  const unsigned long long size = ZSTD_getFrameContentSize(compressed.data(), compressed.size());
  if (size > kMaxRawBytes) return false;  // includes the values by which zstd reports an error
  raw.resize(size);
  const std::size_t n = ZSTD_decompress_usingDDict(
      context, raw.data(), raw.size(), compressed.data(), compressed.size(), dictionary);
  return ZSTD_isError(n) == 0 && n == size;
}

}  // namespace

struct MetadataScratch::Impl {
  std::unique_ptr<ZSTD_DCtx, FreeContext> context{ZSTD_createDCtx()};
  std::vector<std::byte> raw;
};

MetadataScratch::MetadataScratch() : impl_(std::make_unique<Impl>()) {
  if (!impl_->context) throw std::bad_alloc();
}
MetadataScratch::~MetadataScratch() = default;
MetadataScratch::MetadataScratch(MetadataScratch&&) noexcept = default;
MetadataScratch& MetadataScratch::operator=(MetadataScratch&&) noexcept = default;

struct MetadataTable::Dictionary {
  std::unique_ptr<ZSTD_DDict, FreeContext> digested;
};

struct MetadataBuilder::Compressor {
  std::unique_ptr<ZSTD_CCtx, FreeContext> context{ZSTD_createCCtx()};

  // Only memory can run out: the dictionary was trained here, whatever its bytes.
  Compressor(int level, Bytes dictionary) {
    if (!context ||
        ZSTD_isError(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level)) != 0 ||
        ZSTD_isError(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0)) != 0 ||
        ZSTD_isError(
            ZSTD_CCtx_loadDictionary(context.get(), dictionary.data(), dictionary.size())) != 0) {
      throw std::bad_alloc();
    }
  }
};

MetadataBuilder::MetadataBuilder()
    : compressor_(std::make_unique<Compressor>(kQuickLevel, Bytes{})) {}
MetadataBuilder::MetadataBuilder(std::vector<std::byte> dictionary)
    : dictionary_bytes_(dictionary.size()),
      compressed_(std::move(dictionary)),
      compressor_(std::make_unique<Compressor>(kLevel, compressed_)) {}
MetadataBuilder::~MetadataBuilder() = default;
MetadataBuilder::MetadataBuilder(MetadataBuilder&&) noexcept = default;
MetadataBuilder& MetadataBuilder::operator=(MetadataBuilder&&) noexcept = default;

void MetadataBuilder::add(const Metadata& metadata) {
  open_.push_back(metadata);
  const std::uint64_t bytes = sizeof(Metadata) + metadata.id.size() + metadata.url.size() +
                              metadata.title.size() + metadata.date.size();
  open_bytes_ += bytes;
  ++documents_;
  if (open_.size() == kBlockDocuments ||
      open_bytes_ >= kBlockBytes + open_.size() * sizeof(Metadata)) {
    try {
      pack();
    } catch (const std::bad_alloc&) {
      open_.pop_back();
      open_bytes_ -= bytes;
      --documents_;
      throw;
    }
  }
}

void MetadataBuilder::pack() {
  if (open_.empty()) return;
  encode_rows(open_, raw_);
  if (firsts_.size() == firsts_.capacity()) firsts_.reserve(2 * firsts_.size() + 1);
  if (ends_.size() == ends_.capacity()) ends_.reserve(2 * ends_.size() + 1);
  const std::size_t begin = compressed_.size();
  compressed_.resize(begin + ZSTD_compressBound(raw_.size()));
  const std::size_t n = ZSTD_compress2(compressor_->context.get(), compressed_.data() + begin,
                                       compressed_.size() - begin, raw_.data(), raw_.size());
  if (ZSTD_isError(n) != 0) {  // only memory can run out
    compressed_.resize(begin);
    throw std::bad_alloc();
  }
  compressed_.resize(begin + n);
  firsts_.push_back(static_cast<std::uint32_t>(documents_ - open_.size()));
  ends_.push_back(taken_ + compressed_.size());
  open_.clear();
  open_bytes_ = 0;
}

bool MetadataBuilder::read(std::uint32_t document, MetadataScratch& scratch, Metadata& out) const {
  assert(document < documents_ && taken_ == 0 && dictionary_bytes_ == 0);
  const std::uint64_t compressed_documents = documents_ - open_.size();
  if (document >= compressed_documents) {
    out = open_[document - compressed_documents];
    return true;
  }
  const auto after = std::upper_bound(firsts_.begin(), firsts_.end(), document);
  const auto block = static_cast<std::size_t>(after - firsts_.begin()) - 1;
  const std::uint64_t begin = block == 0 ? 0 : ends_[block - 1];
  const Bytes compressed = Bytes(compressed_).subspan(begin, ends_[block] - begin);
  return decompress_block(scratch.impl_->context.get(), nullptr, compressed, scratch.impl_->raw) &&
         decode_rows(scratch.impl_->raw, document - firsts_[block], {&out, 1});
}

std::vector<std::byte> MetadataBuilder::take() {
  taken_ += compressed_.size();
  return std::exchange(compressed_, {});
}

void MetadataBuilder::append_to(std::vector<std::byte>& out) {
  pack();
  out.insert(out.end(), compressed_.begin(), compressed_.end());
  for (const std::uint32_t first : firsts_) base::append_le(out, first);
  for (const std::uint64_t end : ends_) base::append_le(out, end);
  base::append_le(out, dictionary_bytes_);
  base::append_le(out, std::uint64_t{ends_.size()});
}

bool MetadataTable::view(Bytes section, std::uint64_t documents, MetadataTable& table) {
  constexpr std::size_t kFooterBytes = 16;
  MetadataTable t;
  if (section.size() < kFooterBytes) return false;
  const std::uint64_t body_bytes = section.size() - kFooterBytes;
  t.documents_ = documents;
  t.begin_ = base::load_le<std::uint64_t>(section.data() + body_bytes);
  t.blocks_ = base::load_le<std::uint64_t>(section.data() + body_bytes + 8);
  if (t.blocks_ == 0 || t.blocks_ > body_bytes / 12) return false;
  t.compressed_ = section.first(body_bytes - 12 * t.blocks_);
  t.firsts_ = section.data() + t.compressed_.size();
  t.ends_ = t.firsts_ + 4 * t.blocks_;
  if (t.begin_ > t.compressed_.size() || t.begin_ > kMaxDictionaryBytes || t.first(0) != 0)
    return false;
  if (t.begin_ > 0) {
    auto dictionary = std::make_shared<Dictionary>();
    dictionary->digested.reset(ZSTD_createDDict(t.compressed_.data(), t.begin_));
    if (!dictionary->digested) return false;
    t.dictionary_ = std::move(dictionary);
  }
  table = std::move(t);
  return true;
}

std::uint32_t MetadataTable::first(std::uint64_t block) const {
  return base::load_le<std::uint32_t>(firsts_ + 4 * block);
}

bool MetadataTable::decompress(std::uint64_t block, MetadataScratch& scratch) const {
  const std::uint64_t begin =
      block == 0 ? begin_ : base::load_le<std::uint64_t>(ends_ + 8 * (block - 1));
  const auto end = base::load_le<std::uint64_t>(ends_ + 8 * block);
  if (begin > end || end > compressed_.size()) return false;
  return decompress_block(scratch.impl_->context.get(),
                          dictionary_ ? dictionary_->digested.get() : nullptr,
                          compressed_.subspan(begin, end - begin), scratch.impl_->raw);
}

bool MetadataTable::read(std::uint32_t document, MetadataScratch& scratch, Metadata& out) const {
  assert(document < documents_);
  std::uint64_t begin = 0;  // finally the last block that begins at or before it
  std::uint64_t end = blocks_;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    (first(middle) <= document ? begin : end) = middle;
  }
  if (first(begin) > document || document - first(begin) >= kBlockDocuments) return false;
  return decompress(begin, scratch) &&
         decode_rows(scratch.impl_->raw, document - first(begin), {&out, 1});
}

bool MetadataTable::read_block(std::uint64_t block, MetadataScratch& scratch,
                               std::vector<Metadata>& out) const {
  assert(block < blocks_);
  const std::uint64_t begin = first(block);
  const std::uint64_t end = block + 1 < blocks_ ? first(block + 1) : documents_;
  if (begin >= end || end - begin > kBlockDocuments) return false;
  out.resize(end - begin);
  return decompress(block, scratch) && decode_rows(scratch.impl_->raw, 0, out);
}

std::vector<std::byte> train_dictionary(std::span<const MetadataSource> sources) {
  std::uint64_t blocks = 0;
  for (const MetadataSource& source : sources) blocks += source.table->blocks();
  // Every step-th block, so that the sample covers all of them.
  const std::uint64_t step = blocks / (kSampleBytes / kBlockBytes) + 1;
  std::vector<std::byte> sample;
  std::vector<std::size_t> sizes;
  MetadataScratch scratch;
  std::uint64_t number = 0;
  std::vector<std::byte> raw;
  for (const auto& [table, removed] : sources) {
    for (std::uint64_t block = 0; block < table->blocks(); ++block) {
      if (number++ % step != 0 || !table->decompress(block, scratch)) continue;
      if (removed == nullptr) {
        raw.swap(scratch.impl_->raw);
      } else {
        const std::uint32_t first = table->first(block);
        const std::uint64_t end =
            block + 1 < table->blocks() ? table->first(block + 1) : table->documents_;
        if (end <= first || end - first > kBlockDocuments ||
            !keep_live(scratch.impl_->raw, first, end - first, *removed, raw)) {
          continue;
        }
      }
      if (raw.size() > 2 * kBlockBytes) continue;
      sample.insert(sample.end(), raw.begin(), raw.end());
      sizes.push_back(raw.size());
    }
  }
  const std::size_t worth =
      std::min<std::size_t>(kMaxDictionaryBytes, sample.size() * step / kDictionaryShare);
  std::vector<std::byte> dictionary(worth);
  if (worth < kMinDictionaryBytes) return {};
  const std::size_t n = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), sample.data(),
                                              sizes.data(), static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(n) != 0) return {};  // too little in common
  dictionary.resize(n);
  return dictionary;
}

}  // namespace despin::index
