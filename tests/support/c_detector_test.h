// tests/support/c_detector_test.h - the small model, opened by the C interface, for tests of that.
//
//   class CBatches : public CDetectorTest { ... };   // detector_, check_, error_
#pragma once

#include "tests/support/api_calls.h"
#include "tests/support/c_handles.h"

namespace despin {

class CDetectorTest : public testing::Test {
 protected:
  CDetectorTest() {
    api_calls::write_model(model_.path());
    detector_ = c::open_detector(model_.path());
    despin_check_options_init(&check_, sizeof check_);
    check_.max_false_positive_rate = .1;
  }

  const small_model::TemporaryFile model_{"model"};
  c::Detector detector_;
  despin_check_options check_;
  despin_error error_;
};

}  // namespace despin
