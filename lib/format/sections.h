// lib/format/sections.h - tags of the model file's sections and the newest version of each that
// this library reads. models/FORMAT.md specifies every byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace despin::format {

// Four printable ASCII characters.
struct Tag {
  std::array<char, 4> text{};

  constexpr Tag() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): reads as the literal it is
  constexpr Tag(const char (&s)[5]) : text{s[0], s[1], s[2], s[3]} {}
  constexpr std::string_view view() const { return {text.data(), text.size()}; }
  friend constexpr bool operator==(const Tag&, const Tag&) = default;
};

struct KnownSection {
  Tag tag;
  std::uint16_t newest_version;
};

inline constexpr Tag kVocabularySection{"VOCB"};
inline constexpr Tag kNgramSection{"NGRM"};
inline constexpr Tag kProvenanceSection{"PROV"};
inline constexpr Tag kChannelSection{"CHAN"};
inline constexpr Tag kEmbeddingSection{"EMBD"};
inline constexpr Tag kClozeSection{"CLOZ"};
inline constexpr Tag kCalibrationSection{"CALB"};
inline constexpr Tag kScoringSection{"SCOR"};
inline constexpr Tag kTaggerSection{"TAGR"};
inline constexpr Tag kFamiliesSection{"FAML"};
inline constexpr Tag kKnownPhrasesSection{"TERM"};
inline constexpr Tag kLanguageSection{"LANG"};
// Sections of parameters (lib/format/parameters.h).
inline constexpr Tag kDecodeSection{"DECO"};
inline constexpr Tag kRankSection{"RANK"};
inline constexpr Tag kRestoreSection{"REST"};
inline constexpr Tag kDetectSection{"DETC"};
inline constexpr Tag kAligningSection{"ALGN"};
inline constexpr Tag kSearchSection{"SRCH"};

// A required section that is not listed here, or newer, is kModelTooNew.
inline constexpr KnownSection kKnownSections[] = {
    {kVocabularySection, 1},  {kNgramSection, 1},        {kProvenanceSection, 1},
    {kChannelSection, 1},     {kEmbeddingSection, 1},    {kClozeSection, 1},
    {kCalibrationSection, 1}, {kScoringSection, 1},      {kTaggerSection, 1},
    {kFamiliesSection, 1},    {kKnownPhrasesSection, 1}, {kDecodeSection, 1},
    {kRankSection, 1},        {kRestoreSection, 1},      {kDetectSection, 2},
    {kAligningSection, 2},    {kSearchSection, 2},       {kLanguageSection, 1},
};

}  // namespace despin::format
