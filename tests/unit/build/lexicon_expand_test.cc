#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

#include "models/build/lexicon/expand.h"
#include "models/build/lexicon/file.h"
#include "models/build/lexicon/lemmas.h"
#include "models/build/lexicon/moby.h"
#include "models/build/lexicon/mythes.h"
#include "models/build/lexicon/pairs.h"
#include "models/build/lexicon/phrase_table.h"
#include "models/build/lexicon/ppdb.h"
#include "models/build/lexicon/relations.h"
#include "models/build/lexicon/table_file.h"
#include "models/build/lexicon/unigrams.h"
#include "models/build/lexicon/wordnet.h"

namespace despin::lexicon {
namespace {

// Nouns lamp and beacon (synonyms), point of view and outlook (synonyms); the
// verbs walk and set out (synonyms), stroll and walk (narrower); adjectives
// near and proximate (synonyms).
constexpr std::string_view kNouns =
    "00000010 06 n 02 lamp 0 beacon 0 000 | x\n"
    "00000020 06 n 02 point_of_view 0 outlook 0 000 | x\n"
    "00000030 06 n 02 color 0 colour 0 000 | x\n"
    "00000040 06 n 01 walk 0 000 | x\n";
constexpr std::string_view kVerbs =
    "00000010 06 v 02 walk 0 set_out 0 000 | x\n"
    "00000020 06 v 01 stroll 0 001 @ 00000010 v 0000 | x\n";
constexpr std::string_view kAdjectives =
    "00000010 00 a 02 near 0 proximate 0 000 | x\n"
    "00000020 00 a 02 ample 0 copious 0 000 | x\n";

constexpr std::string_view kWords =
    "lamp\t30\nlamps\t30\nbeacon\t30\nbeacons\t30\npoint\t30\npoints\t30\nof\t30\nview\t30\n"
    "views\t30\noutlook\t30\noutlooks\t30\nwalk\t30\nwalks\t30\nwalked\t30\nwalking\t30\n"
    "stroll\t30\nstrolls\t30\nstrolled\t30\nset\t30\nsets\t30\nsetting\t30\nout\t30\n"
    "near\t30\nnearer\t30\nnearest\t30\nproximate\t30\nmore\t30\nmost\t30\nample\t30\n"
    "copious\t30\ncolor\t30\ncolour\t30\ncolors\t30\ncolours\t30\nby\t30\nnext\t30\n"
    "strolling\t3\n";

class Lexicon : public ::testing::Test {
 protected:
  Lexicon() : words_(*Unigrams::parse(kWords, 20)), terms_(words_), wordnet_(terms_) {
    EXPECT_TRUE(wordnet_.read(kNoun, kNouns));
    EXPECT_TRUE(wordnet_.read(kVerb, kVerbs));
    EXPECT_TRUE(wordnet_.read(kAdjective, kAdjectives));
  }

  // "written<meant" to "relations/parts/inflection", in hexadecimal.
  std::map<std::string, std::string> expand(PairList pairs) {
    std::map<std::string, std::string> result;
    const PairList table = Expander(terms_, wordnet_, lemmas_).expand(std::move(pairs));
    for (const PairEntry& row : table.pairs()) {
      char value[32];
      std::snprintf(value, sizeof value, "%x/%x/%x", row.relations, row.parts, row.inflection);
      result[std::string(terms_.text(row.written)) + "<" + std::string(terms_.text(row.meant))] =
          value;
    }
    return result;
  }

  std::map<std::string, std::string> expand_wordnet() {
    PairList pairs;
    wordnet_.add_pairs(pairs);
    return expand(std::move(pairs));
  }

