// Checking columns of Arrow.
#include <cerrno>
#include <new>
#include <string>
#include <utility>

#include "lib/capi/batch.h"
#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"
#include "lib/capi/report_table.h"
#include "lib/capi/text_column.h"

namespace despin::capi {
namespace {

// Checks the texts of a column into a table.
Result<void> check_column(const despin_detector& detector, const TextColumn& column,
                          const despin_batch_options& options, ReportTable& table) {
  std::int64_t ahead = 0;   // the next row to be checked
  std::int64_t behind = 0;  // the next row of the table
  Result<void> fault;
  const auto put_nulls = [&] {
    for (; behind < column.size() && column.is_null(behind); ++behind) table.add_null();
  };
  BatchCalls calls;
  calls.next = [&](std::string_view& next) {
    while (ahead < column.size() && column.is_null(ahead)) ++ahead;
    if (ahead == column.size()) return Next::kEnd;
    const auto found = column.text(ahead++);
    if (!found) {
      fault = found.error();
      return Next::kStop;
    }
    next = *found;
    return Next::kText;
  };
  calls.take = [&](std::uint64_t, const Result<Report>& report) {
    put_nulls();
    table.add(report);
    ++behind;
    return true;
  };
  auto done = check_batch(detector, &options, calls);
  if (!fault) return fault;
  put_nulls();
  return done;
}

Result<void> check_array(const despin_detector& detector, const ArrowArray& array,
                         const ArrowSchema& schema, const despin_batch_options& options,
                         ArrowArray* out) {
  const auto column = TextColumn::view(array, schema, view(options.column));
  if (!column) return column.error();
  ReportTable table;
  if (auto ok = check_column(detector, *column, options, table); !ok) return ok;
  return table.give(out);
}

// Options that live as long as a stream.
class KeptOptions {
 public:
  static Result<std::unique_ptr<KeptOptions>> of(const despin_batch_options* given) {
    const auto batch = batch_options_of(given);
    if (!batch) return batch.error();
    if (has_no_bytes(batch->column.data, batch->column.size)) return missing("options.column");
    auto kept = std::make_unique<KeptOptions>();
    kept->batch_ = *batch;
    kept->column_ = view(batch->column);
    kept->batch_.column = string_of(kept->column_);
    if (batch->check == nullptr) return kept;
    despin_check_options_init(&kept->check_, sizeof kept->check_);
    const auto check = read_struct(batch->check, kept->check_, "options.check");
    if (!check) return check.error();
    kept->check_ = *check;
    kept->batch_.check = &kept->check_;
    if (check->limits == nullptr) return kept;
    despin_limits_init(&kept->limits_, sizeof kept->limits_);
    const auto limits = read_struct(check->limits, kept->limits_, "options.check.limits");
    if (!limits) return limits.error();
    kept->limits_ = *limits;
    kept->check_.limits = &kept->limits_;
    return kept;
  }

  const despin_batch_options& batch() const { return batch_; }

 private:
  despin_batch_options batch_ = {};
  despin_check_options check_ = {};
  despin_limits limits_ = {};
  std::string column_;
};

int errno_of(despin_code code) {
  switch (code) {
    case DESPIN_OK:
      return 0;
    case DESPIN_OUT_OF_MEMORY:
      return ENOMEM;
    case DESPIN_CANCELED:
      return ECANCELED;
    default:
      return EINVAL;
  }
}

// What `out` of a stream holds.
struct CheckedStream {
  ~CheckedStream() {
    if (schema.release != nullptr) schema.release(&schema);
    if (in.release != nullptr) in.release(&in);
    despin_detector_free(detector);
  }

  static int get_schema(ArrowArrayStream* stream, ArrowSchema* out);
  static int get_next(ArrowArrayStream* stream, ArrowArray* out);
  static const char* get_last_error(ArrowArrayStream* stream);
  static void release(ArrowArrayStream* stream);

