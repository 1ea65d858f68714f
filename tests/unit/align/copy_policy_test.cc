#include "lib/align/copy_policy.h"

#include <cmath>

#include "gtest/gtest.h"
#include "lib/align/copy_evidence.h"

namespace despin::align {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;

// A paragraph of which most was copied, with words swapped.
CopyEvidence copy() {
  CopyEvidence j;
  j.copied = 0.95;
  j.discounted_nats = 70;
  j.undiscounted_nats = 90;
  j.kept_nats = j.capped_kept_nats = 60;
  j.gap_nats = -8;
  return j;
}

// A page that has a sentence of another.
CopyEvidence sentence() {
  CopyEvidence j = copy();
  j.copied = 0.2;
  j.discounted_nats = 140;
  j.undiscounted_nats = 150;
  return j;
}

TEST(BestOfMany, TellsACopyFromASharedSentence) {
  EXPECT_GT(judge_best_of_many(copy(), kMillion), 0);
  EXPECT_LT(judge_best_of_many(sentence(), kMillion), 0);
}

CopyEvidence with(CopyEvidence evidence, double CopyEvidence::*member, double value) {
  evidence.*member = value;
  return evidence;
}

// By the formula of lib/search/README.md, computed apart.
TEST(BestOfMany, GivesTheLogOddsOfTheInitialParameters) {
  EXPECT_NEAR(judge_best_of_many(copy(), kMillion), 3.1184489442035725, 1e-12) << "spread";
  EXPECT_NEAR(judge_best_of_many(copy(), 100), 4.039482981401191, 1e-12) << "prior";
  EXPECT_NEAR(judge_best_of_many(with(copy(), &CopyEvidence::gap_nats, -200), kMillion),
              -4.181551055796428, 1e-12)
      << "names and quotations of most of it";
  EXPECT_NEAR(judge_best_of_many(with(sentence(), &CopyEvidence::discounted_nats, 180), kMillion),
              2.6184489442035725, 1e-12)
      << "a sufficient passage";
  CopyEvidence few = with(copy(), &CopyEvidence::copied, 1);
  few.discounted_nats = few.undiscounted_nats = 30;
  EXPECT_NEAR(judge_best_of_many(few, kMillion), -1.1423024583978427, 1e-12) << "few nats";
  CopyEvidence much = with(copy(), &CopyEvidence::discounted_nats, 400);
  much.capped_kept_nats = 30;
  EXPECT_NEAR(judge_best_of_many(much, kMillion), 14.618448944203573, 1e-12) << "common wording";
  EXPECT_NEAR(judge_best_of_many({}, 0), -6.9, 1e-12) << "no stretch";
}

TEST(GivenOriginal, HasTheInitialBounds) {
  CopyEvidence e;
  e.copied_words = e.counted_words = 100;
  e.swapped_words = e.counted_swapped_words = 4;
  e.swaps = e.listed_swaps = 4;
  e.strongest_nats = 80;
  EXPECT_EQ(judge_given_original(e), Relation::kSpun) << "a passage";
  e.counted_swapped_words = 3;
  EXPECT_EQ(judge_given_original(e), Relation::kVerbatim) << "3 of 100 swapped";
  e.strongest_nats = 79.9;
  EXPECT_EQ(judge_given_original(e), Relation::kUnrelated);
  e.evidence_nats = 20;
  EXPECT_EQ(judge_given_original(e), Relation::kIndependent);
  e.evidence_nats = 19.9;
  EXPECT_EQ(judge_given_original(e), Relation::kUnrelated);
  e.discounted_nats = 40;
  e.copied = 0.25;
  EXPECT_EQ(judge_given_original(e), Relation::kVerbatim) << "a quarter of it";
  e.copied = 0.24;
  EXPECT_EQ(judge_given_original(e), Relation::kUnrelated);
  e.copied = 0.25;
  e.discounted_nats = 39.9;
  EXPECT_EQ(judge_given_original(e), Relation::kUnrelated);
  e.undiscounted_nats = 80;
  e.copied = 0.8;
  EXPECT_EQ(judge_given_original(e), Relation::kVerbatim) << "most of it";
  e.copied = 0.79;
  EXPECT_EQ(judge_given_original(e), Relation::kUnrelated);
}

TEST(RelationOfCopy, CountsAllThatWasCopiedWhereLittleOfItCounts) {
  CopyEvidence e;
  e.swaps = e.listed_swaps = 10;
  e.copied_words = 100;
  e.swapped_words = 10;
  e.counted_words = 49;
  EXPECT_EQ(relation_of_copy(e), Relation::kSpun);
  e.counted_words = 50;
  EXPECT_EQ(relation_of_copy(e), Relation::kVerbatim) << "none of these was swapped";
  e.counted_words = 10;
  e.swapped_words = 1;
  e.copied_words = 20;
  EXPECT_EQ(relation_of_copy(e), Relation::kVerbatim) << "one word";
}

TEST(RelationOfCopy, IsRewordedWhereMostSwapsAreInNoDictionary) {
  CopyEvidence e;
  e.copied_words = e.counted_words = 100;
  e.swapped_words = e.counted_swapped_words = 20;
  e.swaps = 20;
  e.listed_swaps = 10;
  EXPECT_EQ(relation_of_copy(e), Relation::kSpun);
  e.listed_swaps = 9;
  EXPECT_EQ(relation_of_copy(e), Relation::kReworded);
}

// A paragraph of which all was copied, a small share of a page.
CopyEvidence paragraph_in_page() {
  CopyEvidence e = sentence();
  e.copied = 0.1;
  e.discounted_nats = e.undiscounted_nats = 110;
  e.row_words = 500;
  e.stretch.suspect = {100, 145};
  e.stretch.discounted_nats = 110;
  e.stretch.kept_nats = e.stretch.capped_kept_nats = 80;
  return e;
}

TEST(BestOfMany, FindsAParagraphWhateverSurroundsIt) {
  CopyEvidence e = paragraph_in_page();
  EXPECT_GT(judge_best_of_many(e, kMillion), 0);
  e.stretch.discounted_nats = 40;
  e.stretch.suspect = {100, 115};
  EXPECT_LT(judge_best_of_many(e, kMillion), 0) << "a sentence";
  e = paragraph_in_page();
  e.stretch.capped_kept_nats = 50;
  EXPECT_LT(judge_best_of_many(e, kMillion), 0) << "of common wording";
}

TEST(BestOfMany, TakesARunOfWordsForACopy) {
  CopyEvidence e = sentence();
  e.run_words = 24;
  EXPECT_LT(judge_best_of_many(e, kMillion), 0);
  e.run_words = 25;
  EXPECT_GE(judge_best_of_many(e, kMillion), 0);
}

TEST(BestOfMany, AsksForMoreTheMoreDocumentsThereAre) {
  CopyEvidence weak = copy();
  weak.discounted_nats = 40;
  EXPECT_GT(judge_best_of_many(weak, 100), 0);
  EXPECT_LT(judge_best_of_many(weak, 1'000'000'000), judge_best_of_many(weak, 100));
}

TEST(BestOfMany, TrustsNoWordingThatTheBackgroundHasToo) {
  CopyEvidence stock = copy();
  stock.capped_kept_nats = 0.5 * stock.kept_nats;
  EXPECT_LT(judge_best_of_many(stock, kMillion), 0);
  CopyEvidence long_sentence = sentence();
  long_sentence.discounted_nats = 180;
  EXPECT_GT(judge_best_of_many(long_sentence, kMillion), 0);
  long_sentence.capped_kept_nats = 0.8 * long_sentence.kept_nats;
  EXPECT_LT(judge_best_of_many(long_sentence, kMillion), 0);
}

TEST(BestOfMany, CountsWhatWasAddedAndDroppedAgainstIt) {
  CopyEvidence loose = copy();
  loose.gap_nats = -200;
  EXPECT_LT(judge_best_of_many(loose, kMillion), judge_best_of_many(copy(), kMillion));
}

TEST(BestOfMany, NeedsMoreThanAFewWords) {
  CopyEvidence few = copy();
  few.copied = 1;
  few.discounted_nats = few.undiscounted_nats = 30;
  EXPECT_LT(judge_best_of_many(few, kMillion), 0);
}

TEST(BestOfMany, TakesAListOfNamesForACopyIfItIsAllThereIs) {
  CopyEvidence names = copy();
  names.discounted_nats = 0;
  names.kept_nats = names.capped_kept_nats = 0;
  names.undiscounted_nats = 200;
  EXPECT_GT(judge_best_of_many(names, kMillion), 0);
  names.copied = 0.4;
  EXPECT_LT(judge_best_of_many(names, kMillion), 0);
}

TEST(UndoSwapPrior, GivesBackWhatTheSharesOfASpunCopyTake) {
  CopyEvidence known = copy();  // a text that the language model has read
  known.copied = 1;
  known.discounted_nats = 0;
  known.capped_kept_nats = 0.5 * known.kept_nats;
  known.copied_words = 120;
  CopyEvidence swapped = known;
  swapped.swapped_words = 12;
  CopyEvidence part = known;
  part.copied = 0.5;
  for (CopyEvidence* evidence : {&known, &swapped, &part}) {
    undo_swap_prior(kDefaultParameters.content_words, {}, *evidence);
  }
  EXPECT_EQ(known.discounted_nats, 120);
  EXPECT_GT(judge_best_of_many(known, kMillion), 0);
  EXPECT_EQ(swapped.discounted_nats, 0);
  EXPECT_EQ(part.discounted_nats, 0);
}

TEST(BestOfMany, AsksForEvidenceHoweverFewDocumentsThereAre) {
  CopyEvidence part = copy();
  part.discounted_nats = part.undiscounted_nats = 45;
  for (const std::uint64_t documents : {1U, 20U, 100U}) {
    part.copied = 0.05;
    EXPECT_LT(judge_best_of_many(part, documents), 0) << documents;
    part.copied = 0.25;
    EXPECT_LT(judge_best_of_many(part, documents), 0) << documents;
  }
}

TEST(BestOfMany, IsFiniteForNothing) {
  EXPECT_LT(judge_best_of_many({}, 0), 0);
  EXPECT_TRUE(std::isfinite(judge_best_of_many({}, 0)));
}

}  // namespace
}  // namespace despin::align
