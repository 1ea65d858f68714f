#include "lib/record/document_identity.h"

#include <filesystem>

namespace despin::record {

std::string own_name(const RawRecord& record, const Document& document) {
  const bool of_table = record.kind == RecordKind::kJsonLine || record.kind == RecordKind::kRow;
  if (!of_table && !record.url.empty()) return record.url;
  if (!is_whole_input(record)) {
    const bool has_place_alone = record.kind == RecordKind::kMail ||
                                 record.kind == RecordKind::kEntry ||
                                 record.kind == RecordKind::kWiki;
    return has_place_alone ? document_name(record, document) : document.id;
  }
  return record.name == "-" ? std::string() : path_identity(record.name);
}

std::string document_identity(const RawRecord& record, const Document& document) {
  std::string name = own_name(record, document);
  if (!name.empty()) return name;
  return document.url.empty() ? record.url : document.url;
}

std::string document_name(const RawRecord& record, const Document& document) {
  if (!document.id.empty()) return document.id;
  std::string path = path_identity(record.name);
  if (is_whole_input(record)) return path;
  const RecordPlace& place = record.place;
  const bool by_line = place.line > 0 && record.kind != RecordKind::kMail;
  return path + ":" + std::to_string(by_line ? place.line : place.number);
}

std::string path_identity(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

GivenFacts given_facts(const RawRecord& record) {
  const bool fields = record.kind == RecordKind::kJsonLine || record.kind == RecordKind::kRow;
  const bool crawled = (record.kind == RecordKind::kHttp || record.kind == RecordKind::kBytes) &&
                       !record.url.empty();
  return {.date = fields, .url = fields || crawled};
}

SuspectInfo suspect_info(const std::string& identity, const std::string& day, GivenFacts given,
                         const Document& document) {
  const std::string_view none;
  const std::string_view date = day;
  const std::string_view url = document.url;
  return {.id = identity,
          .date = given.date ? date : none,
          .url = given.url ? url : none,
          .claimed_date = given.date ? none : date,
          .claimed_url = given.url ? none : url};
}

bool is_whole_input(const RawRecord& record) {
  return record.kind == RecordKind::kBytes && record.id.empty();
}

}  // namespace despin::record
