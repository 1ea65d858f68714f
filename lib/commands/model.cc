// despin model: information about a model file, and its integrity check.
#include <cstdio>
#include <string>

#include "despin/detector.h"
#include "despin/version.h"
#include "lib/base/json_tree.h"
#include "lib/commands/console.h"
#include "lib/commands/model_path.h"
#include "lib/commands/verbs.h"
#include "lib/view/outline.h"
#include "lib/view/report_view.h"

namespace despin::commands {
namespace {

std::string version_of(const ModelInfo& info) {
  return std::to_string(info.major_version) + "." + std::to_string(info.minor_version);
}

}  // namespace

int model_info(const std::string& named) {
  const auto found = find_model(named);
  if (!found) return fail("", found.error());
  const std::string& path = *found;
  const auto info = despin::model_info(path);
  if (!info) return fail(path, info.error());
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
  base::JsonTree provenance;
  provenance.parse(info->provenance_json);
  if (provenance.root().first()) {
    std::printf("\nprovenance\n");
    print(view::outline(provenance.root(), 2));
  }
  return 0;
}

int model_verify(const std::string& named) {
  const auto found = find_model(named);
  if (!found) return fail("", found.error());
  const std::string& path = *found;
  if (const auto verified = verify_model(path); !verified) return fail(path, verified.error());
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

}  // namespace despin::commands
