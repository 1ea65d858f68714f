// despin/report.h - what a Detector says of one text.
//
//   if (report.verdict == despin::Verdict::kSpun)
//     for (const despin::Finding& f : report.findings) show(f.begin_byte, f.end_byte);
//
// Units    Offsets are bytes of the caller's own UTF-8, half-open [begin, end), never of the
//          normalized text. Evidence is in nats; > 0 says "spun".
// Threads  Plain values.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "despin/byte_span.h"
#include "despin/export.h"
#include "despin/json_sink.h"
#include "despin/limits.h"
#include "despin/result.h"

namespace despin {
inline namespace v1 {

struct Document;  // despin/document.h

enum class Verdict : std::uint8_t { kAbstain, kNotSpun, kSpun };

// Why a Report abstains; kNone unless its verdict is kAbstain.
enum class AbstainReason : std::uint8_t {
  kNone,
  kTooShort,    // too few words for the chosen error rate to mean anything
  kNotEnglish,  // in another language, or the model has never seen most of these words
  kUnfamiliar,  // English, but unlike any text the model was measured on
};

// One stretch of text that reads like a thesaurus entry put in a word's place.
struct Finding {
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
  // Log-likelihood ratio of substitution, of the span alone: posterior log-odds less those of the
  // text's swap rate. May be negative. In a text called spun it is of the second pass.
  float evidence_nats = 0;
  // Up to five restorations, best first, in lower case as the model knows them.
  std::vector<std::string> likely_originals;
  // That it was substituted, at least .5. In a text called spun, given that it is, by a classifier
  // trained on spun texts; in any other the decoder's posterior, which is overconfident.
  float probability = 0;
};

// One term of the document score: nats = weight * (value - typical value).
struct Contribution {
  std::string_view name;  // static storage; stable within a minor version
  double value = 0;
  double nats = 0;
};

// Characters that hide words from a reader of bytes; spinners use them.
struct Obfuscation {
  // Zero-width and soft-hyphen characters in words, blank letters in place of spaces, characters
  // that turn the direction of writing.
  std::uint32_t invisible = 0;
  // Letters of another script in a Latin word; in an English text full of them also accents, small
  // capitals, and digits for letters.
  std::uint32_t lookalike = 0;
};

// Words in marks that keep words out of judgement: code, rows of tables, quotation marks around few
// words. Marks are not believed where much of a text stands in them and reads as prose.
struct ExemptWords {
  std::uint32_t left_out = 0;  // not judged; those in code are no part of Report::words
  std::uint32_t judged = 0;    // judged all the same
};

// How likely a spun text comes from one family of spinners: those that share preferred substitutes.
struct FamilyShare {
  std::string name;                    // as the model has it; "unknown": none it knows
  double posterior = 0;                // all of a report sum to 1
  std::vector<std::string> known_for;  // phrases that the family is known by; of "unknown" none
  // Up to three phrases of this text that speak most for it, the strongest first.
  std::vector<ByteSpan> phrases;
};

// The language of a text, told from its words alone, whatever a page declares.
struct Language {
  std::string code;  // ISO 639: "fr"; empty: not told, for want of words or by an older model
  // Expected share of the text's words, by a sample, that are of this language: of a short text in
  // one language, the probability.
  double probability = 0;
};

// A stretch of whole sentences that is judged by itself; members as in Report. Its bound is that of
// the text: however many stretches a text has, no more genuine texts have one that scores as high.
struct JudgedPassage {
  std::uint32_t begin_byte = 0;
  std::uint32_t end_byte = 0;
  Verdict verdict = Verdict::kAbstain;
  AbstainReason abstain_reason = AbstainReason::kNone;
  double score = 0;
  double swap_rate = 0;
  double false_positive_rate_upper = 1;
  std::uint32_t words = 0;
  std::vector<FamilyShare> families;
};

// Owns all it holds; outlives text, Workspace and Detector.
struct Report {
  Verdict verdict = Verdict::kAbstain;
  AbstainReason abstain_reason = AbstainReason::kNone;
  // Log-odds in nats, comparable between texts of any length, by one model only; by a model that
  // finds passages that of the densest one. 0 is even odds where one text in two is spun; the
  // probability of it is 1 / (1 + exp(-score)).
  double score = 0;
  // Log-likelihood ratio of "spun at swap_rate" over "as the author wrote", 0 or more: a sum over
  // blocks of 2,048 words, each at the swap rate that explains it best. Of the first pass.
  double evidence_nats = 0;
  // Estimated share of swappable words that were swapped, mean over blocks; 0 if nothing speaks for
  // swaps.
  double swap_rate = 0;
  // 95 % upper bound on the share of genuine texts of this length that score at least this high,
  // in the worst control group: one of the rates that the model was calibrated for, or 1 where none
  // is reached, the text is too short, or the report abstains.
  double false_positive_rate_upper = 1;
  std::uint32_t words = 0;
  Obfuscation obfuscation;
  ExemptWords exempt;
  Language language;  // the one of most words
  // By begin_byte, disjoint; at most Limits::max_findings, the strongest of findings_total. None
  // where another language was told: swaps of English words.
  std::vector<Finding> findings;
  // One a feature, in the model's order; 0 nats if the model does not weigh it. The score is bias
  // plus their nats, added in this order.
  std::vector<Contribution> contributions;
  // Best first; empty unless the verdict is kSpun and the model knows families.
  std::vector<FamilyShare> families;
  // By begin_byte, disjoint. Of a text called spun the stretches for which it is, and all findings
  // stand in them; of any other text, or by a model of an earlier version, all that was read.
  std::vector<JudgedPassage> passages;
  // How the verdict came about. Of the model: its bias, and DetectorInfo::fingerprint.
  double bias = 0;
  std::uint64_t model_fingerprint = 0;
  // As asked for, and the least score that is called spun by it at this length: infinite where the
  // model promises no such rate, minus infinity at a rate of 1. The verdict is kSpun where score >=
  // threshold, unless it abstains.
  double max_false_positive_rate = 0;
  double threshold = std::numeric_limits<double>::infinity();
  std::uint32_t findings_total = 0;  // before max_findings
  // Of a text of more than 8,192 words that is called spun, the words whose findings are of a
  // second, closer pass: of the blocks in which most words look swapped, and of the first of many
  // passages. 0: of all words, or of none.
  std::uint32_t second_pass_words = 0;
  Truncation truncated;  // by max_words; all of the above is of what was read
};

struct AnalyzeOptions {
  // kSpun only if false_positive_rate_upper is at most this. Data bounds what
  // can be promised: 0.001 takes at least 3,000 genuine texts per length band.
  // The model knows a table of rates; a value between two acts as the lower one,
  // and below the lowest nothing is called spun. From 0 to 1; else kBadInput.
  double max_false_positive_rate = 0.001;
  Limits limits = {};
};

// Stable lower-case names, as in JSON: "spun", "not_spun", "abstain".
DESPIN_EXPORT std::string_view name_of(Verdict verdict) noexcept;
// "none", "too_short", "not_english", "unfamiliar".
DESPIN_EXPORT std::string_view name_of(AbstainReason reason) noexcept;

// The one JSON spelling of a Report: one line, no newline, schema "despin.report/1"
// (docs/json.md). `id` names the document (a path, a record's id); `text` must be the text
// analyzed.
DESPIN_EXPORT std::string to_json(const Report& report, std::string_view id, std::string_view text);

// As above, of a report on document.text. Findings also say where they stand in the bytes
// the document was read from (input_begin_byte, input_end_byte), where those differ.
DESPIN_EXPORT std::string to_json(const Report& report, std::string_view id,
                                  const Document& document);

// The same, piece by piece: no more than a finding is held as JSON at a time.
// Errors: kOutOfMemory; the pieces are then of no use.
DESPIN_EXPORT Result<void> to_json(const Report& report, std::string_view id, std::string_view text,
                                   const JsonSink& sink);
DESPIN_EXPORT Result<void> to_json(const Report& report, std::string_view id,
                                   const Document& document, const JsonSink& sink);

}  // namespace v1
}  // namespace despin
