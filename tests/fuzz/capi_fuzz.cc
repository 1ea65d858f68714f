// Any bytes as calls of the C interface: their options, of any size and value, and their texts. A
// result whose spans lie in the text, or an error and no handle.
//
// The input is a sequence of calls: a byte says which, some more are its options, and a text
// follows, whose size a byte gives. All calls share a detector and a workspace.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "despin/despin.h"
#include "tests/support/byte_feed.h"
#include "tests/support/made_arrow.h"
#include "tests/support/small_model.h"

namespace {

void check(bool good) {
  if (!good) std::abort();
}

const despin_detector* detector() {
  static despin_detector* opened = [] {
    static const std::vector<std::byte> model = despin::small_model::SmallModel().writer().encode();
    despin_detector* made = nullptr;
    check(despin_detector_open_memory(model.data(), model.size(), nullptr, &made, nullptr) ==
          DESPIN_OK);
    return made;
  }();
  return opened;
}

class Calls {
 public:
  Calls(const std::uint8_t* data, std::size_t size) : feed_(data, size) {}

  void run() {
    despin_workspace_new(&workspace_, nullptr);
    for (int calls = 0; !feed_.empty() && calls < 32; ++calls) {
      switch (byte() % 8) {
        case 0:
          check_text();
          break;
        case 1:
          compare();
          break;
        case 2:
          read_document();
          break;
        case 3:
          map_offsets();
          break;
        case 4:
          check_column();
          break;
        case 5:
          check_texts();
          break;
        case 6:
          read_line();
          break;
        default:
          open_model();
      }
    }
    despin_workspace_free(workspace_);
  }

 private:
  std::uint8_t byte() { return feed_.take<std::uint8_t>(); }
  std::string text() { return std::string(feed_.take_bytes(byte() * std::size_t{4})); }

  // Most are as an init function leaves them; some are of another size.
  template <class Options>
  void resize(Options& options) {
    const std::uint8_t how = byte();
    if (how < 32) options.struct_size = how;
    if (how == 255) options.struct_size = SIZE_MAX;
  }

  const despin_check_options* make_options() {
    despin_limits_init(&limits_, sizeof limits_);
    despin_check_options_init(&options_, sizeof options_);
    options_.max_false_positive_rate = byte() / 200.0;
    if (byte() % 4 == 0) {
      limits_.max_words = byte();
      limits_.max_findings = byte();
      limits_.timeout_ns = byte() % 2 == 0 ? UINT64_MAX : byte() * std::uint64_t{1000};
      resize(limits_);
      options_.limits = &limits_;
    }
    resize(options_);
    return &options_;
  }

  // Consistent with its code, and within the text.
  void expect_report(despin_code code, const despin_report* report, const despin_error& error,
                     const std::string& text) {
    check(code == error.code);
    check((code == DESPIN_OK) == (report != nullptr));
    check(std::strlen(error.message) == error.message_size);
    if (report == nullptr) return;
    const despin_report_data& data = *despin_report_get(report);
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < data.finding_count; ++i) {
      const despin_finding& f = data.findings[i];
      check(f.begin_byte >= before && f.begin_byte < f.end_byte && f.end_byte <= text.size());
      before = f.end_byte;
      for (std::size_t k = 0; k < f.likely_original_count; ++k) {
        check(f.likely_originals[k].data[f.likely_originals[k].size] == '\0');
      }
    }
    check(data.passage_count == 1 && data.passages[0].end_byte <= text.size());
    char* json = nullptr;
    std::size_t size = 0;
    check(despin_report_json(report, "a", 1, text.data(), text.size(), &json, &size, nullptr) ==
          DESPIN_OK);
    check(std::strlen(json) == size);
    despin_free(json);
  }

  void check_text() {
    const despin_check_options* options = make_options();
    const std::string given = text();
    despin_report* report = nullptr;
    despin_error error;
    const despin_code code = despin_check(detector(), byte() % 2 == 0 ? workspace_ : nullptr,
                                          given.data(), given.size(), options, &report, &error);
    expect_report(code, report, error, given);
    despin_report_free(report);
  }

  void compare() {
    static despin_aligner* aligner = nullptr;
    if (aligner == nullptr) despin_aligner_new(detector(), &aligner, nullptr);
    const std::string original = text();
    const std::string suspect = text();
    despin_comparison* comparison = nullptr;
    const despin_code code =
        despin_compare(aligner, workspace_, original.data(), original.size(), suspect.data(),
                       suspect.size(), nullptr, &comparison, nullptr);
    check((code == DESPIN_OK) == (comparison != nullptr));
    if (comparison != nullptr) {
      const despin_comparison_data& data = *despin_comparison_get(comparison);
      for (std::size_t i = 0; i < data.run_count; ++i) {
        check(data.runs[i].original.end_byte <= original.size());
        check(data.runs[i].suspect.end_byte <= suspect.size());
      }
    }
    despin_comparison_free(comparison);
  }

