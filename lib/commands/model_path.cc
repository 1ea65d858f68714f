#include "lib/commands/model_path.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "lib/commands/console.h"
#include "lib/commands/verified_files.h"

namespace despin::commands {
namespace {

namespace fs = std::filesystem;

// Where pip puts packages of Python for a command in `scripts`: ../lib/python3.11/site-packages.
std::vector<fs::path> python_packages(const fs::path& scripts) {
  std::error_code error;
  std::vector<fs::path> folders;
  for (fs::directory_iterator entry(scripts / "../lib", error), end; !error && entry != end;
       entry.increment(error)) {
    if (!entry->path().filename().string().starts_with("python3")) continue;
    for (const char* packages : {"site-packages", "dist-packages"}) {
      folders.push_back(entry->path() / packages);
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

// In a source tree, installed, or in a package of Python that is there.
std::vector<fs::path> paths_beside(const fs::path& folder) {
  std::vector<fs::path> found = {folder / "../../models/en.despin",
                                 folder / "../share/despin/en.despin"};
  // The command itself may be in a folder of packages, called by a script in `scripts`.
  std::vector<fs::path> packages = python_packages(folder);
  packages.push_back(folder / "..");
  std::error_code error;
  for (const fs::path& beside : packages) {
    for (const char* package : {"despin_en/en.despin", "despin/en.despin"}) {
      if (fs::exists(beside / package, error)) found.push_back(beside / package);
    }
  }
  return found;
}

}  // namespace

std::vector<std::string> default_model_paths() {
  std::vector<fs::path> found;
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (!error) found = paths_beside(self.parent_path());  // no /proc in a bare chroot
  found.insert(found.end(), {"/usr/local/share/despin/en.despin", "/usr/share/despin/en.despin"});
  std::vector<std::string> paths;
  for (const fs::path& path : found) {
    std::string plain = path.lexically_normal().string();
    if (std::ranges::find(paths, plain) == paths.end()) paths.push_back(std::move(plain));
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
