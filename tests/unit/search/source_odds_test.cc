#include "lib/search/source_odds.h"

#include <cmath>

#include "gtest/gtest.h"

namespace despin::search {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;

// A paragraph of which most was copied, with words swapped.
align::Judgement copy() {
  align::Judgement j;
  j.copied = 0.95;
  j.own_nats = 70;
  j.full_nats = 90;
  j.kept_nats = j.rare_nats = 60;
  j.gap_nats = -8;
  return j;
}

// A page that has a sentence of another.
align::Judgement sentence() {
  align::Judgement j = copy();
  j.copied = 0.2;
  j.own_nats = 140;
  j.full_nats = 150;
  return j;
}

TEST(CopyLogOdds, TellsACopyFromASharedSentence) {
  EXPECT_GT(copy_log_odds(copy(), kMillion), 0);
  EXPECT_LT(copy_log_odds(sentence(), kMillion), 0);
}

TEST(CopyLogOdds, AsksForMoreTheMoreDocumentsThereAre) {
  align::Judgement weak = copy();
  weak.own_nats = 40;
  EXPECT_GT(copy_log_odds(weak, 100), 0);
  EXPECT_LT(copy_log_odds(weak, 1'000'000'000), copy_log_odds(weak, 100));
}

TEST(CopyLogOdds, TrustsNoWordingThatTheBackgroundHasToo) {
  align::Judgement stock = copy();
  stock.rare_nats = 0.5 * stock.kept_nats;
  EXPECT_LT(copy_log_odds(stock, kMillion), 0);
  align::Judgement long_sentence = sentence();
  long_sentence.own_nats = 180;
  EXPECT_GT(copy_log_odds(long_sentence, kMillion), 0);
  long_sentence.rare_nats = 0.8 * long_sentence.kept_nats;
  EXPECT_LT(copy_log_odds(long_sentence, kMillion), 0);
}

TEST(CopyLogOdds, CountsWhatWasAddedAndDroppedAgainstIt) {
  align::Judgement loose = copy();
  loose.gap_nats = -200;
  EXPECT_LT(copy_log_odds(loose, kMillion), copy_log_odds(copy(), kMillion));
}

TEST(CopyLogOdds, NeedsMoreThanAFewWords) {
  align::Judgement few = copy();
  few.copied = 1;
  few.own_nats = few.full_nats = 30;
  EXPECT_LT(copy_log_odds(few, kMillion), 0);
}

TEST(CopyLogOdds, TakesAListOfNamesForACopyIfItIsAllThereIs) {
  align::Judgement names = copy();
  names.own_nats = 0;
  names.kept_nats = names.rare_nats = 0;
  names.full_nats = 200;
  EXPECT_GT(copy_log_odds(names, kMillion), 0);
  names.copied = 0.4;
  EXPECT_LT(copy_log_odds(names, kMillion), 0);
}

TEST(CreditVerbatim, GivesBackWhatTheSharesOfASpunCopyTake) {
  align::Judgement known = copy();  // a text that the language model has read
  known.copied = 1;
  known.own_nats = 0;
  known.rare_nats = 0.5 * known.kept_nats;
  known.copied_words = 120;
  align::Judgement swapped = known;
  swapped.swapped_words = 12;
  align::Judgement part = known;
  part.copied = 0.5;
  for (align::Judgement* judgement : {&known, &swapped, &part}) credit_verbatim(*judgement);
  EXPECT_EQ(known.own_nats, 120);
  EXPECT_GT(copy_log_odds(known, kMillion), 0);
  EXPECT_EQ(swapped.own_nats, 0);
  EXPECT_EQ(part.own_nats, 0);
}

TEST(CopyLogOdds, AsksForEvidenceHoweverFewDocumentsThereAre) {
  align::Judgement part = copy();
  part.own_nats = part.full_nats = 45;
  for (const std::uint64_t documents : {1, 20, 100}) {
    part.copied = 0.05;
    EXPECT_LT(copy_log_odds(part, documents), 0) << documents;
    part.copied = 0.25;
    EXPECT_LT(copy_log_odds(part, documents), 0) << documents;
  }
}

TEST(CopyLogOdds, IsFiniteForNothing) {
  EXPECT_LT(copy_log_odds({}, 0), 0);
  EXPECT_TRUE(std::isfinite(copy_log_odds({}, 0)));
}

}  // namespace
}  // namespace despin::search
