#include "lib/capi/options.h"

#include <chrono>

#include "despin/index_writer.h"
#include "lib/capi/border.h"

namespace despin::capi {
namespace {

despin_limits default_limits() {
  const Limits limits;
  return {sizeof(despin_limits), limits.max_bytes, limits.max_words, limits.max_findings,
          limits.max_memory,     UINT64_MAX,       nullptr,          nullptr};
}

despin_open_options default_open_options() { return {sizeof(despin_open_options), 0, 0}; }

despin_check_options default_check_options() {
  return {sizeof(despin_check_options), AnalyzeOptions().max_false_positive_rate, nullptr};
}

despin_compare_options default_compare_options() {
  return {sizeof(despin_compare_options), nullptr};
}

despin_search_options default_search_options() {
  const SearchOptions options;
  return {sizeof(despin_search_options),
          options.max_matches,
          options.max_sharing,
          0,
          0,
          {nullptr, 0},
          {nullptr, 0},
          nullptr,
          {nullptr, 0},
          {nullptr, 0},
          {nullptr, 0}};
}

despin_reader_options default_reader_options() {
  despin_reader_options options = {};
  options.struct_size = sizeof options;
  options.max_bytes = ReaderOptions().max_bytes;
  return options;
}

despin_batch_options default_batch_options() {
  despin_batch_options options = {};
  options.struct_size = sizeof options;
  return options;
}

}  // namespace

Result<Limits> limits_of(const despin_limits* given) {
  const auto read = read_struct(given, default_limits(), "limits");
  if (!read) return read.error();
  Limits limits;
  limits.max_bytes = read->max_bytes;
  limits.max_words = read->max_words;
  limits.max_findings = read->max_findings;
  limits.max_memory = read->max_memory;
  limits.deadline = deadline_after(read->timeout_ns);
  if (read->stop != nullptr) {
    limits.stop = [stop = read->stop, context = read->stop_context] { return stop(context) != 0; };
  }
  return limits;
}

std::chrono::steady_clock::time_point deadline_after(std::uint64_t timeout_ns) {
  using Clock = std::chrono::steady_clock;
  if (timeout_ns == UINT64_MAX) return Clock::time_point::max();
  const auto now = Clock::now();
  const auto left = static_cast<std::uint64_t>((Clock::time_point::max() - now).count());
  return timeout_ns >= left ? Clock::time_point::max()
                            : now + Clock::duration(static_cast<Clock::rep>(timeout_ns));
}

Result<std::uint64_t> timeout_of(const despin_check_options* options) {
  const auto read = read_struct(options, default_check_options(), "options");
  if (!read) return read.error();
  const auto limits = read_struct(read->limits, default_limits(), "limits");
  if (!limits) return limits.error();
  return limits->timeout_ns;
}

Result<OpenOptions> open_options_of(const despin_open_options* given) {
  const auto read = read_struct(given, default_open_options(), "options");
  if (!read) return read.error();
  return OpenOptions{.verify = read->verify != 0, .copy = read->copy != 0};
}

Result<AnalyzeOptions> check_options_of(const despin_check_options* given) {
  const auto read = read_struct(given, default_check_options(), "options");
  if (!read) return read.error();
  auto limits = limits_of(read->limits);
  if (!limits) return limits.error();
  return AnalyzeOptions{read->max_false_positive_rate, std::move(*limits)};
}

Result<CompareOptions> compare_options_of(const despin_compare_options* given) {
  const auto read = read_struct(given, default_compare_options(), "options");
  if (!read) return read.error();
  auto limits = limits_of(read->limits);
  if (!limits) return limits.error();
  return CompareOptions{std::move(*limits)};
}

Result<SearchOptions> search_options_of(const despin_search_options* given, SuspectInfo& suspect) {
  const auto read = read_struct(given, default_search_options(), "options");
  if (!read) return read.error();
  auto limits = limits_of(read->limits);
  if (!limits) return limits.error();
  for (const despin_string& text : {read->suspect_id, read->suspect_date, read->suspect_url,
                                    read->claimed_date, read->claimed_url}) {
    if (has_no_bytes(text.data, text.size)) return missing("a text of options");
  }
  suspect = {view(read->suspect_id), view(read->suspect_date), view(read->suspect_url),
             view(read->claimed_date), view(read->claimed_url)};
  SearchOptions options;
  options.max_matches = read->max_matches;
  options.max_sharing = read->max_sharing;
  options.later_sources = read->later_sources != 0;
  options.limits = std::move(*limits);
  return options;
}

Result<ReaderOptions> reader_options_of(const despin_reader_options* given) {
  const auto read = read_struct(given, default_reader_options(), "options");
  if (!read) return read.error();
  if (read->format < 0 || read->format > static_cast<std::int32_t>(InputFormat::kMbox)) {
    return unknown_value("options.format", read->format);
  }
  ReaderOptions options;
  options.format = static_cast<InputFormat>(read->format);
  options.max_bytes = read->max_bytes;
  const auto name = [](std::string& field, const despin_string& called) {
    if (called.data != nullptr && called.size > 0) field.assign(called.data, called.size);
  };
  name(options.fields.id, read->id_field);
  name(options.fields.text, read->text_field);
  name(options.fields.url, read->url_field);
  name(options.fields.title, read->title_field);
  name(options.fields.date, read->date_field);
  return options;
}

Result<despin_batch_options> batch_options_of(const despin_batch_options* given) {
  return read_struct(given, default_batch_options(), "options");
}

}  // namespace despin::capi

using despin::capi::init_struct;

void despin_limits_init(despin_limits* limits, size_t struct_size) {
  init_struct(limits, struct_size, despin::capi::default_limits());
}

void despin_open_options_init(despin_open_options* options, size_t struct_size) {
  init_struct(options, struct_size, despin::capi::default_open_options());
}

void despin_check_options_init(despin_check_options* options, size_t struct_size) {
  init_struct(options, struct_size, despin::capi::default_check_options());
}

void despin_compare_options_init(despin_compare_options* options, size_t struct_size) {
  init_struct(options, struct_size, despin::capi::default_compare_options());
}

void despin_search_options_init(despin_search_options* options, size_t struct_size) {
  init_struct(options, struct_size, despin::capi::default_search_options());
}

void despin_reader_options_init(despin_reader_options* options, size_t struct_size) {
  init_struct(options, struct_size, despin::capi::default_reader_options());
}

void despin_batch_options_init(despin_batch_options* options, size_t struct_size) {
  init_struct(options, struct_size, despin::capi::default_batch_options());
}
