#include "lib/search/source_odds.h"

#include <algorithm>

#include "lib/align/words.h"
#include "lib/base/exact_math.h"

namespace despin::search {
namespace {

constexpr double kBias = -26;
constexpr double kCopied = 7.1;    // a share, 1 being all of the suspect
constexpr double kCopiedOwn = 18;  // times 100 nats of own evidence, up to kMostOwnNats
constexpr double kRare = 15.5;     // share of the kept words' evidence that neighbors leave
constexpr double kGaps = 8;        // 100 nats
constexpr double kMostOwnNats = 136;
// ln of the documents there were. Fewer unrelated documents are more likely to be none; but what is
// asked of a copy of part of the suspect must not come down to nothing.
constexpr double kFittedNats = 13.8;
constexpr double kMostPriorNats = 4;

constexpr double kVerbatimCopied = 0.95;

// A few words fit many documents, all of them and in order.
constexpr double kLeastNats = 25;
// So much evidence is enough, however small a part of the suspect it covers; more where
// neighbors have the wording too. And of names and quotations alone, if they are most of it.
constexpr double kAloneNats = 140;
constexpr double kCommonNats = 200;
constexpr double kFullNats = 118;
constexpr double kMostlyCopied = 0.8;
// Nats that change the odds by a factor of e at such a bound.
constexpr double kNatsOfOdds = 10;

}  // namespace

void credit_verbatim(align::Judgement& judgement) {
  if (judgement.swapped_words > 0 || judgement.copied < kVerbatimCopied) return;
  judgement.own_nats -= static_cast<double>(align::kOfContentWords.kept) * judgement.copied_words;
}

double copy_log_odds(const align::Judgement& judgement, std::uint64_t documents) {
  const double chance = base::exact_log(static_cast<double>(std::max<std::uint64_t>(documents, 1)));
  const double beyond = judgement.own_nats - chance;
  const double own = std::clamp(beyond, 0.0, kMostOwnNats) / 100;
  const double rare = judgement.kept_nats > 0 ? judgement.rare_nats / judgement.kept_nats : 0;
  const double spread = kBias + judgement.copied * (kCopied + kCopiedOwn * own) + kRare * rare +
                        kGaps * judgement.gap_nats / 100 +
                        std::min(kFittedNats - chance, kMostPriorNats);
  const double few = (beyond - kLeastNats) / kNatsOfOdds;
  const double alone = (beyond - kAloneNats - kCommonNats * (1 - rare)) / kNatsOfOdds;
  double odds = std::max(std::min(spread, few), alone);
  if (judgement.copied >= kMostlyCopied) {
    odds = std::max(odds, (judgement.full_nats - chance - kFullNats) / kNatsOfOdds);
  }
  return odds;
}

}  // namespace despin::search
