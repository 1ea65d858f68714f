#include "lib/scan/scan_output.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "lib/base/replaced_file.h"
#include "lib/scan/inputs.h"
#include "lib/scan/output_file.h"

namespace despin::scan {
namespace {

namespace fs = std::filesystem;

Error is_there() {
  return {ErrorCode::kBadInput,
          "the file exists; expected a new file: --resume continues a scan that was stopped, "
          "--overwrite starts over"};
}

// An existing path that cannot hold a state: a pipe, a terminal, /dev/null.
bool is_stream(const std::string& path) {
  std::error_code none;
  const fs::file_status status = fs::status(path, none);
  return fs::exists(status) && !fs::is_regular_file(status);
}

// A file of another kind under the name of the state is not replaced, nor is one called the output
// of a scan for want of a state.
Result<void> may_continue(const std::string& path, const std::string& state_path, bool stopped,
                          Existing existing) {
  if (existing == Existing::kOverwrite) return {};
  if (is_foreign(state_path, is_progress)) {
    return Error{ErrorCode::kBadInput,
                 "beside it is a file .progress that is not the progress of a scan; expected none: "
                 "name another file, or give --overwrite"};
  }
  if (existing == Existing::kResume && !stopped && is_foreign(path, is_records)) {
    return Error{ErrorCode::kBadInput,
                 "not the output of a scan; expected that of the scan to continue: check the path, "
                 "or start over with --overwrite"};
  }
  return {};
}

// Loads the state to resume from, adjusted to the actual size of OUT; `state` is unchanged if there
// is none.
Result<void> take_up(const std::string& state_path, std::uint64_t size, ScanState& state) {
  const auto bytes = read_bytes(state_path);
  if (!bytes) return Error{bytes.error().code, "progress of the scan: " + bytes.error().message};
  auto saved = read_scan_state(*bytes);
  if (!saved) return Error{saved.error().code, "progress of the scan: " + saved.error().message};
  if (auto same = same_settings(*saved, state); !same) return same;
  if (saved->output_bytes > size) {
    return Error{ErrorCode::kBadInput,
                 "shorter than the scan left it; expected the unchanged file: start "
                 "anew with --overwrite"};
  }
  state = *std::move(saved);
  return {};
}

}  // namespace

ScanOutput::ScanOutput(ScanOutput&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      state_path_(std::move(other.state_path_)),
      bytes_(other.bytes_),
      complete_(other.complete_) {}

ScanOutput::~ScanOutput() {
  if (file_ > STDERR_FILENO) ::close(file_);
}

Result<ScanOutput> ScanOutput::open(const std::string& path, Existing existing, ScanState& state) {
  if (path.empty() || path == "-") return ScanOutput(STDOUT_FILENO, {});
  if (is_stream(path)) {
    const int stream = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (stream < 0) return not_written();
    return ScanOutput(stream, {});
  }
  const std::string state_path = path + ".progress";
  std::error_code none;
  const bool there = fs::exists(path, none);
  const bool stopped = fs::exists(state_path, none);
  if (there && existing == Existing::kRefuse) return is_there();
  if (auto ours = may_continue(path, state_path, stopped, existing); !ours) return ours.error();
  base::remove_leftovers(state_path);
  if (there && existing == Existing::kResume && !stopped) {
    ScanOutput output(-1, state_path);
    output.complete_ = true;
    return output;
  }
  // A new scan writes its state before its file: a file without a state is a complete scan.
  const bool anew = existing != Existing::kResume || !stopped;
  if (anew && !there) {
    if (auto saved = base::replace_file(state_path, to_json(state)); !saved) return saved.error();
  }
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) {
    const Error error = not_written();
    if (anew && !there) ::unlink(state_path.c_str());
    return error;
  }
  ScanOutput output(file, state_path);
  // Not all file systems can lock.
  if (::flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return Error{ErrorCode::kLocked,
                 "another scan is writing to it; expected no other: wait for it, or name another "
                 "file"};
  }
  struct stat found {};
  if (::fstat(file, &found) != 0) return not_written();
  if (anew) {
    if (auto saved = base::replace_file(state_path, to_json(state)); !saved) return saved.error();
  } else if (auto taken = take_up(state_path, static_cast<std::uint64_t>(found.st_size), state);
             !taken) {
    return taken.error();
  }
  output.bytes_ = state.output_bytes;
  const auto end = static_cast<off_t>(state.output_bytes);
  if (::ftruncate(file, end) != 0 || ::lseek(file, end, SEEK_SET) != end) return not_written();
  return output;
}

bool ScanOutput::live() const {
  struct stat found {};
  if (::fstat(file_, &found) != 0) return false;
  return S_ISFIFO(found.st_mode) || S_ISSOCK(found.st_mode) || ::isatty(file_) == 1;
}

Result<void> ScanOutput::write(std::string_view lines) {
  const std::size_t all = lines.size();
  while (!lines.empty()) {
    const ssize_t written = ::write(file_, lines.data(), lines.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return not_written();
    lines.remove_prefix(static_cast<std::size_t>(written));
  }
  bytes_ += all;
  return {};
}

Result<void> ScanOutput::save(ScanState& state) {
  if (!resumable()) return {};
  state.output_bytes = bytes_;
  if (::fdatasync(file_) != 0) return not_written();
  return base::replace_file(state_path_, to_json(state));
}

Result<void> ScanOutput::finish() {
  if (!resumable()) return {};
  // A file without a state is a complete scan: first its name must be on disk.
  if (::fdatasync(file_) != 0 || !base::sync_folder_of(state_path_)) return not_written();
  if (::unlink(state_path_.c_str()) != 0 && errno != ENOENT) return not_written();
  return {};
}

}  // namespace despin::scan
