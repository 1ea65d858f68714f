#include "lib/detect/model.h"

#include <utility>

#include "lib/base/hash.h"

namespace despin::detect {
namespace {

// Any odd number: a model without a recipe must not hash to 0.
constexpr std::uint64_t kFingerprintSeed = 0x9E3779B97F4A7C15ULL;

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
  const auto vocb = file.section(format::kVocabularySection);
  if (!vocb) return vocb.error();
  auto vocabulary = format::Vocabulary::view(*vocb);
  if (!vocabulary) return vocabulary.error();
  const auto ngrm = file.section(format::kNgramSection);
  if (!ngrm) return ngrm.error();
  auto ngrams = lm::NgramModel::view(*ngrm);
  if (!ngrams) return ngrams.error();
  if (ngrams->words() != vocabulary->size()) {
    return Error{
        ErrorCode::kBadModel,
        "sections VOCB and NGRM count different words; expected an intact model file; fetch or "
        "build it again"};
  }
  const auto chan = file.section(format::kChannelSection);
  if (!chan) return chan.error();
  auto channel = channel::Channel::view(*chan);
  if (!channel) return channel.error();
  std::optional<cloze::ClozeNet> cloze;
  if (const auto cloz = file.find(format::kClozeSection)) {
    auto net = cloze::ClozeNet::view(*cloz);
    if (!net) return net.error();
    if (net->words() > vocabulary->size()) {
      return Error{ErrorCode::kBadModel,
                   "section CLOZ knows more words than section VOCB has; expected an intact "
                   "model file; fetch or build it again"};
    }
    cloze = std::move(*net);
  }
  const auto scor = file.section(format::kScoringSection);
  if (!scor) return scor.error();
  const auto calb = file.section(format::kCalibrationSection);
  if (!calb) return calb.error();
  const auto detect = format::parameters_of<DetectParameters>(file);
  if (!detect) return detect.error();
  auto scoring = Scoring::view(*scor, *calb, *detect);
  if (!scoring) return scoring.error();
  Tagger tagger;
  if (const auto tagr = file.find(format::kTaggerSection)) {
    auto trained = Tagger::view(*tagr);
    if (!trained) return trained.error();
    tagger = *trained;
  }
  channel::Families families;
  if (const auto faml = file.find(format::kFamiliesSection)) {
    auto opened = channel::Families::view(*faml);
    if (!opened) return opened.error();
    families = std::move(*opened);
  }
  channel::KnownPhrases known_phrases;
  if (const auto term = file.find(format::kKnownPhrasesSection)) {
    auto opened = channel::KnownPhrases::view(*term, vocabulary->size());
    if (!opened) return opened.error();
    known_phrases = std::move(*opened);
  }
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
               std::move(cloze),
               std::move(*scoring),
               tagger,
               std::move(families),
               std::move(known_phrases),
               *decode,
               *rank,
               *restore,
               *detect};
}

}  // namespace despin::detect
