// tests/support/c_handles.h - handles of the C interface that free themselves.
//
//   const c::Detector detector = c::open_detector(path);
//   c::Report report;
//   ASSERT_EQ(despin_check(detector.get(), nullptr, text.data(), text.size(), nullptr,
//                          c::out(report), &error), DESPIN_OK);
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "despin/despin.h"
#include "gtest/gtest.h"

namespace despin::c {

template <auto free>
struct Free {
  template <class Handle>
  void operator()(Handle* handle) const {
    free(handle);
  }
};

using Detector = std::unique_ptr<despin_detector, Free<despin_detector_free>>;
using Workspace = std::unique_ptr<despin_workspace, Free<despin_workspace_free>>;
using Reading = std::unique_ptr<despin_reading, Free<despin_reading_free>>;
using Report = std::unique_ptr<despin_report, Free<despin_report_free>>;
using Restorations = std::unique_ptr<despin_restorations, Free<despin_restorations_free>>;
using ModelInfo = std::unique_ptr<despin_model_info, Free<despin_model_info_free>>;
using Aligner = std::unique_ptr<despin_aligner, Free<despin_aligner_free>>;
using Comparison = std::unique_ptr<despin_comparison, Free<despin_comparison_free>>;
using Index = std::unique_ptr<despin_index, Free<despin_index_free>>;
using Matches = std::unique_ptr<despin_matches, Free<despin_matches_free>>;
using Statistics = std::unique_ptr<despin_index_statistics, Free<despin_index_statistics_free>>;
using Writer = std::unique_ptr<despin_index_writer, Free<despin_index_writer_free>>;
using Document = std::unique_ptr<despin_document, Free<despin_document_free>>;
using Reader = std::unique_ptr<despin_reader, Free<despin_reader_free>>;
using Record = std::unique_ptr<despin_record, Free<despin_record_free>>;
using LabeledRecord = std::unique_ptr<despin_labeled_record, Free<despin_labeled_record_free>>;
using Walk = std::unique_ptr<despin_walk, Free<despin_walk_free>>;
using Text = std::unique_ptr<char, Free<despin_free>>;

// Where a call puts a handle; the owner has it once the call is over.
template <class Owner>
class Out {
 public:
  explicit Out(Owner& owner) : owner_(owner) {}
  ~Out() { owner_.reset(handle_); }
  Out(const Out&) = delete;  // one call, one handle
  Out& operator=(const Out&) = delete;
  operator typename Owner::pointer *() { return &handle_; }  // NOLINT

 private:
  Owner& owner_;
  typename Owner::pointer handle_ = nullptr;
};
template <class Owner>
Out<Owner> out(Owner& owner) {
  return Out<Owner>(owner);
}

inline Detector open_detector(const std::string& path) {
  Detector detector;
  despin_error error;
  EXPECT_EQ(despin_detector_open(path.c_str(), nullptr, out(detector), &error), DESPIN_OK)
      << error.message;
  return detector;
}

inline Report check(const despin_detector* detector, std::string_view text) {
  despin_check_options options;
  despin_check_options_init(&options, sizeof options);
  options.max_false_positive_rate = .1;
  Report report;
  despin_error error;
  EXPECT_EQ(
      despin_check(detector, nullptr, text.data(), text.size(), &options, out(report), &error),
      DESPIN_OK)
      << error.message;
  return report;
}

inline std::string json(const despin_report* report, std::string_view id, std::string_view text) {
  Text line;
  std::size_t size = 0;
  despin_error error;
  EXPECT_EQ(despin_report_json(report, id.data(), id.size(), text.data(), text.size(), out(line),
                               &size, &error),
            DESPIN_OK)
      << error.message;
  return line ? std::string(line.get(), size) : std::string();
}

inline std::string_view view(const despin_string& text) { return {text.data, text.size}; }
inline despin_string string(std::string_view text) { return {text.data(), text.size()}; }
inline std::vector<despin_string> strings(const std::vector<std::string>& texts) {
  std::vector<despin_string> views;
  for (const std::string& text : texts) views.push_back(string(text));
  return views;
}

}  // namespace despin::c
