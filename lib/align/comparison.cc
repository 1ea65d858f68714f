#include "lib/align/comparison.h"

#include <algorithm>
#include <string>
#include <vector>

#include "lib/align/copy_evidence.h"
#include "lib/align/copy_policy.h"
#include "lib/align/direction.h"
#include "lib/align/rewording.h"

namespace despin::align {
namespace {

using align::WordPair;
using align::WordRange;

// Pairs by suspect and, for each, the words of the original behind its own that nobody
// stands for.
class RunWriter {
 public:
  RunWriter(const align::Alignment& alignment, const TokenizedText& original,
            const TokenizedText& suspect, std::vector<AlignedRun>& out)
      : pairs_(alignment.pairs), original_(original), suspect_(suspect), out_(out) {}

  void write() {
    find_dropped();
    add_dropped(first_dropped_, 0);
    std::uint32_t at = 0;
    std::uint32_t original_byte = 0;
    for (std::size_t k = 0; k < pairs_.size();) {
      add_added({at, pairs_[k].suspect.begin}, original_byte);
      std::size_t last = k;
      while (last + 1 < pairs_.size() && joins(pairs_[last], pairs_[last + 1])) ++last;
      const ByteSpan original =
          original_.bytes({pairs_[k].original.begin, pairs_[last].original.end});
      const ByteSpan suspect = suspect_.bytes({pairs_[k].suspect.begin, pairs_[last].suspect.end});
      out_.push_back({pairs_[k].edit, original, suspect});
      add_dropped(dropped_[last], suspect.end_byte);
      at = pairs_[last].suspect.end;
      original_byte = original.end_byte;
      k = last + 1;
    }
    add_added({at, static_cast<std::uint32_t>(suspect_.words.words.size())}, original_byte);
  }

 private:
  void find_dropped() {
    std::vector<std::uint32_t> by_original(pairs_.size());
    for (std::uint32_t k = 0; k < pairs_.size(); ++k) by_original[k] = k;
    std::sort(by_original.begin(), by_original.end(), [this](std::uint32_t a, std::uint32_t b) {
      return pairs_[a].original.begin < pairs_[b].original.begin;
    });
    dropped_.assign(pairs_.size(), {});
    const auto words = static_cast<std::uint32_t>(original_.words.words.size());
    first_dropped_ = {0, by_original.empty() ? words : pairs_[by_original[0]].original.begin};
    for (std::size_t n = 0; n < by_original.size(); ++n) {
      const std::uint32_t next =
          n + 1 < by_original.size() ? pairs_[by_original[n + 1]].original.begin : words;
      dropped_[by_original[n]] = {pairs_[by_original[n]].original.end, next};
    }
  }

  bool joins(const WordPair& a, const WordPair& b) const {
    return (a.edit == Edit::kKept || a.edit == Edit::kMoved) && a.edit == b.edit &&
           a.original.end == b.original.begin && a.suspect.end == b.suspect.begin;
  }

  void add_dropped(WordRange words, std::uint32_t suspect_byte) {
    if (words.empty()) return;
    out_.push_back({Edit::kDropped, original_.bytes(words), {suspect_byte, suspect_byte}});
  }

  void add_added(WordRange words, std::uint32_t original_byte) {
    if (words.empty()) return;
    out_.push_back({Edit::kAdded, {original_byte, original_byte}, suspect_.bytes(words)});
  }

