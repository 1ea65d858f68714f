// lib/api/detector_impl.h - what a Detector owns, for those who share its model.
//
// Threads  Immutable.
#pragma once

#include <utility>

#include "despin/detector.h"
#include "lib/detect/model.h"

namespace despin {
inline namespace v1 {

struct Detector::Impl {
  explicit Impl(detect::Model opened) : model(std::move(opened)) {}
  detect::Model model;
};

}  // namespace v1
}  // namespace despin
