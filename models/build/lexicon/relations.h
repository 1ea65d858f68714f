// models/build/lexicon/relations.h
// The relations between substitute and original that a source states: one bit per relation, so that
// each can be weighted and a row can have several.
//
// Stability  The values are written into the table as numbers: never renumber.
#pragma once

#include <cstdint>

namespace despin::lexicon {

enum LexicalRelation : std::uint32_t {
  kWordNetSynonym = 0x1,      // both in one synset
  kWordNetBroader = 0x2,      // written is a hypernym of meant
  kWordNetNarrower = 0x4,     // written is a hyponym of meant
  kWordNetSimilar = 0x8,      // one adjective cluster or verb group
  kMyThesSynonym = 0x10,      // either entry lists the other without a label
  kMyThesBroader = 0x20,      // meant's entry lists written as a generic term, or
                              // so seen from the other side
  kMyThesNarrower = 0x40,     // written's entry lists meant as a generic term
  kMyThesSimilar = 0x80,      // "similar term" or "related term", either entry
  kMobyMeantLists = 0x100,    // the original is the headword, the substitute is in its list
  kMobyWrittenLists = 0x200,  // written is the headword
  kPpdbForward = 0x400,       // a row "meant, written"
  kPpdbBackward = 0x800,      // a row "written, meant"
  kPpdbKin = 0x1000,          // a row of other forms of the same two lemmas
  kWordNetPertains = 0x2000,  // pertainym, across parts of speech
};

inline constexpr std::uint32_t kPpdbExact = kPpdbForward | kPpdbBackward;
inline constexpr std::uint32_t kMobyAny = kMobyMeantLists | kMobyWrittenLists;

// Parts of speech, one bit each; 0 where the source does not say.
enum PartOfSpeech : std::uint8_t {
  kAnyPart = 0,
  kNoun = 1,
  kVerb = 2,
  kAdjective = 4,
  kAdverb = 8
};

}  // namespace despin::lexicon
