// lib/base/json_writer.h - writes JSON as a stream: what is written is never there as a whole.
//
//   base::JsonWriter json(out);                 // a string, or a JsonSink
//   json.begin_object();
//   json.member("id", id);
//   json.list("spans", spans, [&](const Span& span) { json.member("begin", span.begin); });
//   json.end_object();
//   json.flush();                               // to a sink: what is left
//
//   out += base::json_line([&](base::JsonWriter& json) { json.member("id", id); });
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

  // A list of objects; `write_members(element)` writes the members of each.
  template <class List, class F>
  void list(std::string_view name, const List& elements, F&& write_members) {
    begin_array(name);
    for (const auto& element : elements) {
      begin_object();
      write_members(element);
      end_object();
    }
    end_array();
  }

  void flush();

 private:
  enum class Last : std::uint8_t { kOpened, kKey, kValue };

  void open(char bracket);
  void close(char bracket);
  void put_unsigned(std::uint64_t number);
  void put_signed(std::int64_t number);
  void put(std::string_view json);  // a value, as it is spelled
  void begin_value();               // what separates it from the one before
  void end_value();
  void spell(std::string_view text);

  std::string piece_;  // for a sink
  std::string* out_;
  const JsonSink* sink_ = nullptr;
  Last last_ = Last::kOpened;
};

// The object whose members `write_members(json)` writes.
template <class F>
std::string json_object(F&& write_members) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_members(json);
  json.end_object();
  return out;
}

// The same as a line.
template <class F>
std::string json_line(F&& write_members) {
  std::string line = json_object(write_members);
  line += '\n';
  return line;
}

}  // namespace despin::base
