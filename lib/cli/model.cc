// despin model: information about a model file, and its integrity check.
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "despin/detector.h"
#include "despin/version.h"
#include "lib/cli/commands.h"
#include "lib/cli/console.h"
#include "lib/cli/model_path.h"
#include "lib/view/report_view.h"

namespace despin::cli {
namespace {

// Prints provenance as an indented outline, including members added by later models.
void print_outline(const nlohmann::ordered_json& value, int indent) {
  for (const auto& item : value.items()) {
    const std::string key = value.is_array() ? "-" : view::printable(item.key()) + ":";
    if (!item.value().is_structured()) {
      const std::string text =
          item.value().is_string() ? item.value().get<std::string>() : item.value().dump();
      std::printf("%*s%s %s\n", indent, "", key.c_str(), view::printable(text).c_str());
    } else if (indent > 12) {  // deeper levels are for programs
      std::printf("%*s%s %s\n", indent, "", key.c_str(),
                  view::printable(item.value().dump()).c_str());
    } else {
      std::printf("%*s%s\n", indent, "", key.c_str());
      print_outline(item.value(), indent + 2);
    }
  }
}

std::string version_of(const ModelInfo& info) {
  return std::to_string(info.major_version) + "." + std::to_string(info.minor_version);
}

}  // namespace

int model_info(const std::string& path) {
  const auto info = despin::model_info(path);
  if (!info) {
    complain(path, info.error().message);
    return kExitError;
  }
  std::printf("%s: despin model, format %s, %s bytes\n\n", view::printable(path).c_str(),
              version_of(*info).c_str(), view::grouped(info->bytes).c_str());
  if (const auto detector = Detector::open(path)) {
    std::printf("  fingerprint  %s\n\n", fingerprint_name(detector->info().fingerprint).c_str());
  }
  std::printf("  section  version          bytes\n");
  for (const ModelInfo::Section& section : info->sections) {
    std::printf("  %-7s  %7u  %13s  %s\n", view::printable(section.tag).c_str(), section.version,
                view::grouped(section.bytes).c_str(), section.required ? "" : "optional");
  }
  const auto provenance =
      nlohmann::ordered_json::parse(info->provenance_json, nullptr, /*allow_exceptions=*/false);
  if (provenance.is_structured() && !provenance.empty()) {
    std::printf("\nprovenance\n");
    print_outline(provenance, 2);
  }
  return 0;
}

int model_verify(const std::string& path) {
  const auto verified = verify_model(path);
  if (!verified) {
    complain(path, verified.error().message);
    return kExitError;
  }
  std::printf("%s: intact, all checksums match\n", view::printable(path).c_str());
  return 0;
}

int version() {
  std::printf("despin %s\n", despin::version());
  const auto path = find_model({});
  if (!path) {
    std::printf("model: none found\n");
    return 0;
  }
  const auto info = despin::model_info(*path);
  if (info) {
    std::printf("model: %s (format %s, %s bytes)\n", view::printable(*path).c_str(),
                version_of(*info).c_str(), view::grouped(info->bytes).c_str());
  } else {
    std::printf("model: %s (unusable: %s)\n", view::printable(*path).c_str(),
                view::printable(info.error().message).c_str());
  }
  return 0;
}

}  // namespace despin::cli
