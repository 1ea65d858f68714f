#include "lib/scan/document_identity.h"

#include <filesystem>

namespace despin::scan {
std::string own_name(const RawRecord& record, const Document& document) {
  const bool of_table = record.kind == RecordKind::kJsonLine || record.kind == RecordKind::kRow;
  if (!of_table && !record.url.empty()) return record.url;
  if (!is_whole_input(record)) return document.id;
  return record.name == "-" ? std::string() : path_identity(record.name);
}

std::string document_identity(const RawRecord& record, const Document& document) {
  std::string name = own_name(record, document);
  if (!name.empty()) return name;
  return document.url.empty() ? record.url : document.url;
}

std::string path_identity(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().string();
}

bool is_whole_input(const RawRecord& record) {
  return record.kind == RecordKind::kBytes && record.id.empty();
}

}  // namespace despin::scan
