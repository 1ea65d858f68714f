#include "models/build/lexicon/wordnet.h"

#include <charconv>
#include <string>

#include "models/build/lexicon/lines.h"

namespace despin::lexicon {
namespace {

bool parse(std::string_view digits, int base, std::uint32_t& out) {
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), out, base);
  return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
}

// A satellite adjective ('s') lives in the adjectives' file.
std::uint8_t part_of_letter(std::string_view letter) {
  if (letter == "n") return kNoun;
  if (letter == "v") return kVerb;
  if (letter == "a" || letter == "s") return kAdjective;
  if (letter == "r") return kAdverb;
  return kAnyPart;
}

// Offsets are counted within a file, so the part makes them unique.
std::uint64_t key_of(std::uint8_t part, std::uint32_t offset) {
  return (std::uint64_t{part} << 32) | offset;
}

// "galore(ip)": the positions that an adjective can have.
std::string_view without_marker(std::string_view member) {
  const std::size_t open = member.find('(');
  return open == std::string_view::npos ? member : member.substr(0, open);
}

}  // namespace

Result<void> WordNet::read(PartOfSpeech part, std::string_view data) {
  Lines lines(data);
  std::string_view line;
  std::vector<std::string_view> fields;
  while (lines.next(line)) {
    if (line.empty() || line.front() == ' ') continue;  // the licence
    line = line.substr(0, line.find(" | "));            // the gloss
    while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
    split(line, ' ', fields);
    if (!read_synset(part, fields)) {
      return Error{ErrorCode::kBadInput, "WordNet data, line " + std::to_string(lines.number()) +
                                             ": not a synset as wndb(5WN) describes it; "
                                             "give the data files of WordNet 3"};
    }
  }
  return {};
}

// offset file letter members(hex) {member id}... pointers {symbol offset letter fromto}...
bool WordNet::read_synset(PartOfSpeech part, const std::vector<std::string_view>& fields) {
  std::uint32_t offset = 0;
  std::uint32_t members = 0;
  if (fields.size() < 6 || !parse(fields[0], 10, offset) || !parse(fields[3], 16, members) ||
      members == 0 || members > 0xFF || fields.size() < 5 + 2 * std::size_t{members}) {
    return false;
  }
  Synset synset{part, {}, {}};
  for (std::size_t i = 0; i < members; ++i) {
    const PhraseId term = terms_->from_source(without_marker(fields[4 + 2 * i]));
    synset.members.push_back(term);
    if (term == kNoPhrase) continue;
    if (term >= parts_.size()) parts_.resize(std::size_t{term} + 1);
    parts_[term] = static_cast<std::uint8_t>(parts_[term] | part);
  }
  std::size_t at = 4 + 2 * std::size_t{members};
  std::uint32_t pointers = 0;
  if (!parse(fields[at++], 10, pointers) || pointers > 999 ||
      fields.size() < at + 4 * std::size_t{pointers}) {
    return false;
  }
  for (std::uint32_t i = 0; i < pointers; ++i, at += 4) {
    std::uint32_t target = 0;
    std::uint32_t from_to = 0;
    const std::uint8_t target_part = part_of_letter(fields[at + 2]);
    if (fields[at].empty() || target_part == kAnyPart || !parse(fields[at + 1], 10, target) ||
        fields[at + 3].size() != 4 || !parse(fields[at + 3], 16, from_to)) {
      return false;
    }
    const std::string_view symbol = fields[at];
    if (symbol != "@" && symbol != "&" && symbol != "$" && symbol != "\\") continue;
    synset.pointers.push_back({key_of(target_part, target), static_cast<std::uint8_t>(from_to >> 8),
                               static_cast<std::uint8_t>(from_to & 0xFF), symbol.front()});
  }
  by_key_.emplace(key_of(part, offset), synsets_.size());
  synsets_.push_back(std::move(synset));
  return true;
}

void WordNet::add_pairs(PairList& pairs) const {
  for (const Synset& synset : synsets_) {
    for (const PhraseId written : synset.members) {
      for (const PhraseId meant : synset.members) {
        pairs.add(*terms_, written, meant, kWordNetSynonym, synset.part);
      }
    }
    for (const Pointer& pointer : synset.pointers) {
      const auto target = by_key_.find(pointer.target);
      if (target != by_key_.end()) relate(synset, synsets_[target->second], pointer, pairs);
    }
  }
}

void WordNet::relate(const Synset& a, const Synset& b, const Pointer& pointer,
                     PairList& pairs) const {
  std::uint32_t forward = kWordNetSimilar;  // a written, b meant
  if (pointer.symbol == '@') forward = kWordNetNarrower;
  if (pointer.symbol == '\\') forward = kWordNetPertains;
  const std::uint32_t backward = pointer.symbol == '@' ? std::uint32_t{kWordNetBroader} : forward;
  const std::uint8_t part = a.part == b.part ? a.part : kAnyPart;
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (pointer.from != 0 && pointer.from != i + 1) continue;
    for (std::size_t j = 0; j < b.members.size(); ++j) {
      if (pointer.to != 0 && pointer.to != j + 1) continue;
      pairs.add(*terms_, a.members[i], b.members[j], forward, part);
      pairs.add(*terms_, b.members[j], a.members[i], backward, part);
    }
  }
}

}  // namespace despin::lexicon
