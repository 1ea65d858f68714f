// Check and restore.
#include <string>

#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"
#include "lib/capi/report.h"

namespace despin::capi {
namespace {

Result<std::unique_ptr<despin_report>> handle_of(Result<Report> made) {
  if (!made) return made.error();
  return std::make_unique<despin_report>(std::move(*made));
}

struct Restorations {
  explicit Restorations(std::vector<Restoration> made) : restored(std::move(made)) {
    for (const Restoration& r : restored) views.push_back({string_of(r.text), r.score_nats, 0});
    data = {sizeof data, views.data(), views.size()};
  }
  Restorations(const Restorations&) = delete;  // `data` points into it
  Restorations& operator=(const Restorations&) = delete;

  std::vector<Restoration> restored;
  std::vector<despin_restoration> views;
  despin_restorations_data data = {};
};

}  // namespace
}  // namespace despin::capi

struct despin_restorations {
  explicit despin_restorations(std::vector<despin::Restoration> made) : view(std::move(made)) {}

  despin::capi::Restorations view;
};

using despin::Result;
namespace capi = despin::capi;

despin_code despin_check(const despin_detector* detector, despin_workspace* workspace,
                         const char* text, size_t text_size, const despin_check_options* options,
                         despin_report** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_report>> {
    if (detector == nullptr) return capi::missing("detector");
    if (capi::has_no_bytes(text, text_size)) return capi::missing("text");
    const auto how = capi::check_options_of(options);
    if (!how) return how.error();
    const capi::Lease lease(*detector->workspaces, workspace);
    return capi::handle_of(
        detector->detector.analyze(capi::view(text, text_size), lease.workspace(), *how));
  });
}

despin_code despin_check_reading(const despin_detector* detector, despin_workspace* workspace,
                                 const despin_reading* reading, const despin_check_options* options,
                                 despin_report** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_report>> {
    if (detector == nullptr) return capi::missing("detector");
    if (reading == nullptr) return capi::missing("reading");
    const auto how = capi::check_options_of(options);
    if (!how) return how.error();
    const capi::Lease lease(*detector->workspaces, workspace);
    return capi::handle_of(detector->detector.analyze(reading->reading, lease.workspace(), *how));
  });
}

despin_code despin_report_json(const despin_report* report, const char* id, size_t id_size,
                               const char* text, size_t text_size, char** json, size_t* size,
                               despin_error* error) {
  return capi::make_text(json, size, error, [&]() -> Result<std::string> {
    if (report == nullptr) return capi::missing("report");
    if (capi::has_no_bytes(id, id_size)) return capi::missing("id");
    if (capi::has_no_bytes(text, text_size)) return capi::missing("text");
    return to_json(report->report, capi::view(id, id_size), capi::view(text, text_size));
  });
}

despin_code despin_report_document_json(const despin_report* report, const char* id, size_t id_size,
                                        const despin_document* document, char** json, size_t* size,
                                        despin_error* error) {
  return capi::make_text(json, size, error, [&]() -> Result<std::string> {
    if (report == nullptr) return capi::missing("report");
    if (capi::has_no_bytes(id, id_size)) return capi::missing("id");
    if (document == nullptr) return capi::missing("document");
    return to_json(report->report, capi::view(id, id_size), document->document);
  });
}

despin_code despin_report_write_json(const despin_report* report, const char* id, size_t id_size,
                                     const char* text, size_t text_size,
                                     const despin_document* document, despin_sink sink,
                                     void* context, despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (report == nullptr) return capi::missing("report");
    if (capi::has_no_bytes(id, id_size)) return capi::missing("id");
    if (document == nullptr && capi::has_no_bytes(text, text_size)) return capi::missing("text");
    if (sink == nullptr) return capi::missing("sink");
    const auto put = [&](std::string_view piece) { sink(context, piece.data(), piece.size()); };
    const std::string_view name = capi::view(id, id_size);
    if (document != nullptr) return to_json(report->report, name, document->document, put);
    return to_json(report->report, name, capi::view(text, text_size), put);
  });
}

despin_code despin_reading_new(despin_reading** out, despin_error* error) {
  return capi::make(out, error, []() -> Result<std::unique_ptr<despin_reading>> {
    return std::make_unique<despin_reading>();
  });
}

despin_code despin_reading_read(despin_reading* reading, const despin_detector* detector,
                                despin_workspace* workspace, const char* text, size_t text_size,
                                const despin_limits* limits, despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (reading == nullptr) return capi::missing("reading");
    if (detector == nullptr) return capi::missing("detector");
    if (capi::has_no_bytes(text, text_size)) return capi::missing("text");
    const auto bounds = capi::limits_of(limits);
    if (!bounds) return bounds.error();
    const capi::Lease lease(*detector->workspaces, workspace);
    return detector->detector.read(capi::view(text, text_size), lease.workspace(), reading->reading,
                                   *bounds);
  });
}

void despin_reading_free(despin_reading* reading) { delete reading; }

despin_code despin_restore(const despin_detector* detector, despin_workspace* workspace,
                           const char* phrase, size_t phrase_size, size_t max_meanings,
                           const despin_limits* limits, despin_restorations** out,
                           despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_restorations>> {
    if (detector == nullptr) return capi::missing("detector");
    if (capi::has_no_bytes(phrase, phrase_size)) return capi::missing("phrase");
    const auto bounds = capi::limits_of(limits);
    if (!bounds) return bounds.error();
    const capi::Lease lease(*detector->workspaces, workspace);
    auto made = detector->detector.restore(capi::view(phrase, phrase_size), lease.workspace(),
                                           max_meanings, *bounds);
    if (!made) return made.error();
    return std::make_unique<despin_restorations>(std::move(*made));
  });
}

const despin_restorations_data* despin_restorations_get(const despin_restorations* restorations) {
  return restorations == nullptr ? nullptr : &restorations->view.data;
}

void despin_restorations_free(despin_restorations* restorations) { delete restorations; }
