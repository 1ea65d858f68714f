// lib/detect/document_report.h
// From a reading to a Report: language, artifacts, features, score, verdict, families, findings.
//
//   detect::ReportScratch scratch;                     // reusable, one per thread
//   const Report report = detect::make_report(reading, model, options, scratch);
//
// Score, evidence and swap rate are of the reading. What a text is called spun for are passages:
// each is read by itself, and its families and findings are those of the passage. Findings are of
// a second pass (lib/decode/rescore.h), which changes no score, so that a text that is not spun
// never pays for it.
//
// Threads  Stateless; a scratch serves one call at a time.
// Cost     O(words); of a spun text a multiple.
#pragma once

#include <vector>

#include "despin/report.h"
#include "lib/decode/rescore.h"
#include "lib/detect/artifacts.h"
#include "lib/detect/features.h"
#include "lib/detect/model.h"
#include "lib/detect/reading.h"

namespace despin::detect {

// Buffers alone.
struct ReportScratch {
  decode::DecodeScratch decoding;
  decode::RescoreScratch rescoring;
  decode::Rescored rescored;
  Reading part;  // a passage
};

// What the score of a reading is made of.
DocumentFacts facts_of(const Reading& reading, const format::Vocabulary& vocabulary,
                       const DetectParameters& parameters = {}, base::Budget* budget = nullptr);

// Errors: those of the budget, which is of options.limits. REQUIRES: read() by this model, not
// read_ngrams().
Result<Report> make_report(const Reading& reading, const Model& model,
                           const AnalyzeOptions& options, ReportScratch& scratch,
                           base::Budget* budget = nullptr);

}  // namespace despin::detect
