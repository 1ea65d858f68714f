#include <gtest/gtest.h>

#include <initializer_list>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/build/lexicon/dictionary.h"
#include "models/build/lexicon/lemmas.h"
#include "models/build/lexicon/moby.h"
#include "models/build/lexicon/mythes.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"
#include "models/build/lexicon/ppdb.h"
#include "models/build/lexicon/relations.h"
#include "models/build/lexicon/unigrams.h"
#include "models/build/lexicon/wordnet.h"

namespace despin::lexicon {
namespace {

Unigrams words_of(std::initializer_list<const char*> words) {
  std::string tsv;
  for (const char* word : words) tsv += std::string(word) + "\t30\n";
  const Result<Unigrams> parsed = Unigrams::parse(tsv, 20);
  EXPECT_TRUE(parsed);
  return parsed ? *parsed : Unigrams();
}

// written "<" meant, to relations and parts of speech.
using Seen = std::map<std::string, std::pair<std::uint32_t, int>>;

Seen seen(PairList& pairs, const PhraseTable& terms) {
  pairs.merge();
  Seen result;
  for (const PairEntry& pair : pairs.pairs()) {
    const std::string key =
        std::string(terms.text(pair.written)) + "<" + std::string(terms.text(pair.meant));
    result[key] = {pair.relations, pair.parts};
  }
  return result;
}

TEST(Unigrams, KeepsWordsThatAreCommonEnough) {
  const auto words = Unigrams::parse("harbour\t20\nlantern\t19\r\n\nquay\t700\n", 20);
  ASSERT_TRUE(words);
  EXPECT_EQ(words->count("harbour"), 20U);
  EXPECT_EQ(words->count("lantern"), 0U);
  EXPECT_EQ(words->count("quay"), 700U);
}

TEST(Unigrams, NamesTheBadLine) {
  for (const char* bad : {"quay\t7\nlantern 8\n", "quay\t7\nlantern\t8x\n", "quay\t7\n\t8\n",
                          "quay\t7\nlantern\t-8\n", "quay\t7\nlantern\t\n"}) {
    const auto words = Unigrams::parse(bad, 1);
    ASSERT_FALSE(words) << bad;
    EXPECT_EQ(words.error().code, ErrorCode::kBadInput);
    EXPECT_NE(words.error().message.find("line 2"), std::string::npos) << bad;
  }
}

TEST(Terms, FoldsWhatAThesaurusSpells) {
  const Unigrams words = words_of({"lamp", "post", "ship", "'s", "o'clock", "a"});
  PhraseTable terms(words);
  const std::pair<const char*, const char*> folded[] = {{"lamp", "lamp"},
                                                        {"lamp-post", "lamp post"},
                                                        {"lamp_post", "lamp post"},
                                                        {"lamp/post", "lamp post"},
                                                        {" lamp  post ", "lamp post"},
                                                        {"ship's lamp", "ship 's lamp"},
                                                        {"ship\xE2\x80\x99s lamp", "ship 's lamp"},
                                                        {"o'clock", "o'clock"},
                                                        {"a lamp post ship", "a lamp post ship"}};
  for (const auto& [spelled, expected] : folded) {
    const PhraseId id = terms.from_source(spelled);
    ASSERT_NE(id, kNoPhrase) << spelled;
    EXPECT_EQ(terms.text(id), expected);
    EXPECT_EQ(terms.find(expected), id);
  }
  EXPECT_EQ(terms.words(terms.find("ship 's lamp")), 3);
}

TEST(Terms, RefusesNamesNumbersRareWordsAndLongPhrases) {
  const Unigrams words = words_of({"lamp", "post", "a", "'s"});
  PhraseTable terms(words);
  for (const char* spelled :
       {"", " ", "-", "a", "Lamp", "lamp2", "lamp post.", "candle", "lamp candle",
        "lamp post lamp post lamp", "l\xC3\xA4mp", "\xFF\xFE", "'lamp"}) {
    EXPECT_EQ(terms.from_source(spelled), kNoPhrase) << spelled;
  }
  EXPECT_EQ(terms.from_source(std::string(100000, 'a')), kNoPhrase);
  EXPECT_EQ(terms.size(), 0U);
}

TEST(PairList, RefusesATermForItselfAndTooManyWordsMeant) {
  const Unigrams words = words_of({"lamp", "post", "by", "quay"});
  PhraseTable terms(words);
  const PhraseId lamp = terms.from_source("lamp");
  const PhraseId four = terms.from_source("lamp post by quay");
  PairList pairs;
  pairs.add(terms, lamp, lamp, 1, kNoun);
  pairs.add(terms, lamp, kNoPhrase, 1, kNoun);
  pairs.add(terms, lamp, four, 1, kNoun);
  EXPECT_TRUE(pairs.pairs().empty());
  pairs.add(terms, four, lamp, 1, kNoun);
  EXPECT_EQ(pairs.pairs().size(), 1U);
}

TEST(PairList, RareWordsAreWrittenButNotMeant) {
  const Result<Unigrams> words = Unigrams::parse("lamp\t30\nlucerna\t3\n", 2);
  ASSERT_TRUE(words);
  PhraseTable terms(*words, 20);
  PairList pairs;
  read_moby("lamp,lucerna\n", terms, pairs);
  const Seen expected = {{"lucerna<lamp", {kMobyMeantLists, 0}}};
  EXPECT_EQ(seen(pairs, terms), expected);
}

TEST(PairList, MergesBitsAndKeepsTheLeastInflection) {
  const Unigrams words = words_of({"lamp", "light"});
  PhraseTable terms(words);
  const PhraseId lamp = terms.from_source("lamp");
  const PhraseId light = terms.from_source("light");
  PairList pairs;
  pairs.add(terms, lamp, light, 0x10, kVerb, 4);
  pairs.add(terms, light, lamp, 0x2, kNoun, 0);
  pairs.add(terms, lamp, light, 0x1, kNoun, 1);
  pairs.merge();
  ASSERT_EQ(pairs.pairs().size(), 2U);
  EXPECT_EQ(pairs.pairs()[0].relations, 0x11U);
  EXPECT_EQ(pairs.pairs()[0].parts, kNoun | kVerb);
  EXPECT_EQ(pairs.pairs()[0].inflection, 1);
  EXPECT_EQ(pairs.pairs()[1].relations, 0x2U);
}

// Two nouns under a third, an adjective cluster, an adverb that pertains to it,
// a name under an instance pointer.
constexpr std::string_view kNounLines =
    "  1 This line stands for the licence.\n"
    "00000010 06 n 02 lamp 0 oil_lamp 0 001 @ 00000020 n 0000 | gives light; \"a lamp\"  \n"
    "00000020 06 n 01 device 0 001 ~ 00000010 n 0000 | thing  \n"
    "00000030 06 n 01 beacon 0 001 @i 00000020 n 0000 | thing  \n";
constexpr std::string_view kAdjectiveLines =
    "00000010 00 a 01 bright 0 001 & 00000020 a 0000 | adj  \n"
    "00000020 00 s 02 gleaming 0 shiny(p) 0 002 & 00000010 a 0000 ! 00000010 a 0101 | adj  \n";
constexpr std::string_view kAdverbLines =
    "00000010 02 r 02 brightly 0 bright 0 001 \\ 00000010 a 0101 | adv  \n";

TEST(WordNet, ReadsRelationsInTheirDirections) {
  const Unigrams words =
      words_of({"lamp", "oil", "device", "beacon", "bright", "gleaming", "shiny", "brightly"});
  PhraseTable terms(words);
  WordNet wordnet(terms);
  ASSERT_TRUE(wordnet.read(kNoun, kNounLines));
  ASSERT_TRUE(wordnet.read(kAdjective, kAdjectiveLines));
  ASSERT_TRUE(wordnet.read(kAdverb, kAdverbLines));
  PairList pairs;
  wordnet.add_pairs(pairs);
  const Seen expected = {
      {"lamp<oil lamp", {kWordNetSynonym, kNoun}},
      {"oil lamp<lamp", {kWordNetSynonym, kNoun}},
      {"device<lamp", {kWordNetBroader, kNoun}},
      {"device<oil lamp", {kWordNetBroader, kNoun}},
      {"lamp<device", {kWordNetNarrower, kNoun}},
      {"oil lamp<device", {kWordNetNarrower, kNoun}},
      {"gleaming<shiny", {kWordNetSynonym, kAdjective}},
      {"shiny<gleaming", {kWordNetSynonym, kAdjective}},
      {"gleaming<bright", {kWordNetSimilar, kAdjective}},
      {"shiny<bright", {kWordNetSimilar, kAdjective}},
      {"bright<gleaming", {kWordNetSimilar, kAdjective}},
      {"bright<shiny", {kWordNetSimilar, kAdjective}},
      {"bright<brightly", {kWordNetSynonym | kWordNetPertains, kAdverb}},
      {"brightly<bright", {kWordNetSynonym | kWordNetPertains, kAdverb}},
  };
  EXPECT_EQ(seen(pairs, terms), expected);
  EXPECT_EQ(wordnet.parts_of(terms.find("bright")), kAdjective | kAdverb);
  EXPECT_EQ(wordnet.parts_of(terms.find("beacon")), kNoun);
  EXPECT_EQ(wordnet.parts_of(kNoPhrase), 0);
}

TEST(WordNet, RefusesWhatIsNoSynset) {
  const Unigrams words = words_of({"lamp"});
  for (const char* bad :
       {"lamp\n", "00000010 06 n 02 lamp 0 000\n", "0000001x 06 n 01 lamp 0 000\n",
        "00000010 06 n 00 000 0 0\n", "00000010 06 n 01 lamp 0 002 @ 00000020 n 0000\n",
        "00000010 06 n 01 lamp 0 001 @ 00000020 q 0000\n",
        "00000010 06 n 01 lamp 0 001 @ 00000020 n 00\n", "00000010 06 n zz lamp 0 000\n"}) {
    PhraseTable terms(words);
    WordNet wordnet(terms);
    const auto ok = wordnet.read(kNoun, bad);
    ASSERT_FALSE(ok) << bad;
    EXPECT_EQ(ok.error().code, ErrorCode::kBadInput);
  }
}

TEST(WordNet, EveryCutOfItsFileIsSafe) {
  const Unigrams words = words_of({"lamp", "oil", "device"});
  for (std::size_t size = 0; size <= kNounLines.size(); ++size) {
    PhraseTable terms(words);
    WordNet wordnet(terms);
    const auto ok = wordnet.read(kNoun, kNounLines.substr(0, size));
    PairList pairs;
    wordnet.add_pairs(pairs);
    // Cut within a gloss or between lines it still reads.
    if (size == kNounLines.size()) {
      EXPECT_TRUE(ok);
    }
  }
}

TEST(MyThes, ReadsLabelsAsRelations) {
  const Unigrams words =
      words_of({"quay", "wharf", "structure", "dim", "faint", "bright", "dusky"});
  PhraseTable terms(words);
  PairList pairs;
  ASSERT_TRUE(
      read_mythes("UTF-8\n"
                  "quay|1\n"
                  "(noun)|wharf|structure (generic term)\n"
                  "Quayside|1\n"
                  "(noun)|wharf\n"
                  "dim|2\n"
                  "(adj)|faint (similar term)|bright (antonym)|dusky (related term)\n"
                  "(verb)|dusky\n",
                  terms, pairs));
  const Seen expected = {
      {"wharf<quay", {kMyThesSynonym, kNoun}},
      {"quay<wharf", {kMyThesSynonym, kNoun}},
      {"structure<quay", {kMyThesBroader, kNoun}},
      {"quay<structure", {kMyThesNarrower, kNoun}},
      {"faint<dim", {kMyThesSimilar, kAdjective}},
      {"dim<faint", {kMyThesSimilar, kAdjective}},
      {"dusky<dim", {kMyThesSimilar | kMyThesSynonym, kAdjective | kVerb}},
      {"dim<dusky", {kMyThesSimilar | kMyThesSynonym, kAdjective | kVerb}},
  };
  EXPECT_EQ(seen(pairs, terms), expected);
}

TEST(MyThes, NamesTheBadLine) {
  const Unigrams words = words_of({"quay", "wharf"});
  const std::pair<const char*, const char*> cases[] = {
      {"", "line 0"},
      {"UTF-8\nquay\n", "line 2"},
      {"UTF-8\nquay|x\n", "line 2"},
      {"UTF-8\nquay|99999999999\n", "line 2"},
      {"UTF-8\nquay|2\n(noun)|wharf\n", "line 3"},
  };
  for (const auto& [data, where] : cases) {
    PhraseTable terms(words);
    PairList pairs;
    const auto ok = read_mythes(data, terms, pairs);
    ASSERT_FALSE(ok) << data;
    EXPECT_NE(ok.error().message.find(where), std::string::npos) << ok.error().message;
  }
}

TEST(Moby, KeepsTheTwoDirectionsApart) {
  const Unigrams words = words_of({"quay", "wharf", "pier", "landing", "stage"});
  PhraseTable terms(words);
  PairList pairs;
  read_moby("quay,wharf,landing stage,Dover\r\nwharf,quay\npier\n\n,quay\n", terms, pairs);
  const Seen expected = {
      {"wharf<quay", {kMobyAny, 0}},
      {"quay<wharf", {kMobyAny, 0}},
      {"landing stage<quay", {kMobyMeantLists, 0}},
      {"quay<landing stage", {kMobyWrittenLists, 0}},
  };
  EXPECT_EQ(seen(pairs, terms), expected);
}

TEST(Ppdb, VouchesForTheLemmasOfItsForms) {
  const Unigrams words = words_of({"lamp", "lamps", "beacon", "beacons", "gleamed"});
  PhraseTable terms(words);
  WordNet wordnet(terms);
  ASSERT_TRUE(wordnet.read(kNoun,
                           "00000010 06 n 01 lamp 0 000 | x\n"
                           "00000020 06 n 01 beacon 0 000 | x\n"));
  Lemmas lemmas(terms, wordnet);
  PairList pairs;
  read_ppdb("lamps\tbeacons\n3.5\t3,5\nlamps\tgleamed\nbeacons\n\t\n", lemmas, terms, pairs);
  const Seen expected = {
      {"beacons<lamps", {kPpdbForward, 0}}, {"lamps<beacons", {kPpdbBackward, 0}},
      {"beacon<lamp", {kPpdbKin, kNoun}},   {"lamp<beacon", {kPpdbKin, kNoun}},
      {"gleamed<lamps", {kPpdbForward, 0}}, {"lamps<gleamed", {kPpdbBackward, 0}},
  };
  EXPECT_EQ(seen(pairs, terms), expected);
}

// Damaged thesauri give fewer pairs or an error, and pairs of known terms only.
TEST(Readers, AnyBytesAreSafe) {
  const Unigrams words = words_of({"lamp", "oil", "device", "quay", "bright"});
  const std::string clean = std::string(kNounLines) + "UTF-8\nquay|2\n(noun)|lamp|oil lamp\n" +
                            "lamp,oil,quay\nlamp\tquay\n" + std::string(kAdjectiveLines);
  std::mt19937 random(20190412);
  for (int round = 0; round < 400; ++round) {
    std::string data = clean.substr(random() % clean.size());
    for (int i = 0; i < 8; ++i) data[random() % data.size()] = static_cast<char>(random());
    PhraseTable terms(words);
    WordNet wordnet(terms);
    Lemmas lemmas(terms, wordnet);
    PairList pairs;
    const auto nouns = wordnet.read(kNoun, data);
    wordnet.add_pairs(pairs);
    const auto mythes = read_mythes(data, terms, pairs);
    EXPECT_TRUE(nouns || nouns.error().code == ErrorCode::kBadInput);
    EXPECT_TRUE(mythes || mythes.error().code == ErrorCode::kBadInput);
    read_moby(data, terms, pairs);
    read_ppdb(data, lemmas, terms, pairs);
    for (const PairEntry& pair : pairs.pairs()) {
      ASSERT_LT(pair.written, terms.size());
      ASSERT_LT(pair.meant, terms.size());
      ASSERT_NE(pair.written, pair.meant);
    }
  }
}

TEST(Dictionary, HoldsLemmasOfBothThesauriAndTheirCountedForms) {
  const Unigrams any = Unigrams::any();
  PhraseTable terms(any);
  WordNet wordnet(terms);
  ASSERT_TRUE(wordnet.read(kNoun, "00000010 06 n 03 lopsidedness 0 tilt 0 quay 0 000 | x\n"));
  ASSERT_TRUE(wordnet.read(kVerb, "00000010 06 v 02 entomb 0 tilt 0 000 | x\n"));
  std::string moby;
  for (const char* head : {"a1", "a2", "a3", "a4"}) {
    moby += std::string(head) + ",lopsidedness,tilt,quay,gutta percha,unwordnetted\n";
  }
  moby += "entomb,lopsidedness,tilt\nb1,entomb\nb2,entomb\nb3,entomb\nb4,entomb\n";
  const auto counted = Unigrams::parse("tilted\t1\ntilts\t2\nentombing\t1\nquays\t3\n", 1);
  ASSERT_TRUE(counted);
  EXPECT_EQ(
      dictionary_words(terms, wordnet, moby, *counted),
      (std::vector<std::string>{"entomb", "entombing", "lopsidedness", "tilt", "tilted", "tilts"}))
      << "quay has four lists only, the phrase and the word that WordNet lacks none that count";
}

TEST(Unigrams, AdmitWordsThatNobodyCounted) {
  auto words = Unigrams::parse("lamp\t30\nquay\t4\n", 20);
  ASSERT_TRUE(words);
  EXPECT_EQ(words->count("quay"), 0U);
  const std::vector<std::string> more = {"lamp", "quay"};
  words->admit(more);
  EXPECT_EQ(words->count("lamp"), 30U);
  EXPECT_EQ(words->count("quay"), 1U);
  EXPECT_EQ(words->count("pier"), 0U);
  EXPECT_EQ(Unigrams::any().count("pier"), 1U);
}

}  // namespace
}  // namespace despin::lexicon
