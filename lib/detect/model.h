// lib/detect/model.h
// A model file with every section opened: what the stages need, in one place.
//
// Threads  Immutable.
// Errors   open(): as format::ModelFile::open(), and kBadModel naming the section.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "despin/result.h"
#include "lib/channel/channel.h"
#include "lib/channel/families.h"
#include "lib/channel/known_phrases.h"
#include "lib/cloze/cloze_net.h"
#include "lib/decode/parameters.h"
#include "lib/detect/parameters.h"
#include "lib/detect/scoring.h"
#include "lib/detect/tagger.h"
#include "lib/format/model_file.h"
#include "lib/format/vocabulary.h"
#include "lib/lm/ngram_model.h"

namespace despin::detect {

struct Model {
  format::ModelFile file;  // keeps the mapping that all others view
  format::Vocabulary vocabulary;
  lm::NgramModel ngrams;
  channel::Channel channel;
  std::optional<cloze::ClozeNet> cloze;
  Scoring scoring;
  Tagger tagger;
  channel::Families families;           // empty if the model knows none
  channel::KnownPhrases known_phrases;  // likewise
  // Initial where the model has no section of them.
  decode::DecodeParameters decode;
  decode::RankParameters rank;
  decode::RestoreOptions restore;  // its pointers are null
  DetectParameters detect;

  // Tells it from other models: of tags, sizes and checksums of the sections, and what else the
  // header says. O(sections).
  std::uint64_t fingerprint() const noexcept;

  // Null if the model has none.
  const cloze::ClozeNet* net() const noexcept { return cloze ? &*cloze : nullptr; }

  static Result<Model> open(const std::string& path);
  static Result<Model> view(format::ModelFile file);
};

}  // namespace despin::detect
