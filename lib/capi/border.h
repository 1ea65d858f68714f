// lib/capi/border.h - what every function of the C interface does at its border: checks arguments,
// turns Results into codes and handles, and lets no exception through.
//
//   despin_code despin_aligner_new(const despin_detector* detector, despin_aligner** out,
//                                  despin_error* error) {
//     return capi::make(out, error, [&]() -> Result<std::unique_ptr<despin_aligner>> {
//       if (detector == nullptr) return capi::missing("detector");
//       return std::make_unique<despin_aligner>(...);
//     });
//   }
//
// Threads  Stateless.
// Errors   Of memory that has run out: written without any more of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "despin/despin.h"
#include "despin/result.h"

namespace despin::capi {

// Codes that the C interface alone has.
inline constexpr auto kBadCall = static_cast<ErrorCode>(DESPIN_BAD_CALL);
inline constexpr auto kInternal = static_cast<ErrorCode>(DESPIN_INTERNAL);

// An argument is NULL that may not be.
Error missing(const char* argument);
// An enumerator that does not exist.
Error unknown_value(const char* argument, long long value);

despin_code put_success(despin_error* error) noexcept;
despin_code put_error(despin_error* error, const Error& what) noexcept;
despin_code put_error(despin_error* error, despin_code code, std::string_view message) noexcept;
despin_code put_out_of_memory(despin_error* error) noexcept;

// The code of f(), a Result<void>.
template <class F>
despin_code bordered(despin_error* error, F&& f) noexcept {
  try {
    const Result<void> result = f();
    return result ? put_success(error) : put_error(error, result.error());
  } catch (const std::bad_alloc&) {
    return put_out_of_memory(error);
  } catch (const std::length_error&) {  // more than any memory holds
    return put_out_of_memory(error);
  } catch (const std::exception&) {
    return put_error(error, DESPIN_INTERNAL, "an unexpected exception; please report it");
  } catch (...) {
    return put_error(error, DESPIN_INTERNAL, "an unknown exception; please report it");
  }
}

// For despin_free(), with a NUL behind it; throws std::bad_alloc.
char* copy_for_caller(std::string_view text);

// Gives the caller the handle that f(), a Result<std::unique_ptr<Handle>>, makes.
template <class Handle, class F>
despin_code make(Handle** out, despin_error* error, F&& f) noexcept {
  if (out != nullptr) *out = nullptr;
  return bordered(error, [&]() -> Result<void> {
    if (out == nullptr) return missing("out");
    Result<std::unique_ptr<Handle>> made = f();
    if (!made) return made.error();
    *out = made->release();
    return {};
  });
}

// Text that goes in; "" for NULL and nothing.
inline std::string_view view(const char* data, std::size_t size) {
  return data == nullptr ? std::string_view() : std::string_view(data, size);
}
inline std::string_view view(const despin_string& text) { return view(text.data, text.size); }

// Whether a pointer and a size contradict each other.
inline bool has_no_bytes(const void* data, std::size_t size) { return data == nullptr && size > 0; }

// Text that comes out: the bytes must stay, and a NUL follow them.
inline despin_string string_of(std::string_view text) {
  return {text.data() == nullptr ? "" : text.data(), text.size()};
}

inline despin_span span_of(const auto& span) { return {span.begin_byte, span.end_byte}; }

// Copies `given`, which its caller's header may have made shorter than T, over defaults. A size
// that is no multiple of T's alignment is no header's, and would cut a pointer in two. Errors:
// kBadCall (a size that no version has).
template <class T>
Result<T> read_struct(const T* given, T defaults, const char* name) {
  if (given == nullptr) return defaults;
  const std::size_t size = given->struct_size;
  if (size < sizeof(std::size_t) || size > sizeof(T) || size % alignof(T) != 0) {
    return Error{kBadCall, std::string(name) + ".struct_size is " + std::to_string(size) +
                               "; expected at most " + std::to_string(sizeof(T)) +
                               "; fill the struct by its init function, and use a library at least "
                               "as new as the header"};
  }
  std::memcpy(&defaults, given, size);
  defaults.struct_size = sizeof(T);
  return defaults;
}

// The other way: as much of `defaults` as the caller's struct holds.
template <class T>
void init_struct(T* out, std::size_t size, T defaults) noexcept {
  if (out == nullptr || size < sizeof(std::size_t)) return;
  std::memset(out, 0, size);
  std::memcpy(out, &defaults, std::min(size, sizeof(T)));
  out->struct_size = size;
}

// A vector as C reads it.
template <class T>
void put_list(const std::vector<T>& list, const T*& data, std::size_t& count) {
  data = list.data();
  count = list.size();
}

// Gives the caller a copy of the text that f(), a Result<std::string>, makes, for despin_free().
// `size` may be NULL.
template <class F>
despin_code make_text(char** out, std::size_t* size, despin_error* error, F&& f) noexcept {
  if (out != nullptr) *out = nullptr;
  return bordered(error, [&]() -> Result<void> {
    const Result<std::string> made = f();
    if (!made) return made.error();
    if (out == nullptr) return missing("json");
    *out = copy_for_caller(*made);
    if (size != nullptr) *size = made->size();
    return {};
  });
}

}  // namespace despin::capi
