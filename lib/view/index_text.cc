#include "lib/view/index_text.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "lib/text/ascii.h"
#include "lib/view/comparison_marks.h"
#include "lib/view/report_view.h"
#include "lib/view/terminal.h"
#include "lib/view/wrap.h"

namespace despin::view {
namespace {

constexpr std::size_t kVerdictColumns = 13;  // "VERBATIM COPY"
constexpr std::size_t kNumberColumns = 2 + 6 + 2 + 7 + 2 + 7 + 2;
constexpr std::size_t kLeastNameColumns = 24;  // with less there is no table

std::string_view name_of(const SourceMatch& match) {
  return match.title.empty() ? match.id : match.title;
}

std::string document_count(std::uint64_t documents) {
  return grouped(documents) + (documents == 1 ? " document" : " documents");
}

std::string withheld_lines(const MatchOptions& options) {
  std::string out;
  const std::string words = describe_withheld(options.withheld);
  if (words.empty()) return out;
  for (const WrappedLine& line : wrap(words, Style::kPlain, options.color, options.columns - 2)) {
    out += "  " + line.text + "\n";
  }
  return out;
}

// "its date is later than the suspect's; 8 near copies of it: ap-1, ap-2 and 6 more".
std::string remarks(const SourceMatch& match) {
  constexpr std::size_t kMost = 3;
  std::string out;
  if (match.later) out = "dated later than the suspect says of itself";
  if (match.own_address) {
    out += std::string(out.empty() ? "" : "; ") + "has the address that the suspect gives itself";
  }
  if (match.copies.empty()) return out;
  if (!out.empty()) out += "; ";
  const std::size_t count = match.copies.size();
  out += grouped(count) + (count == 1 ? " near copy of it: " : " near copies of it: ");
  for (std::size_t i = 0; i < std::min(count, kMost); ++i) {
    out += (i > 0 ? ", " : "") + match.copies[i].id;
  }
  return count > kMost ? out + " and " + grouped(count - kMost) + " more" : out;
}

// Date, id and address, if they add to the name.
std::vector<WrappedLine> details(const SourceMatch& match, const MatchOptions& options,
                                 std::size_t columns) {
  std::string words = match.date.substr(0, 10);
  const auto add = [&](const std::string& more) {
    if (!more.empty() && more != name_of(match)) words += (words.empty() ? "" : ", ") + more;
  };
  if (match.id != match.url) add(match.id);
  add(match.url);
  std::vector<WrappedLine> lines = wrap(words, Style::kFaint, options.color, columns);
  for (WrappedLine& line : wrap(remarks(match), Style::kFaint, options.color, columns)) {
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::string sized(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " bytes";
  const char* const units[] = {"kB", "MB", "GB", "TB", "PB"};
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < std::size(units)) {
    value /= 1000;
    ++unit;
  }
  return formatted(value < 9.95   ? "%.2f %s"
                   : value < 99.5 ? "%.1f %s"
                                  : "%.0f %s",
                   value, units[unit]);
}

std::string render(std::span<const SourceMatch> matches, std::string_view suspect,
                   const MatchOptions& options) {
  std::string out = printable(suspect) + ": ";
  out += matches.empty()
             ? "no source found"
             : std::to_string(matches.size()) + (matches.size() == 1 ? " source" : " sources");
  out += "\n";
  if (options.truncated) {
    for (const WrappedLine& line : wrap(describe_unread(options.truncated), Style::kPlain,
                                        options.color, options.columns - 2)) {
      out += "  " + line.text + "\n";
    }
  }
  const std::string withheld = withheld_lines(options);
  if (matches.empty()) return out + withheld;
  const std::size_t left = 2 + kVerdictColumns + kNumberColumns;
  if (options.columns < left + kLeastNameColumns) {
    return out + source_lines(matches, options) + withheld;
  }
  const std::string header =
      formatted("  %-*s  %6s  %7s  %7s  source", static_cast<int>(kVerdictColumns), "verdict",
                "copied", "swapped", "score");
  out += styled({header, Style::kFaint}, options.color) + "\n";
  for (const SourceMatch& match : matches) {
    const std::string verdict = text::ascii_upper(verdict_words(match.relation));
    out += "  " + styled({verdict, Style::kSpun}, options.color);
    out.append(kVerdictColumns - std::min(kVerdictColumns, verdict.size()), ' ');
    out += formatted("  %4.0f %%  %5.0f %%  %7.0f  ", 100 * match.copied, 100 * match.swapped,
                     match.score);
    std::string before;  // on the first line, the figures come before it
    for (const WrappedLine& line :
         wrap(name_of(match), Style::kPlain, options.color, options.columns - left)) {
      out += before + line.text + "\n";
      before.assign(left, ' ');
    }
    // Addresses are long: there is more space below the figures.
    const std::size_t indent = 2 + kVerdictColumns + 2;
    for (const WrappedLine& line : details(match, options, options.columns - indent)) {
      out += std::string(indent, ' ') + line.text + "\n";
    }
  }
  return out + withheld;
}

std::string describe_withheld(const Withheld& withheld) {
  std::string out;
  const auto add = [&](std::uint64_t count, const std::string& what) {
    if (count > 0) out += (out.empty() ? "Left out: " : "; ") + document_count(count) + what;
  };
  add(withheld.common,
      withheld.common == 1 ? " that shares what many share" : " that share what many share");
  add(withheld.later, " of a later date than the suspect's");
  add(withheld.itself,
      withheld.itself == 1 ? " that is the suspect itself" : " that are the suspect itself");
  add(withheld.more, " beyond the number shown");
  return out.empty() ? out : out + ".";
}

std::string source_lines(std::span<const SourceMatch> sources, const MatchOptions& options) {
  std::string out;
  for (const SourceMatch& match : sources) {
    std::string words = match.relation == Relation::kSpun       ? "Spun from "
                        : match.relation == Relation::kReworded ? "Reworded from "
                                                                : "Copied from ";
    words += match.title.empty() ? match.id : "\u201C" + match.title + "\u201D";
    words += formatted(": %.0f %% of the words", 100 * match.copied);
    if (match.swapped > 0) words += formatted(", %.0f %% swapped", 100 * match.swapped);
    for (const WrappedLine& line :
         wrap(words + ".", Style::kPlain, options.color, options.columns - 2)) {
      out += "  " + line.text + "\n";
    }
    for (const WrappedLine& line : details(match, options, options.columns - 4)) {
      out += "    " + line.text + "\n";
    }
  }
  return out;
}

std::string render(const IndexStatistics& statistics, std::string_view folder,
                   std::uint64_t documents) {
  const double each = 1.0 / static_cast<double>(std::max<std::uint64_t>(1, statistics.documents));
  std::string out = printable(folder) + ": " + document_count(statistics.documents) + ", " +
                    grouped(statistics.words) + " words, " + sized(statistics.bytes) + "\n\n";
  out += "  part                    bytes  a document\n";
  const auto add = [&](std::string_view name, std::uint64_t bytes) {
    out += formatted("  %-12.*s %16s  %10.1f\n", static_cast<int>(name.size()), name.data(),
                     grouped(bytes).c_str(), static_cast<double>(bytes) * each);
  };
  for (const IndexStatistics::Part& part : statistics.parts) add(part.name, part.bytes);
  add("all", statistics.bytes);
  if (statistics.removed > 0) {
    out += "\n  " + document_count(statistics.removed) +
           " removed, on disk until their segments are merged\n";
  }
  out += "\n  segment             documents             bytes\n";
  for (const IndexStatistics::Segment& segment : statistics.segments) {
    out += formatted("  %-16s %12s  %16s", printable(segment.file).c_str(),
                     grouped(segment.documents).c_str(), grouped(segment.bytes).c_str());
    out += segment.corruption.empty() ? "\n" : "  corrupt\n";
  }
  if (statistics.segments.empty()) out += "  none yet\n";
  if (statistics.documents == 0) return out;
  const IndexEstimate needed = estimate(statistics, documents);
  return out + "\n  " + document_count(documents) + " like these would take " +
         sized(needed.disk_bytes) + " on disk;\n  a search would take " +
         sized(needed.search_memory_bytes) + " of memory besides mapped files.\n";
}

std::string list_line(const IndexedDocument& document) {
  std::string out;
  for (const std::string* field : {&document.id, &document.date, &document.url, &document.title}) {
    out += (out.empty() ? "" : "\t") + printable(*field);
  }
  return out + "\n";
}

std::string render(const IndexedDocument& document) {
  std::string out = "id       " + printable(document.id) + "\n";
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out += name + printable(value) + "\n";
  };
  add("url      ", document.url);
  add("title    ", document.title);
  add("date     ", document.date);
  add("segment  ", document.segment);
  out += "words    " + grouped(document.words) + ", of which " + grouped(document.terms.size()) +
         " are kept:\n";
  std::string words;
  for (const std::string& term : document.terms) words += (words.empty() ? "" : " ") + term;
  for (const WrappedLine& line : wrap(words, Style::kPlain, false, 78)) {
    out += "  " + line.text + "\n";
  }
  return out;
}

}  // namespace despin::view
