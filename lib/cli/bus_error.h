// lib/cli/bus_error.h - what becomes of a process whose mapped file was truncated by others.
//
// Threads  To be called once, before threads are started.
#pragma once

namespace despin::cli {

// A SIGBUS of a mapped file ends the process with exit code 2 and one line on standard error that
// says how to replace files; any other SIGBUS remains what it is.
void explain_bus_errors();

}  // namespace despin::cli
