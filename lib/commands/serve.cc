// despin serve: the service is of the package of Python, whose command stands beside this one.
#include <unistd.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "lib/commands/console.h"
#include "lib/commands/verbs.h"

namespace despin::commands {

int serve(const std::string& program, const std::vector<std::string>& arguments) {
  std::string name = "despin-serve";
  std::vector<char*> words{name.data()};
  std::vector<std::string> copies = arguments;
  for (std::string& word : copies) words.push_back(word.data());
  words.push_back(nullptr);
  // A wheel's command is a script that starts this program, which lies elsewhere, by its own name.
  if (program.find('/') != std::string::npos) {
    ::execv((std::filesystem::path(program).parent_path() / name).c_str(), words.data());
  }
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (!error) ::execv((self.parent_path() / name).c_str(), words.data());
  ::execvp(name.c_str(), words.data());
  complain("serve",
           "no command despin-serve beside this one or in PATH; expected the package of Python: "
           "pip install 'despin[serve]'");
  return kExitError;
}

}  // namespace despin::commands
