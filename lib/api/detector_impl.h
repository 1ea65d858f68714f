// lib/api/detector_impl.h - what a Detector owns, for those who share its model.
//
// Threads  Immutable.
#pragma once

#include <utility>

#include "despin/detector.h"
#include "lib/decode/decoder.h"
#include "lib/detect/model.h"

namespace despin {
inline namespace v1 {

struct Detector::Impl {
  explicit Impl(detect::Model opened)
      : model(std::move(opened)),
        decoder(model.ngrams, model.channel, model.decode.first,
                model.cloze ? &*model.cloze : nullptr),
        close_decoder(model.ngrams, model.channel, model.decode.rescoring,
                      model.cloze ? &*model.cloze : nullptr),
        quick_decoder(model.ngrams, model.channel, model.decode.first) {}
  detect::Model model;
  decode::Decoder decoder;
  decode::Decoder close_decoder;
  // N-grams only: less accurate, ten times faster.
  decode::Decoder quick_decoder;
};

}  // namespace v1
}  // namespace despin