  Unigrams words_;
  PhraseTable terms_;
  WordNet wordnet_;
  Lemmas lemmas_{terms_, wordnet_};
};

TEST_F(Lexicon, InflectsBothSidesAlike) {
  auto rows = expand_wordnet();
  EXPECT_EQ(rows["lamp<beacon"], "1/1/0");
  EXPECT_EQ(rows["lamps<beacons"], "1/1/1");
  EXPECT_EQ(rows["strolled<walked"], "4/2/2") << "past and participle are one row";
  EXPECT_EQ(rows["walked<strolled"], "2/2/2");
  EXPECT_EQ(rows["strolls<walks"], "4/2/1");
  EXPECT_EQ(rows.count("lamps<beacon"), 0U);
}

TEST_F(Lexicon, InflectsTheHeadOfAPhrase) {
  auto rows = expand_wordnet();
  EXPECT_EQ(rows["points of view<outlooks"], "1/1/1");
  EXPECT_EQ(rows["setting out<walking"], "1/2/4");
  EXPECT_EQ(rows["set out<walked"], "1/2/2");
  EXPECT_EQ(rows.count("point of views<outlooks"), 0U);
}

TEST_F(Lexicon, LeavesOutFormsThatNobodyWrites) {
  EXPECT_EQ(expand_wordnet().count("strolling<walking"), 0U);
}

TEST_F(Lexicon, ComparesWithMoreWhereOneSideHasNoEnding) {
  auto rows = expand_wordnet();
  EXPECT_EQ(rows["more proximate<nearer"], "1/4/5");
  EXPECT_EQ(rows["nearest<most proximate"], "1/4/6");
  EXPECT_EQ(rows.count("more ample<more copious"), 0U);
}

TEST_F(Lexicon, MobyAloneDoesNotMakeAWordGradable) {
  PairList pairs;
  read_moby("near,ample\n", terms_, pairs);
  auto rows = expand(std::move(pairs));
  EXPECT_EQ(rows["ample<near"], "100/4/0");
  EXPECT_EQ(rows["near<ample"], "200/4/0");
  EXPECT_EQ(rows.size(), 2U);
}

TEST_F(Lexicon, TakesMobysPartsOfSpeechFromWordNet) {
  PairList pairs;
  read_moby("lamp,outlook,walk\n", terms_, pairs);
  auto rows = expand(std::move(pairs));
  EXPECT_EQ(rows["outlooks<lamps"], "100/1/1");
  EXPECT_EQ(rows["walks<lamps"], "100/1/1");
  EXPECT_EQ(rows.count("walked<lamp"), 0U);
}

TEST_F(Lexicon, OtherFormsOfAPpdbRowAreKin) {
  PairList pairs;
  read_ppdb("lamp\tpoint\nbeacon\tlamp\n", lemmas_, terms_, pairs);
  auto rows = expand(std::move(pairs));
  EXPECT_EQ(rows["lamp<beacon"], "400/1/0");
  EXPECT_EQ(rows["lamps<beacons"], "1000/1/1");
  EXPECT_EQ(rows["point<lamp"], "400/0/0") << "WordNet does not know the noun here";
  EXPECT_EQ(rows.count("points<lamps"), 0U);
}

TEST_F(Lexicon, DropsAWordForItsOwnFormOrSpelling) {
  PairList pairs;
  wordnet_.add_pairs(pairs);
  read_ppdb("walked\twalks\ncolor\tcolours\nout\toutlook\nout look\toutlook\n", lemmas_, terms_,
            pairs);
  auto rows = expand(std::move(pairs));
  for (const char* gone : {"walked<walks", "walks<walked", "color<colour", "colors<colours",
                           "color<colours", "colours<color"}) {
    EXPECT_EQ(rows.count(gone), 0U) << gone;
  }
  EXPECT_EQ(rows.count("outlook<out"), 0U) << "a stop word on one source's word";
}

TEST_F(Lexicon, KeepsAStopWordWhenPpdbAndAnotherAgree) {
  PairList moby_only;
  read_moby("by,near,next\n", terms_, moby_only);
  EXPECT_TRUE(expand(std::move(moby_only)).empty());
  PairList both;
  read_moby("by,near,next\n", terms_, both);
  read_ppdb("by\tnear\n", lemmas_, terms_, both);
  auto rows = expand(std::move(both));
  EXPECT_EQ(rows["near<by"], "500/0/0");
  EXPECT_EQ(rows["by<near"], "a00/0/0");
  EXPECT_EQ(rows.size(), 2U);
}

TEST_F(Lexicon, DropsGenericTermsThatMyThesAloneGives) {
  PairList pairs;
  wordnet_.add_pairs(pairs);
  ASSERT_TRUE(
      read_mythes("UTF-8\noutlook|1\n(noun)|lamp (generic term)|view\n"
                  "stroll|1\n(verb)|walk (generic term)\n",
                  terms_, pairs));
  auto rows = expand(std::move(pairs));
  EXPECT_EQ(rows.count("lamp<outlook"), 0U);
  EXPECT_EQ(rows.count("outlook<lamp"), 0U);
  EXPECT_EQ(rows["view<outlook"], "10/1/0");
  EXPECT_EQ(rows["walk<stroll"], "22/2/0");
}

TEST(SpellingKey, MeetsAcrossTheAtlanticAndGaps) {
  const char* same[][2] = {{"colour", "color"},       {"organised", "organized"},
                           {"theatre", "theater"},    {"travelling", "traveling"},
                           {"know how", "knowhow"},   {"encyclopaedia", "encyclopedia"},
                           {"judgement", "judgment"}, {"defense", "defence"},
                           {"dialogue", "dialog"},    {"programme", "program"}};
  for (const auto& [a, b] : same) EXPECT_EQ(spelling_key(a), spelling_key(b)) << a;
  EXPECT_NE(spelling_key("economic"), spelling_key("economical"));
  EXPECT_NE(spelling_key("lamp"), spelling_key("lump"));
}

TEST_F(Lexicon, TableIsSortedAndTheSameWhateverTheOrderOfReading) {
  const std::string path = ::testing::TempDir() + "lexicon_table.tsv";
  const auto write = [&](const char* first, const char* second) {
    PhraseTable terms(words_);
    WordNet wordnet(terms);
    Lemmas lemmas(terms, wordnet);
    PairList pairs;
    read_moby(first, terms, pairs);
    read_moby(second, terms, pairs);
    const auto size =
        write_table(Expander(terms, wordnet, lemmas).expand(std::move(pairs)), terms, path);
    EXPECT_TRUE(size);
    EXPECT_EQ(size->rows, 4U);
    EXPECT_EQ(size->written, 3U);
    const auto bytes = read_file(path);
    return bytes ? *bytes : std::string();
  };
  const std::string expected =
      "beacon\tlamp\t300\t0\t0\n"
      "lamp\tbeacon\t300\t0\t0\n"
      "lamp\toutlook\t200\t0\t0\n"
      "outlook\tlamp\t100\t0\t0\n";
  EXPECT_EQ(write("lamp,beacon,outlook\n", "beacon,lamp\n"), expected);
  EXPECT_EQ(write("beacon,lamp\n", "lamp,outlook,beacon\n"), expected);
  std::remove(path.c_str());
}

TEST(TableFile, SaysWhereItCouldNotWrite) {
  const Unigrams words = *Unigrams::parse("lamp\t1\n", 1);
  PhraseTable terms(words);
  const auto size = write_table({}, terms, ::testing::TempDir() + "no/such/folder/table.tsv");
  ASSERT_FALSE(size);
  EXPECT_EQ(size.error().code, ErrorCode::kNotWritten);
}

TEST(ReadFile, UnpacksZstandardAndRefusesDamage) {
  // "lamp" four times and a newline, as a frame of one raw block.
  const std::string plain = "lamplamplamplamp\n";
  std::string packed("\x28\xB5\x2F\xFD\x20\x11\x89\x00\x00", 9);
  packed += plain;
  const std::string path = ::testing::TempDir() + "lexicon_input.zst";
  std::ofstream(path, std::ios::binary) << packed;
  const auto bytes = read_file(path);
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(*bytes, plain);
  for (std::size_t size = 4; size < packed.size(); ++size) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << packed.substr(0, size);
    const auto cut = read_file(path);
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().code, ErrorCode::kBadInput);
  }
  std::remove(path.c_str());
  EXPECT_EQ(read_file(path).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace despin::lexicon
