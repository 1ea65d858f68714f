#include "lib/commands/model_path.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "lib/commands/console.h"
#include "lib/commands/verified_files.h"

namespace despin::commands {

std::vector<std::string> default_model_paths() {
  std::vector<std::string> paths;
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) {  // /proc may be missing, as in a bare chroot
    for (const char* relative : {"../../models/en.despin", "../share/despin/en.despin"}) {
      paths.push_back((self.parent_path() / relative).lexically_normal().string());
    }
  }
  for (const char* installed :
       {"/usr/local/share/despin/en.despin", "/usr/share/despin/en.despin"}) {
    if (std::ranges::find(paths, installed) == paths.end()) paths.emplace_back(installed);
  }
  return paths;
}

Result<std::string> find_model(const std::string& named) {
  if (!named.empty()) return named;
  const char* set = std::getenv("DESPIN_MODEL");
  if (set != nullptr && *set != '\0') return std::string(set);
  std::string tried;
  for (const std::string& path : default_model_paths()) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) return path;
    tried += (tried.empty() ? "" : " or ") + path;
  }
  return Error{ErrorCode::kNotFound, "no model found; expected one at " + tried +
                                         ": name one with --model or DESPIN_MODEL"};
}

std::optional<Detector> open_detector(const std::string& named) {
  const auto path = find_model(named);
  if (!path) {
    complain("", path.error().message);
    return std::nullopt;
  }
  VerifiedFiles verified;
  auto detector = Detector::open(*path, {.verify = !verified.holds(*path)});
  if (!detector) {
    complain(*path, detector.error().message);
    return std::nullopt;
  }
  verified.remember(*path);
  return std::move(*detector);
}

}  // namespace despin::commands