  const std::vector<WordPair>& pairs_;
  const TokenizedText& original_;
  const TokenizedText& suspect_;
  std::vector<AlignedRun>& out_;
  std::vector<WordRange> dropped_;
  WordRange first_dropped_;
};

constexpr std::size_t kMaxWords = std::size_t{1} << 28;

Result<void> read(std::string_view name, std::string_view utf8, const ComparisonModel& model,
                  const text::TokenizeOptions& options, TokenizedText& out) {
  if (auto ok = text::tokenize(utf8, out.tokens, options); !ok) {
    return Error{ok.error().code, std::string(name) + ": " + ok.error().message, ok.error().byte};
  }
  to_words(out.tokens, utf8, model.vocabulary, model.ngrams, model.parameters.classes, out.words,
           options.budget);
  if (base::ended(options.budget)) return options.budget->error();
  if (out.words.words.size() > kMaxWords) {
    return Error{ErrorCode::kTooLarge,
                 std::string(name) + ": " + std::to_string(out.words.words.size()) +
                     " words; expected at most " + std::to_string(kMaxWords) + "; split the text"};
  }
  return {};
}

// Of a word of either text at most: tokens, words, grams, anchors, runs, and a band's cells.
constexpr std::uint64_t kBytesPerWord = 600;

Result<void> check_memory(std::uint64_t words, const Limits& limits) {
  if (limits.max_memory == 0 || words * kBytesPerWord <= limits.max_memory) return {};
  return Error{ErrorCode::kTooLarge,
               "two texts of " + std::to_string(words) + " words, for which up to " +
                   std::to_string(words * kBytesPerWord) + " bytes of memory are needed; " +
                   "expected at most " + std::to_string(limits.max_memory) +
                   "; raise Limits::max_memory, or lower Limits::max_words"};
}

void to_spans(const align::Alignment& alignment, const TokenizedText& original,
              const TokenizedText& suspect, Comparison& out) {
  for (const align::AlignedPassage& p : alignment.passages) {
    out.passages.push_back({original.bytes(p.original), suspect.bytes(p.suspect), p.nats, p.moved});
  }
  for (const WordPair& pair : alignment.pairs) {
    if (pair.edit != Edit::kSwapped && pair.edit != Edit::kInflected) continue;
    out.substitutions.push_back({original.bytes(pair.original), suspect.bytes(pair.suspect),
                                 pair.nats, pair.edit, pair.listed});
  }
  RunWriter(alignment, original, suspect, out.runs).write();
}

std::vector<ComparedWord> compared_words(const TokenizedText& text) {
  std::vector<ComparedWord> out;
  out.reserve(text.words.words.size());
  std::uint32_t flags = 0;  // of breaks before the word too
  for (const text::Token& token : text.tokens.list) {
    flags |= token.flags;
    if (token.kind == text::TokenKind::kBreak) continue;
    out.push_back({{token.begin_byte, token.end_byte},
                   (flags & text::kSentenceStart) != 0,
                   (flags & text::kParagraphStart) != 0});
    flags = 0;
  }
  return out;
}

bool is_reworded(std::span<const Word> original, std::span<const Word> suspect,
                 const ComparisonModel& model, ComparisonScratch& scratch, base::Budget* budget) {
  const RewordingEvidence evidence = content_rewording(
      original, suspect, {&model.channel, &model.vocabulary, RowWords::kContent, &model.parameters},
      scratch.aligning, scratch.content_alignment, budget);
  return rewording_log_odds(evidence, model.parameters.rewording) >= 0;
}

Direction direction_of(double probability, const DirectionRules& rules) {
  if (probability >= rules.min_probability) return Direction::kOriginal;
  if (1 - probability >= rules.min_probability) return Direction::kSuspect;
  return Direction::kUnclear;
}

}  // namespace

ByteSpan TokenizedText::bytes(align::WordRange range) const {
  const auto token = [this](std::uint32_t word) -> const text::Token& {
    return tokens.list[words.tokens[word]];
  };
  return {token(range.begin).begin_byte, token(range.end - 1).end_byte};
}

Result<Comparison> compare(std::string_view original, std::string_view suspect,
                           const ComparisonModel& model, ComparisonScratch& scratch,
                           const CompareOptions& options, base::Budget* budget) {
  const text::TokenizeOptions reading{options.limits.max_words, budget};
  if (auto ok = read("the original", original, model, reading, scratch.original); !ok) {
    return ok.error();
  }
  if (auto ok = read("the suspect", suspect, model, reading, scratch.suspect); !ok) {
    return ok.error();
  }
  const auto& original_words = scratch.original.words.words;
  const auto& suspect_words = scratch.suspect.words.words;
  if (auto ok = check_memory(original_words.size() + suspect_words.size(), options.limits); !ok) {
    return ok.error();
  }
  const Parameters& parameters = model.parameters;
  align::align(original_words, suspect_words,
               {&model.channel, &model.vocabulary, RowWords::kAll, &parameters}, scratch.aligning,
               scratch.alignment, budget);
  if (base::ended(budget)) return budget->error();
  const CopyEvidence evidence =
      copy_evidence(original_words, suspect_words, scratch.alignment, parameters);
  Comparison out;
  out.relation = judge_given_original(evidence, parameters.given_original);
  if (out.relation < Relation::kVerbatim &&
      is_reworded(original_words, suspect_words, model, scratch, budget)) {
    out.relation = Relation::kReworded;
  }
  if (base::ended(budget)) return budget->error();
  out.copied = evidence.copied;
  out.swapped = evidence.swapped;
  out.evidence_nats = evidence.evidence_nats;
  out.original_words = static_cast<std::uint32_t>(original_words.size());
  out.suspect_words = static_cast<std::uint32_t>(suspect_words.size());
  out.direction_probability = direction_probability(
      direction_evidence(original_words, suspect_words, scratch.alignment.pairs, model.ngrams,
                         model.channel, parameters.direction),
      parameters.direction);
  out.direction = direction_of(out.direction_probability, parameters.direction);
  to_spans(scratch.alignment, scratch.original, scratch.suspect, out);
  out.original_truncated = scratch.original.tokens.truncated;
  out.suspect_truncated = scratch.suspect.tokens.truncated;
  out.words_of_original = compared_words(scratch.original);
  out.words_of_suspect = compared_words(scratch.suspect);
  return out;
}

}  // namespace despin::align
