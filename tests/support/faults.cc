// tests/support/faults.cc - loaded before the command (LD_PRELOAD), makes one of its operations on
// files fail, or all from one on, as a full disk or a broken one does.
//
//   DESPIN_FAULT_AT=17 DESPIN_FAULT_ERRNO=28 DESPIN_FAULT_LASTS=1 LD_PRELOAD=libdespin_faults.so ..
//
// Counted are open, write, pwrite, fsync, fdatasync, ftruncate, rename, mmap and mkdir, from 1, as
// the command and its libraries call them; what the C library calls itself is not. At its end the
// process writes their number to DESPIN_FAULT_COUNT, if that names a file. A write that fails with
// ENOSPC first writes half of its bytes, as on a disk that fills up. DESPIN_FAULT_THREADS=3 lets
// three threads be made, and no more.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace {

long number_in(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? 0 : std::atol(value);
}

struct Plan {
  long at = number_in("DESPIN_FAULT_AT");
  int error = static_cast<int>(number_in("DESPIN_FAULT_ERRNO"));
  bool lasts = number_in("DESPIN_FAULT_LASTS") != 0;
  std::atomic<long> calls{0};

  ~Plan() {
    const char* path = std::getenv("DESPIN_FAULT_COUNT");
    if (path == nullptr) return;
    if (std::FILE* file = std::fopen(path, "w")) {
      std::fprintf(file, "%ld\n", calls.load());
      std::fclose(file);
    }
  }

  bool fails() {
    const long call = ++calls;
    if (at == 0 || (lasts ? call < at : call != at)) return false;
    errno = error;
    return true;
  }
};

Plan& plan() {
  static Plan one;
  return one;
}

template <class F>
F* real(const char* name) {
  return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name));
}

mode_t mode_of(int flags, va_list list) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(list, int)) : mode_t{0};
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const mode_t mode = mode_of(flags, list);
  va_end(list);
  if (plan().fails()) return -1;
  return real<int(const char*, int, ...)>("open")(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  const mode_t mode = mode_of(flags, list);
  va_end(list);
  if (plan().fails()) return -1;
  return real<int(const char*, int, ...)>("open64")(path, flags, mode);
}

ssize_t write(int fd, const void* bytes, size_t size) {
  const auto call = real<ssize_t(int, const void*, size_t)>("write");
  // What is said on standard error must be heard.
  if (fd == STDERR_FILENO || !plan().fails()) return call(fd, bytes, size);
  const int error = errno;
  if (error == ENOSPC) (void)!call(fd, bytes, size / 2);
  errno = error;
  return -1;
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  const auto call = real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  if (!plan().fails()) return call(fd, bytes, size, offset);
  const int error = errno;
  if (error == ENOSPC) (void)!call(fd, bytes, size / 2, offset);
  errno = error;
  return -1;
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  const auto call = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  if (!plan().fails()) return call(fd, bytes, size, offset);
  const int error = errno;
  if (error == ENOSPC) (void)!call(fd, bytes, size / 2, offset);
  errno = error;
  return -1;
}

int fsync(int fd) { return plan().fails() ? -1 : real<int(int)>("fsync")(fd); }

int fdatasync(int fd) { return plan().fails() ? -1 : real<int(int)>("fdatasync")(fd); }

int ftruncate(int fd, off_t size) noexcept {
  return plan().fails() ? -1 : real<int(int, off_t)>("ftruncate")(fd, size);
}

int ftruncate64(int fd, off64_t size) noexcept {
  return plan().fails() ? -1 : real<int(int, off64_t)>("ftruncate64")(fd, size);
}

int rename(const char* from, const char* to) noexcept {
  return plan().fails() ? -1 : real<int(const char*, const char*)>("rename")(from, to);
}

int mkdir(const char* path, mode_t mode) noexcept {
  return plan().fails() ? -1 : real<int(const char*, mode_t)>("mkdir")(path, mode);
}

void* mmap(void* at, size_t size, int protection, int flags, int fd, off_t offset) noexcept {
  if (plan().fails()) return MAP_FAILED;
  return real<void*(void*, size_t, int, int, int, off_t)>("mmap")(at, size, protection, flags, fd,
                                                                  offset);
}

void* mmap64(void* at, size_t size, int protection, int flags, int fd, off64_t offset) noexcept {
  if (plan().fails()) return MAP_FAILED;
  return real<void*(void*, size_t, int, int, int, off64_t)>("mmap64")(at, size, protection, flags,
                                                                      fd, offset);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*),
                   void* argument) {
  static std::atomic<long> made{0};
  const bool bounded = std::getenv("DESPIN_FAULT_THREADS") != nullptr;
  if (bounded && ++made > number_in("DESPIN_FAULT_THREADS")) return EAGAIN;
  return real<decltype(pthread_create)>("pthread_create")(thread, attributes, run, argument);
}

}  // extern "C"
