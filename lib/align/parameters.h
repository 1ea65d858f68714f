// lib/align/parameters.h
// The numbers of the aligner and of its two policies: set by hand or fitted, each with what chose
// it. Here are the defaults, for models that do not bring their own.
//
// A model may change them by its section ALGN (lib/format/parameters.h); initial values are frozen.
//
// Scores are ln of a likelihood ratio; a cost is what an edit adds to it, mostly below 0.
// Units    Nats, words, and shares between 0 and 1. float or double is part of a number: 0.27 is
//          not 0.27F, and scores are compared to the last bit.
// Notes    models/cards/notes/2026-11-30-align-costs.md and 2026-11-30-search-odds.md.
#pragma once

#include <cstdint>

namespace despin::format {
template <class Struct>
struct ParameterTable;
}

namespace despin::align {

// What becomes of a copied word, as ln of the share of words it happens to. By hand.
struct Shares {
  float kept = -0.4F;
  float listed = -1.6F;  // swapped for what the channel lists
  float unlisted = -2;   // for anything else
};

// What an edit is worth, beside the shares.
struct EditCosts {
  // A word that the null has never seen still counts for no more than this. By hand: e^-10 is
  // about the frequency of the rarest words of the vocabulary.
  float max_word_nats = 10;
  // ln of the share of words inflected in one way. By hand.
  float inflected_nats = -3.5F;
  // Gaps: the F1 of substitutions on articles with random replacements (note, Gaps).
  float add_open_nats = -4.5F;
  float add_nats = -0.8F;
  float drop_open_nats = -4.5F;
  float drop_nats = -0.7F;
  // A listed swap: one of some ten substitutes that a spinner has for a phrase; and a share of the
  // entry's weight, ln q(original given substitute), between a floor and 0. Half, as the other
  // direction is wanted. By hand.
  float listed_choice_nats = -2;
  float listed_weight_share = 0.5F;
  float min_listed_weight_nats = -6;
  // An unlisted swap: less with a function word on one side or on both, with a number or a name.
  // By the same F1 as the gaps; names and numbers are what two texts of one topic share and what
  // templates differ in, and no spinner changes them at will.
  float one_function_word_nats = -1.2F;
  float both_function_words_nats = -1;
  float number_nats = -3;
  float name_nats = -1.5F;
  // Each word more on either side of a swap, and less if it is a name or a number.
  float more_nats = -2;
  float more_entity_nats = -1.5F;
  // Copies begin and end where sentences do far more often than elsewhere. By hand: it places the
  // ends, and is no evidence.
  float sentence_edge_nats = 3;
};

// What the null adds for a word that the language model knows as a class only.
struct ClassCosts {
  // ln of the share of one number among numbers, for each of its first digits. By hand.
  float digit_nats = -1.5F;
  std::uint32_t max_digits = 4;
  // ln of the share of one word among the words that the model has never seen. By hand.
  float unseen_nats = -6;
};

// Which anchors are one copied stretch.
struct ChainRules {
  // A chain worth aligning. Passages need more; the words between anchors may give it.
  double min_nats = 10;
  // A part of a chain inside another chain must explain its words better than chance repetition
  // does: else it parts what belongs together. By hand.
  double min_inner_nats = 20;
  // What a gap costs: some of its words were swapped, for better or worse; a change of diagonal is
  // a word added or dropped. By hand, about half of a path's costs.
  float paired_word_nats = 0.5F;
  float shift_nats = 1.5F;
  float shifted_word_nats = 0.5F;
};

// Which parts of a path are passages. By hand, against chance alignments of unrelated texts.
struct PassageRules {
  // A passage might have begun at any pair of words: its evidence must pay ln of their number and
  // a margin, and at least so much; where something was copied, more is likely to have been.
  double min_nats = 12;
  double margin_nats = 3;
  double min_further_nats = 8;
  // A stretch that costs more than this is no part of the copy around it.
  double max_fall_nats = 20;
  // Fewer words are a name or a phrase, whatever they weigh.
  std::uint32_t min_words = 6;
  // Words added right before a swap are the beginning of what was written for it.
  std::uint32_t max_added_to_swap = 3;
  // So many unlisted swaps in a row are no swaps: something else was written there.
  std::uint32_t min_rewritten_swaps = 6;
  // Passages with no more words between them, on both sides, are one.
  std::uint32_t max_joined_words = 12;
};

// Null model: an independent author on the same topic.
struct TopicNull {
  // Share of words that he takes from a text's stock of words. By hand.
  double topic_share = 0.3;
  // Discount of a swapped topic word, as a share of the discount of the same word kept.
  double swap_discount = 0;
  // What a name, number or quoted word counts at most, where it is kept: two reports of one event
  // have them in common.
  double max_entity_nats = 0.5;
  // Discounted evidence that a passage must have to count: reports of one event share a sentence
  // or two told alike (note, quantiles of independent texts).
  double min_passage_nats = 15;
};

// Copy or not, for one given original. Between the evidence of spun paragraphs and that of
// independent texts on one topic (note, quantiles).
struct GivenOriginalPolicy {
  // Discounted evidence of all passages, if they are that share of the suspect.
  double min_discounted_nats = 40;
  double min_copied = 0.25;
  // Discounted evidence of one passage, however small its share; or undiscounted evidence of all,
  // if they are most of the suspect: it is a copy even if all of that is names or quotations.
  double sufficient_nats = 80;
  double mostly_copied = 0.8;
  // Below it texts are unrelated.
  double min_independent_nats = 20;
  // Below this share of swapped words a copy is verbatim: authors and editors change as much.
  double min_spun_share = 0.04;
  std::uint32_t min_spun_words = 2;
  // Share of the swapped phrases that a dictionary of spinners has, below which a person or a
  // language model swapped them: spun texts have .73 and more (95 %), rewrites and translations
  // of one text .5 and less (note of 2026-12-01 on rewording).
  double min_spun_listed = 0.5;
  // Forms that a dictionary has at least whose silence says something: that of models/tiny.despin
  // has 800, that of models/en.despin hundreds of thousands.
  std::uint32_t min_dictionary_forms = 20'000;
};

// The same report in other words and syntax, or another report of the same event: logistic
// regression on rewrites of several language models against reports of other outlets
// (models/build/align/fit_rewording.py), rounded.
struct RewordingPolicy {
  double bias = -7.8;
  double copied_weight = 6.2;
  double entities_weight = 4.4;
  double order_weight = 0.6;
  double neighbors_weight = 2.8;
  // By hand: a word's idf at most; nats of names held, of twice as many, that a text without any
  // begins with; words that both have once, below which their order says nothing; and how far
  // apart neighbors stand in the original.
  double max_word_nats = 14;
  double entity_prior_nats = 5;
  std::uint32_t min_ordered_words = 4;
  std::uint32_t neighbor_words = 6;
};

// Copy or not, for the best of many documents.
struct BestOfManyPolicy {
  // Logistic regression on texts spun at 30 and 50 % against the best unrelated documents of
  // unindexed ones among a million (models/build/search/fit_odds.py), rounded; evidence and gaps in
  // hundreds of nats. `capped_kept_weight` is that of the share of the kept words' evidence that
  // the retrieved background leaves.
  double bias = -26;
  double copied_weight = 7.1;
  double copied_discounted_weight = 18;
  double capped_kept_weight = 15.5;
  double gap_weight = 8;
  // Evidence that the regression takes for more of the same.
  double max_discounted_nats = 136;
  // ln of the documents there were. Fewer unrelated documents are more likely to be none; but what
  // is asked of a copy of part of the suspect must not come down to nothing.
  double fitted_documents_nats = 13.8;
  double max_prior_nats = 4;
  // Bounds by hand (note, Bounds): a few words fit many documents, all of them and in order.
  double min_discounted_nats = 25;
  // So much evidence is enough, however small a part of the suspect it covers; more where others
  // have the wording too. And of names and quotations alone, if they are most of it.
  double sufficient_nats = 140;
  double common_nats = 200;
  double sufficient_undiscounted_nats = 118;
  double mostly_copied = 0.8;
  // Nats that change the odds by a factor of e at such a bound.
  double nats_per_log_odds = 10;
  // Share of the suspect above which a text without swaps is a copy as it stands.
  double verbatim_copied = 0.95;
  // The best stretch by itself, whatever surrounds it: logistic regression on paragraphs of 80
  // words in pages of 320 and 640 others, 0 to 50 % swapped, against the best unrelated documents
  // of unindexed texts (models/build/search/fit_stretch.py), rounded. Evidence, less ln of the
  // documents and of the places where it might begin, in hundreds of nats, as are gaps; content
  // words in hundreds, at most so many.
  double stretch_bias = -6.9;
  double stretch_discounted_weight = 4.57;
  double stretch_gap_weight = 23.5;
  double stretch_words_weight = 16.7;
  double max_stretch_words = 60;
  // Share of its kept words' evidence that the retrieved background must leave: 95 in 100
  // paragraphs in pages have .94, recipes made of stock phrases .65.
  double min_stretch_capped = 0.75;
  // Words in a row, outside quotation marks, that are a copy by themselves: of 16,635 unindexed
  // texts none shares so many with a document that is not a copy, and 41 share them as a passage.
  std::uint32_t sufficient_run_words = 25;
  // What the best of many documents needs to be called reworded: log-odds, words that both have
  // once, and what the background leaves. Of 4,445 unindexed texts none that is not a copy has all
  // three; recipes have the odds, and their candidates have the same wording.
  double min_rewording_log_odds = 1;
  std::uint32_t min_rewording_words = 12;
  double min_rewording_capped = 0.75;
};

// Which of two texts was first. By hand.
struct DirectionRules {
  std::uint32_t following_words = 2;  // after a swap, that it makes likely or not
  double max_context_nats = 4;        // what one swap may say
  double max_channel_nats = 4;
  double unlisted_nats = -2;
  double listed_nats = 2;  // added to what the channel says of an entry
  // Below it the swaps do not say which text was first.
  double min_nats = 4;
  // Log-odds of a nat, by context and by channel, times how far the listed share of the swaps
  // exceeds the least. By hand: spun texts are told apart without error, which leaves a regression
  // no scale of its own (models/build/align/fit_direction.py gives .18 and 0).
  double context_weight = 0.25;
  double channel_weight = 0.1;
  double min_listed = 0.4;
  double max_log_odds = 12;
  // The probability that is asked for before a direction is told.
  double min_probability = 0.9;
};

struct Parameters {
  // With three in ten of a text's words swapped. Function words are hardly ever swapped: of the
  // others six in ten are then.
  Shares all_words;
  Shares content_words{-1.0F, -0.9F, -1.4F};
  EditCosts costs;
  ClassCosts classes;
  ChainRules chains;
  PassageRules passages;
  TopicNull topic;
  GivenOriginalPolicy given_original;
  DirectionRules direction;
  RewordingPolicy rewording;

  static const format::ParameterTable<Parameters>& table();  // section ALGN
};

inline constexpr Parameters kDefaultParameters{};

// Those for a dictionary of so many forms: of a small one nothing is asked.
Parameters for_dictionary(Parameters parameters, std::uint32_t forms);

}  // namespace despin::align
