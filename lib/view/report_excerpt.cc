#include "lib/view/report_excerpt.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace despin::view {
namespace {

bool agree(std::string_view a, std::string_view b) {
  const std::size_t size = std::min(a.size(), b.size());
  return a.substr(0, size) == b.substr(0, size);
}

// As many bytes of two contexts must agree before they are taken to overlap.
constexpr std::size_t kLeastOverlap = 8;
// No more bytes of white space are taken to be collapsed between two findings.
constexpr std::size_t kMostCollapsed = 16;

// The text between two findings by what their contexts say, whatever their offsets: white space was
// collapsed since. Nothing if they do not overlap.
std::optional<std::string> overlapping(const scan::ScanFinding& left,
                                       const scan::ScanFinding& right) {
  const std::string_view after = left.after;
  const std::string_view before = right.before;
  // The right finding itself begins in the left one's context, which may end within it.
  const std::string_view tail =
      before.substr(before.size() - std::min(before.size(), kLeastOverlap));
  if (const std::size_t at = after.find(tail); at != after.npos && !tail.empty()) {
    const std::size_t end = at + tail.size();
    const std::string_view rest = after.substr(end);
    if (tail.size() + rest.size() >= kLeastOverlap && agree(rest, right.written + right.after)) {
      return left.after.substr(0, end);
    }
  }
  for (std::size_t shared = std::min(after.size(), before.size()); shared >= kLeastOverlap;
       --shared) {
    if (after.ends_with(before.substr(0, shared))) {
      return left.after + right.before.substr(shared);
    }
  }
  return {};
}

// The text between two findings; nothing if their contexts do not meet or disagree.
std::optional<std::string> between(const scan::ScanFinding& left, const scan::ScanFinding& right) {
  if (right.begin_byte < left.end_byte) return {};
  const std::uint64_t gap = right.begin_byte - left.end_byte;
  const std::string& after = left.after;
  const std::string& before = right.before;
  if (gap > after.size() + before.size()) return {};
  std::string text;
  if (gap <= after.size()) {
    const std::string_view rest = std::string_view(after).substr(gap);
    if (!agree(rest, right.written + right.after)) return {};
    text = after.substr(0, gap);
  } else {
    const std::size_t shared = after.size() + before.size() - static_cast<std::size_t>(gap);
    if (shared > before.size()) return {};
    text = after + before.substr(shared);
  }
  const std::size_t known = std::min(text.size(), before.size());
  if (!text.ends_with(std::string_view(before).substr(before.size() - known))) return {};
  return text;
}

}  // namespace

std::vector<Excerpt> excerpts_of(std::span<const scan::ScanFinding> findings) {
  std::vector<Excerpt> excerpts;
  const scan::ScanFinding* last = nullptr;
  for (const scan::ScanFinding& finding : findings) {
    auto text = last == nullptr ? std::nullopt : between(*last, finding);
    if (!text && last != nullptr && finding.begin_byte >= last->end_byte) {
      text = overlapping(*last, finding);
      const std::size_t gap = finding.begin_byte - last->end_byte;
      if (text && (gap < text->size() || gap > text->size() + kMostCollapsed)) text.reset();
    }
    if (text) {
      excerpts.back().pieces.push_back({*text, nullptr});
    } else {
      if (last != nullptr) excerpts.back().pieces.push_back({last->after, nullptr});
      excerpts.push_back(
          {{{finding.before, nullptr}}, finding.begin_byte == finding.before.size()});
    }
    excerpts.back().pieces.push_back({finding.written, &finding});
    last = &finding;
  }
  if (last != nullptr) excerpts.back().pieces.push_back({last->after, nullptr});
  return excerpts;
}

}  // namespace despin::view
