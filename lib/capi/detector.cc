#include <span>
#include <string>

#include "lib/capi/border.h"
#include "lib/capi/handles.h"
#include "lib/capi/options.h"

namespace despin::capi {

std::unique_ptr<Workspace> WorkspacePool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<Workspace> taken = std::move(idle_.back());
      idle_.pop_back();
      return taken;
    }
  }
  return std::make_unique<Workspace>();
}

void WorkspacePool::give_back(std::unique_ptr<Workspace> workspace) noexcept {
  const std::lock_guard lock(mutex_);
  try {
    idle_.push_back(std::move(workspace));
  } catch (const std::bad_alloc&) {  // then it is destroyed
  }
}

DetectorInfoView::DetectorInfoView(const Detector& detector)
    : info(detector.info()), fingerprint(fingerprint_name(info.fingerprint)) {
  for (const std::string& language : info.languages) languages.push_back(string_of(language));
  for (const DetectorInfo::LengthBand& band : info.bands) {
    bands.push_back({band.min_words, band.texts, band.thresholds.data()});
  }
  data.struct_size = sizeof data;
  data.path = string_of(info.path);
  data.fingerprint = string_of(fingerprint);
  data.fingerprint_value = info.fingerprint;
  data.major_version = info.major_version;
  data.minor_version = info.minor_version;
  data.bytes = info.bytes;
  put_list(languages, data.languages, data.language_count);
  data.bias = info.bias;
  put_list(info.rates, data.rates, data.rate_count);
  put_list(bands, data.bands, data.band_count);
}

namespace {

Result<std::unique_ptr<despin_detector>> handle_of(Result<Detector> opened) {
  if (!opened) return opened.error();
  return std::make_unique<despin_detector>(std::move(*opened));
}

struct ModelInfoView {
  explicit ModelInfoView(ModelInfo read) : info(std::move(read)) {
    for (const ModelInfo::Section& section : info.sections) {
      sections.push_back(
          {string_of(section.tag), section.version, section.required ? 1 : 0, section.bytes});
    }
    data = {sizeof data,
            info.major_version,
            info.minor_version,
            info.bytes,
            sections.data(),
            sections.size(),
            string_of(info.provenance_json)};
  }
  ModelInfoView(const ModelInfoView&) = delete;  // `data` points into it
  ModelInfoView& operator=(const ModelInfoView&) = delete;

  ModelInfo info;
  std::vector<despin_model_section> sections;
  despin_model_info_data data = {};
};

}  // namespace
}  // namespace despin::capi

struct despin_model_info {
  explicit despin_model_info(despin::ModelInfo read) : view(std::move(read)) {}

  despin::capi::ModelInfoView view;
};

using despin::Detector;
using despin::Result;
namespace capi = despin::capi;

despin_code despin_detector_open(const char* path, const despin_open_options* options,
                                 despin_detector** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_detector>> {
    if (path == nullptr) return capi::missing("path");
    const auto how = capi::open_options_of(options);
    if (!how) return how.error();
    return capi::handle_of(Detector::open(path, *how));
  });
}

despin_code despin_detector_open_memory(const void* bytes, size_t size,
                                        const despin_open_options* options, despin_detector** out,
                                        despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_detector>> {
    if (capi::has_no_bytes(bytes, size)) return capi::missing("bytes");
    const auto how = capi::open_options_of(options);
    if (!how) return how.error();
    return capi::handle_of(
        Detector::open(std::span(static_cast<const std::byte*>(bytes), size), *how));
  });
}

despin_detector* despin_detector_retain(despin_detector* detector) {
  if (detector != nullptr) detector->owners.fetch_add(1, std::memory_order_relaxed);
  return detector;
}

void despin_detector_free(despin_detector* detector) {
  if (detector != nullptr && detector->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
    delete detector;
  }
}

const despin_detector_info* despin_detector_get_info(const despin_detector* detector) {
  return detector == nullptr ? nullptr : &detector->info.data;
}

despin_code despin_model_info_read(const char* path, despin_model_info** out, despin_error* error) {
  return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_model_info>> {
    if (path == nullptr) return capi::missing("path");
    auto info = despin::model_info(path);
    if (!info) return info.error();
    return std::make_unique<despin_model_info>(std::move(*info));
  });
}

const despin_model_info_data* despin_model_info_get(const despin_model_info* info) {
  return info == nullptr ? nullptr : &info->view.data;
}

void despin_model_info_free(despin_model_info* info) { delete info; }

despin_code despin_model_verify(const char* path, despin_error* error) {
  return capi::bordered(error, [&]() -> Result<void> {
    if (path == nullptr) return capi::missing("path");
    return despin::verify_model(path);
  });
}

despin_code despin_workspace_new(despin_workspace** out, despin_error* error) {
  return capi::make(out, error, []() -> Result<std::unique_ptr<despin_workspace>> {
    return std::make_unique<despin_workspace>();
  });
}

void despin_workspace_shrink(despin_workspace* workspace) {
  if (workspace != nullptr) workspace->workspace.shrink();
}

void despin_workspace_free(despin_workspace* workspace) { delete workspace; }