  void read_document() {
    despin_read_options options;
    despin_read_options_init(&options, sizeof options);
    const std::string type = text();
    options.content_type = {type.data(), type.size()};
    resize(options);
    const std::string given = text();
    despin_document* document = nullptr;
    const despin_code code =
        despin_document_read(given.data(), given.size(), &options, &document, nullptr);
    check((code == DESPIN_OK) == (document != nullptr));
    if (document != nullptr) {
      despin_span input;
      const auto size = static_cast<std::uint32_t>(despin_document_get(document)->text.size);
      check(despin_document_input_span(document, 0, size, &input, nullptr) == DESPIN_OK);
      check(input.begin_byte <= input.end_byte && input.end_byte <= given.size());
      check(despin_document_input_span(document, 0, size + 1, &input, nullptr) != DESPIN_OK);
    }
    despin_document_free(document);
  }

  void map_offsets() {
    const std::string given = text();
    std::vector<std::uint32_t> offsets(byte() % 16);
    for (std::uint32_t& offset : offsets) offset = byte();
    if (byte() % 4 != 0) std::sort(offsets.begin(), offsets.end());
    const std::vector<std::uint32_t> before = offsets;
    const despin_code code = despin_map_offsets(given.data(), given.size(), byte() % 3,
                                                offsets.data(), offsets.size(), nullptr);
    if (code != DESPIN_OK) return;
    for (std::size_t i = 0; i < offsets.size(); ++i) check(offsets[i] <= before[i]);
  }

  void check_column() {
    despin::made_arrow::Texts texts;
    for (int n = byte() % 8; n > 0; --n) {
      const bool null = byte() % 4 == 0;
      std::string given = text();
      if (null) {
        texts.emplace_back();
      } else {
        texts.emplace_back(std::move(given));
      }
    }
    static constexpr const char* kFormats[] = {"u", "U", "vu"};
    despin::made_arrow::MadeArrow column(kFormats[byte() % 3], texts, byte() % 4);
    // What a schema says of an array may be wrong in ways that can be seen.
    static constexpr const char* kWrong[] = {"i", "+s", "+l", "", "z"};
    const std::uint8_t how = byte();
    if (how < 5) column.schema.format = kWrong[how];
    if (how == 5) column.array.n_buffers = 1;
    if (how == 6) column.array.length = -1;
    despin_batch_options options;
    despin_batch_options_init(&options, sizeof options);
    options.threads = 1;
    resize(options);
    ArrowArray array;
    ArrowSchema schema;
    const despin_code code = despin_check_arrow(detector(), &column.array, &column.schema, &options,
                                                &array, &schema, nullptr);
    check((code == DESPIN_OK) == (array.release != nullptr));
    check((code == DESPIN_OK) == (schema.release != nullptr));
    if (code != DESPIN_OK) return;
    check(array.length == static_cast<std::int64_t>(texts.size()));
    array.release(&array);
    schema.release(&schema);
  }

  void check_texts() {
    struct Taken {
      std::uint64_t number = 0;
      std::uint64_t stop = 0;
      Calls* calls;
      std::vector<std::string> texts;
    } taken{0, byte(), this, {}};
    for (int n = byte() % 8; n > 0; --n) taken.texts.push_back(text());
    std::vector<despin_string> views;
    for (const std::string& given : taken.texts) views.push_back({given.data(), given.size()});
    despin_batch_options options;
    despin_batch_options_init(&options, sizeof options);
    options.threads = 1 + byte() % 2;
    options.max_pending = byte() % 4;
    const despin_code code = despin_check_batch(
        detector(), views.data(), views.size(),
        [](void* context, std::uint64_t number, despin_report* report,
           const despin_error* error) -> std::int32_t {
          auto& self = *static_cast<Taken*>(context);
          check(number == self.number);
          self.calls->expect_report(error->code, report, *error, self.texts[number]);
          despin_report_free(report);
          return ++self.number == self.stop ? 1 : 0;
        },
        &taken, &options, nullptr);
    check(code == DESPIN_OK ? taken.number == views.size() : code == DESPIN_CANCELED);
  }

  void read_line() {
    despin_reader_options options;
    despin_reader_options_init(&options, sizeof options);
    const std::string field = text();
    options.text_field = {field.data(), field.size()};
    resize(options);
    const std::string line = text();
    despin_labeled_record* record = nullptr;
    const despin_code code =
        despin_json_line_read_labeled(line.data(), line.size(), &options, &record, nullptr);
    check((code == DESPIN_OK) == (record != nullptr));
    despin_labeled_record_free(record);
  }

  void open_model() {
    despin_open_options options;
    despin_open_options_init(&options, sizeof options);
    options.verify = byte() % 2;
    options.copy = byte() % 2;
    resize(options);
    const std::string model = text();
    despin_detector* opened = nullptr;
    const despin_code code =
        despin_detector_open_memory(model.data(), model.size(), &options, &opened, nullptr);
    check(code != DESPIN_OK && opened == nullptr);  // 1,020 bytes are no model
  }

  despin::fuzz::ByteFeed feed_;
  despin_workspace* workspace_ = nullptr;
  despin_limits limits_;
  despin_check_options options_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Calls(data, size).run();
  return 0;
}
