#include "lib/commands/comparisons.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "despin/aligner.h"
#include "despin/detector.h"
#include "despin/reader.h"
#include "lib/commands/console.h"
#include "lib/commands/model_path.h"
#include "lib/commands/run_facts.h"
#include "lib/scan/inputs.h"
#include "lib/scan/output_file.h"
#include "lib/text/ascii.h"
#include "lib/view/comparison_page.h"
#include "lib/view/comparison_text.h"
#include "lib/view/numbers.h"

namespace despin::commands {
namespace {

namespace fs = std::filesystem;

// The document of a record, if its input still has it.
std::optional<Document> readable(const scan::ScanRecord& record) {
  if (record.input.empty() || record.input == "-") return std::nullopt;
  auto reader = Reader::open(record.input);
  if (!reader) return std::nullopt;
  const RecordPlace place{
      .number = std::max<std::uint64_t>(1, record.number), .byte = record.byte, .line = 0};
  if (const auto there = reader->resume_at(place); !there) return std::nullopt;
  RawRecord raw;
  const auto more = reader->next(raw);
  if (!more || !*more) return std::nullopt;
  auto document = read_document(raw);
  // Of a record with another id the input has changed.
  if (!document || (!document->id.empty() && document->id != record.id)) return std::nullopt;
  return *std::move(document);
}

std::optional<Document> readable(const scan::ScanSource& source) {
  if (source.id.empty() || source.id == "-") return std::nullopt;
  auto document = scan::read_input(source.id);
  if (!document) return std::nullopt;
  return *std::move(document);
}

// A path as a link of the report: relative to it, and with %XX for what addresses do not hold.
std::string link_to(const fs::path& file, const std::string& report) {
  std::error_code error;
  const fs::path folder = fs::absolute(report, error).parent_path();
  const std::string path = fs::absolute(file, error).lexically_relative(folder).generic_string();
  return text::percent_encoded(path, [](char c) {
    return text::is_ascii_letter(c) || text::is_ascii_digit(c) ||
           std::string_view("/._-~").find(c) != std::string_view::npos;
  });
}

}  // namespace

bool write_comparisons(const ComparisonPages& pages, scan::ScanFigures& figures) {
  const auto detector = open_detector(pages.model);
  if (!detector) return false;
  const Aligner aligner(*detector);
  const view::RunFacts facts = run_facts(&*detector);
  std::error_code error;
  fs::create_directories(pages.folder, error);
  Workspace scratch;
  std::size_t number = 0;
  for (scan::ScanRecord& record : figures.worst) {
    std::optional<Document> suspect;
    for (scan::ScanSource& source : record.sources) {
      const auto original = readable(source);
      if (!original) continue;
      if (!suspect) suspect = readable(record);
      if (!suspect) break;
      const auto comparison = aligner.compare(original->text, suspect->text, scratch);
      if (!comparison) continue;
      const fs::path file = fs::path(pages.folder) / (view::formatted("%04zu.html", ++number));
      auto written = scan::may_become_page(file.string(), {}, pages.overwrite);
      if (written) {
        written = scan::write_file(
            file.string(),
            view::comparison_page(*comparison, view::compared_text(source.id, *original),
                                  view::compared_text(record.id, *suspect), facts));
      }
      if (!written) {
        complain(file.string(), written.error());
        return false;
      }
      source.comparison = link_to(file, pages.report);
    }
  }
  return true;
}

}  // namespace despin::commands
