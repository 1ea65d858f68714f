#include "lib/detect/model.h"

#include <optional>
#include <span>
#include <utility>

#include "lib/base/hash.h"

namespace despin::detect {
namespace {

// Any odd number: a model without a recipe must not hash to 0.
constexpr std::uint64_t kFingerprintSeed = 0x9E3779B97F4A7C15ULL;

// What `view` makes of a section.
template <class Value>
Result<Value> view_section(const format::ModelFile& file, format::Tag tag,
                           Result<Value> (*view)(std::span<const std::byte>)) {
  const auto section = file.section(tag);
  if (!section) return section.error();
  return view(*section);
}

// The same; nothing if the file lacks the section.
template <class Value>
Result<std::optional<Value>> view_optional(const format::ModelFile& file, format::Tag tag,
                                           Result<Value> (*view)(std::span<const std::byte>)) {
  if (!file.find(tag)) return std::optional<Value>();
  auto viewed = view_section(file, tag, view);
  if (!viewed) return viewed.error();
  return std::optional<Value>(std::move(*viewed));
}

}  // namespace

std::uint64_t Model::fingerprint() const noexcept {
  const format::FileHeader& header = file.header();
  std::uint64_t hash = base::multiply_fold(header.recipe_hash ^ kFingerprintSeed,
                                           header.file_bytes ^ header.unicode_version);
  for (const format::SectionInfo& section : file.sections()) {
    const std::uint64_t kind = std::uint64_t{section.version} << 16 | section.flags;
    hash = base::mix64(hash ^ base::hash_bytes(section.tag.view()));
    hash = base::mix64(hash ^ (kind << 32 | section.crc));
    hash = base::mix64(hash ^ section.length);
  }
  return hash;
}

Result<Model> Model::open(const std::string& path) {
  auto file = format::ModelFile::open(path);
  if (!file) return file.error();
  return view(std::move(*file));
}

Result<Model> Model::view(format::ModelFile file) {
  const auto vocabulary = view_section(file, format::kVocabularySection, format::Vocabulary::view);
  if (!vocabulary) return vocabulary.error();
  const auto ngrams = view_section(file, format::kNgramSection, lm::NgramModel::view);
  if (!ngrams) return ngrams.error();
  if (ngrams->words() != vocabulary->size()) {
    return Error{
        ErrorCode::kBadModel,
        "sections VOCB and NGRM count different words; expected an intact model file; fetch or "
        "build it again"};
  }
  const auto channel = view_section(file, format::kChannelSection, channel::Channel::view);
  if (!channel) return channel.error();
  auto cloze = view_optional(file, format::kClozeSection, cloze::ClozeNet::view);
  if (!cloze) return cloze.error();
  if (*cloze && (*cloze)->words() > vocabulary->size()) {
    return Error{ErrorCode::kBadModel,
                 "section CLOZ knows more words than section VOCB has; expected an intact "
                 "model file; fetch or build it again"};
  }
  const auto scor = file.section(format::kScoringSection);
  if (!scor) return scor.error();
  const auto calb = file.section(format::kCalibrationSection);
  if (!calb) return calb.error();
  const auto detect = format::parameters_of<DetectParameters>(file);
  if (!detect) return detect.error();
  auto scoring = Scoring::view(*scor, *calb, *detect);
  if (!scoring) return scoring.error();
  auto tagger = view_optional(file, format::kTaggerSection, Tagger::view);
  if (!tagger) return tagger.error();
  auto families = view_optional(file, format::kFamiliesSection, channel::Families::view);
  if (!families) return families.error();
  channel::KnownPhrases known_phrases;
  if (const auto term = file.find(format::kKnownPhrasesSection)) {
    auto viewed = channel::KnownPhrases::view(*term, vocabulary->size());
    if (!viewed) return viewed.error();
    known_phrases = std::move(*viewed);
  }
  auto languages = view_optional(file, format::kLanguageSection, language::LanguageModel::view);
  if (!languages) return languages.error();
  const auto decode = format::parameters_of<decode::DecodeParameters>(file);
  if (!decode) return decode.error();
  const auto rank = format::parameters_of<decode::RankParameters>(file);
  if (!rank) return rank.error();
  const auto restore = format::parameters_of<decode::RestoreOptions>(file);
  if (!restore) return restore.error();
  return Model{std::move(file),
               *vocabulary,
               *ngrams,
               *channel,
               std::move(*cloze),
               std::move(*scoring),
               tagger->value_or(Tagger()),
               std::move(*families).value_or(channel::Families()),
               std::move(known_phrases),
               std::move(*languages).value_or(language::LanguageModel()),
               *decode,
               *rank,
               *restore,
               *detect};
}

}  // namespace despin::detect
