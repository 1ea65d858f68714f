// lib/base/json_writer.h - writes JSON as a stream: what is written is never there as a whole.
//
//   base::JsonWriter json(out);                 // a string, or a JsonSink
//   json.begin_object();
//   json.member("id", id);
//   json.begin_array("spans");
//   for (const Span& span : spans) write(json, span);
//   json.end_array();
//   json.end_object();
//   json.flush();                               // to a sink: what is left
//
// Why      A tree of a large result takes twenty times its bytes, and the destructor of the JSON
//          library's tree allocates: without memory it ends the process. The library spells single
//          values alone, and nothing here allocates to be destroyed.
// Form     One line without blanks. Strings may be of any bytes: what is not UTF-8 is replaced,
//          and DEL and the C1 controls, which a terminal obeys, are escaped. A number that is not
//          finite is null.
// Threads  One at a time.
// Errors   A member outside an object, or two values for one name, is an assert.
// Memory   One value, and kPiece bytes for a sink.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "despin/json_sink.h"

namespace despin::base {

class JsonWriter {
 public:
  static constexpr std::size_t kPiece = 4096;

  // Appends to `out`.
  explicit JsonWriter(std::string& out) : out_(&out) {}
  // Hands over pieces of some kPiece bytes. Both arguments outlive the writer.
  explicit JsonWriter(const JsonSink& sink) : out_(&piece_), sink_(&sink) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }

  // The name of the next value.
  void key(std::string_view name);
  void begin_object(std::string_view name) {
    key(name);
    begin_object();
  }
  void begin_array(std::string_view name) {
    key(name);
    begin_array();
  }

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(bool truth);
  void value(double number);
  template <std::unsigned_integral T>
  void value(T number) {
    put_unsigned(number);
  }
  template <std::signed_integral T>
  void value(T number) {
    put_signed(number);
  }
  void value(std::nullptr_t);
  template <class T>
  void value(const std::optional<T>& number) {
    number ? value(*number) : value(nullptr);
  }
  template <class T>
  void value(const std::vector<T>& elements) {
    begin_array();
    for (const T& element : elements) value(element);
    end_array();
  }

  template <class T>
  void member(std::string_view name, const T& of) {
    key(name);
    value(of);
  }

  void flush();

 private:
  enum class Last : std::uint8_t { kOpened, kKey, kValue };

  void open(char bracket);
  void close(char bracket);
  void put_unsigned(std::uint64_t number);
  void put_signed(std::int64_t number);
  void begin_value();  // what separates it from the one before
  void end_value();
  void spell(std::string_view text);

  std::string piece_;  // for a sink
  std::string* out_;
  const JsonSink* sink_ = nullptr;
  Last last_ = Last::kOpened;
};

}  // namespace despin::base
