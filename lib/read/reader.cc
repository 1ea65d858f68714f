#include <utility>

#include "despin/reader.h"
#include "lib/base/guard.h"
#include "lib/read/record_reader.h"

namespace despin {
inline namespace v1 {

struct Reader::Impl {
  std::unique_ptr<read::RecordReader> records;
};

Result<Reader> Reader::open(const std::string& path, const ReaderOptions& options) {
  return base::guarded([&]() -> Result<Reader> {
    auto source = read::open_source(path);
    if (!source) return source.error();
    auto records = read::RecordReader::open(*std::move(source), path, options);
    if (!records) return records.error();
    return Reader(std::make_unique<Impl>(Impl{*std::move(records)}));
  });
}

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<bool> Reader::next(RawRecord& record) {
  return base::guarded([&] { return impl_->records->next(record); });
}
Result<void> Reader::resume_at(const RecordPlace& place) {
  return base::guarded([&] { return impl_->records->resume_at(place); });
}
ReaderCounts Reader::counts() const { return impl_->records->counts(); }
std::uint64_t Reader::bytes_read() const { return impl_->records->bytes_read(); }
std::uint64_t Reader::bytes_total() const { return impl_->records->bytes_total(); }

}  // namespace v1
}  // namespace despin
