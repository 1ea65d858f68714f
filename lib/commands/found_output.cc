#include "lib/commands/found_output.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "lib/base/guard.h"
#include "lib/commands/console.h"
#include "lib/record/scan_line.h"

namespace despin::commands {
namespace {

bool is_file(int descriptor) {
  struct stat found {};
  return ::fstat(descriptor, &found) == 0 && S_ISREG(found.st_mode);
}

}  // namespace

FoundOutput::FoundOutput(const OutputForm& form)
    : form_(form), flushes_(form.line_buffered || !is_file(STDOUT_FILENO)) {}

bool FoundOutput::add(const scan::Article& article, bool found,
                      const std::function<std::string()>& record) {
  found_ = found_ || found;
  if (form_.quiet) return !found;
  if (form_.count) {
    if (article.input != input_ && !write_count()) return false;
    input_ = article.input;
    count_ += found ? 1 : 0;
    return true;
  }
  if (form_.names) return !found || write(article.name + "\n");
  const auto made = base::guarded([&]() -> Result<std::string> { return record(); });
  if (made) return write(*made);
  fail(article.place, made.error(), article.record);
  return true;
}

void FoundOutput::fail(const std::string& place, const Error& error, const RawRecord& record) {
  complain(place, error);
  failed_ = true;
  if (!form_.json || form_.quiet || form_.count || form_.names) return;
  write(record::scan_line(record, error));
}

bool FoundOutput::write_count() {
  if (input_.empty()) return true;
  const std::string count = std::to_string(std::exchange(count_, 0)) + "\n";
  return write(one_input_ ? count : input_ + ": " + count);
}

bool FoundOutput::write(std::string_view out) {
  const bool written = std::fwrite(out.data(), 1, out.size(), stdout) == out.size() &&
                       (!flushes_ || std::fflush(stdout) == 0);
  failed_ = failed_ || !written;
  return written;
}

int FoundOutput::finish() {
  if (form_.count) write_count();
  return print({}) ? exit_code(failed_, found_, form_.exit_zero) : kExitError;
}

std::vector<std::string> inputs_of(std::vector<std::string> paths, const char* verb) {
  if (!paths.empty()) return paths;
  if (isatty(STDIN_FILENO) == 0) return {"-"};
  complain(verb, "nothing to read; expected files, folders or text on standard input");
  return {};
}

}  // namespace despin::commands
