// lib/api/detector_impl.h - what a Detector owns, for those who share its model.
//
// Threads  Immutable.
#pragma once

#include <string>
#include <utility>

#include "despin/detector.h"
#include "lib/align/parameters.h"
#include "lib/detect/model.h"
#include "lib/search/parameters.h"

namespace despin {
inline namespace v1 {

struct Detector::Impl {
  Impl(std::string opened_path, detect::Model opened, const align::Parameters& align_parameters,
       const search::Parameters& search_parameters)
      : path(std::move(opened_path)),
        model(std::move(opened)),
        aligning(align_parameters),
        searching(search_parameters) {}

  std::string path;
  detect::Model model;
  align::Parameters aligning;
  search::Parameters searching;
};

}  // namespace v1
}  // namespace despin
