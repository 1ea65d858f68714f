#include "lib/cli/bus_error.h"

#include <signal.h>
#include <unistd.h>

#include <cstddef>

#include "lib/commands/verbs.h"

namespace despin::cli {
namespace {

constexpr char kExplained[] =
    "despin: the model or index was overwritten while in use, or its disk failed; expected files "
    "that stay as they are: replace them by rename (mv)\n";

// Calls nothing that is not safe in a signal handler.
void explain(int signal, siginfo_t* info, void*) {
  if (info->si_code == BUS_ADRERR) {
    [[maybe_unused]] const ssize_t written =
        ::write(STDERR_FILENO, kExplained, sizeof kExplained - 1);
    ::_exit(commands::kExitError);
  }
  // The action is the default one again (SA_RESETHAND): not a file, so a defect.
  ::raise(signal);
}

}  // namespace

void explain_bus_errors() {
  struct sigaction action {};
  action.sa_sigaction = explain;
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, nullptr);
}

}  // namespace despin::cli
