#include "lib/capi/border.h"

#include "despin/version.h"

namespace despin::capi {
namespace {

// How much of `text` fits into `room` bytes without cutting a character.
std::size_t fitting(std::string_view text, std::size_t room) {
  if (text.size() <= room) return text.size();
  while (room > 0 && (static_cast<unsigned char>(text[room]) & 0xC0U) == 0x80U) --room;
  return room;
}

}  // namespace

Error missing(const char* argument) {
  return {kBadCall, std::string("NULL for `") + argument +
                        "`; expected a pointer to what despin/despin.h says"};
}

Error unknown_value(const char* argument, long long value) {
  return {kBadCall, std::to_string(value) + " for `" + argument +
                        "`; expected an enumerator of despin/despin.h"};
}

despin_code put_success(despin_error* error) noexcept {
  if (error != nullptr) {
    error->code = DESPIN_OK;
    error->message_size = 0;
    error->byte = DESPIN_NO_BYTE;
    error->line = 0;
    error->message[0] = '\0';
  }
  return DESPIN_OK;
}

despin_code put_error(despin_error* error, despin_code code, std::string_view message) noexcept {
  put_success(error);
  if (error != nullptr) {
    error->code = code;
    const std::size_t size = fitting(message, sizeof error->message - 1);
    std::memcpy(error->message, message.data(), size);
    error->message[size] = '\0';
    error->message_size = static_cast<std::uint32_t>(size);
  }
  return code;
}

despin_code put_error(despin_error* error, const Error& what) noexcept {
  const auto code = put_error(error, static_cast<despin_code>(what.code), what.message);
  if (error != nullptr) {
    error->byte = what.byte;
    error->line = what.line;
  }
  return code;
}

despin_code put_out_of_memory(despin_error* error) noexcept {
  return put_error(error, DESPIN_OUT_OF_MEMORY,
                   "memory ran out; expected more of it, or less text; lower max_words");
}

char* copy_for_caller(std::string_view text) {
  auto* copy = static_cast<char*>(::operator new(text.size() + 1));
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

}  // namespace despin::capi

const char* despin_version(void) { return despin::version(); }

uint32_t despin_abi_version(void) { return DESPIN_ABI_VERSION; }

void despin_free(void* memory) { ::operator delete(memory); }