  despin_detector* detector = nullptr;
  std::unique_ptr<KeptOptions> options;
  ArrowArrayStream in = {};
  ArrowSchema schema = {};  // of `in`
  despin_error error = {};
};

CheckedStream& stream_of(ArrowArrayStream* stream) {
  return *static_cast<CheckedStream*>(stream->private_data);
}

int CheckedStream::get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  *out = {};
  return errno_of(bordered(&stream_of(stream).error, [&]() -> Result<void> {
    ReportTable().give_schema(out);
    return {};
  }));
}

int CheckedStream::get_next(ArrowArrayStream* stream, ArrowArray* out) {
  *out = {};
  CheckedStream& self = stream_of(stream);
  ArrowArray chunk = {};
  const int failed = self.in.get_next(&self.in, &chunk);
  if (failed != 0) {
    const char* said = self.in.get_last_error(&self.in);
    put_error(&self.error, DESPIN_BAD_INPUT, said == nullptr ? "the input stream failed" : said);
    return failed;
  }
  if (chunk.release == nullptr) return 0;  // the end
  const despin_code code = bordered(&self.error, [&] {
    return check_array(*self.detector, chunk, self.schema, self.options->batch(), out);
  });
  chunk.release(&chunk);
  return errno_of(code);
}

const char* CheckedStream::get_last_error(ArrowArrayStream* stream) {
  const despin_error& error = stream_of(stream).error;
  return error.code == DESPIN_OK ? nullptr : error.message;
}

void CheckedStream::release(ArrowArrayStream* stream) {
  delete static_cast<CheckedStream*>(stream->private_data);
  stream->release = nullptr;
}

}  // namespace
}  // namespace despin::capi

using despin::Result;
namespace capi = despin::capi;

despin_code despin_check_arrow(const despin_detector* detector, const struct ArrowArray* array,
                               const struct ArrowSchema* schema,
                               const despin_batch_options* options, struct ArrowArray* out_array,
                               struct ArrowSchema* out_schema, despin_error* error) {
  if (out_array != nullptr) *out_array = {};
  if (out_schema != nullptr) *out_schema = {};
  const despin_code code = capi::bordered(error, [&]() -> Result<void> {
    if (detector == nullptr) return capi::missing("detector");
    if (array == nullptr) return capi::missing("array");
    if (schema == nullptr) return capi::missing("schema");
    if (out_array == nullptr) return capi::missing("out_array");
    if (out_schema == nullptr) return capi::missing("out_schema");
    const auto kept = capi::KeptOptions::of(options);
    if (!kept) return kept.error();
    capi::ReportTable().give_schema(out_schema);
    return capi::check_array(*detector, *array, *schema, (*kept)->batch(), out_array);
  });
  if (code != DESPIN_OK && out_schema != nullptr && out_schema->release != nullptr) {
    out_schema->release(out_schema);
  }
  return code;
}

despin_code despin_check_arrow_stream(const despin_detector* detector, struct ArrowArrayStream* in,
                                      const despin_batch_options* options,
                                      struct ArrowArrayStream* out, despin_error* error) {
  if (out != nullptr) *out = {};
  return capi::bordered(error, [&]() -> Result<void> {
    if (detector == nullptr) return capi::missing("detector");
    if (in == nullptr || in->release == nullptr) return capi::missing("in");
    if (out == nullptr) return capi::missing("out");
    auto kept = capi::KeptOptions::of(options);
    if (!kept) return kept.error();
    auto stream = std::make_unique<capi::CheckedStream>();
    stream->options = std::move(*kept);
    if (in->get_schema(in, &stream->schema) != 0) {
      const char* said = in->get_last_error(in);
      return despin::Error{despin::ErrorCode::kBadInput,
                           said == nullptr ? "the input stream has no schema" : said};
    }
    if (auto ok = capi::TextColumn::check_type(stream->schema,
                                               capi::view(stream->options->batch().column));
        !ok) {
      return ok;
    }
    stream->detector = despin_detector_retain(const_cast<despin_detector*>(detector));
    stream->in = *in;
    in->release = nullptr;
    out->get_schema = capi::CheckedStream::get_schema;
    out->get_next = capi::CheckedStream::get_next;
    out->get_last_error = capi::CheckedStream::get_last_error;
    out->release = capi::CheckedStream::release;
    out->private_data = stream.release();
    return {};
  });
}
