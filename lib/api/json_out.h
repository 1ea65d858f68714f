// lib/api/json_out.h - one spelling of a result, as text or as a value.
//
//   void spell(JsonOut& out, const Finding& finding);     // says what members there are
//   JsonTree tree;  spell(tree, finding);  Json value = tree.take();
//   JsonText text(sink);  spell(text, finding);  text.flush();
//
// Text is written as it comes: no tree is built, since the destructor of one allocates (nlohmann's,
// version 3.11) and, where memory has run out, ends the process.
//
// Threads  One.
// Errors   std::bad_alloc, and nothing is left to be ended.
// Memory   JsonText: the longest member, or kPieceBytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "despin/json_sink.h"
#include "lib/api/json.h"

namespace despin::api {

class JsonOut {
 public:
  virtual ~JsonOut() = default;

  virtual void begin_object() = 0;
  virtual void end_object() = 0;
  virtual void begin_array() = 0;
  virtual void end_array() = 0;
  // Of the next value in an object: a literal of plain letters.
  virtual void key(const char* name) = 0;
  // REQUIRES: neither an object nor an array.
  virtual void value(const Json& scalar) = 0;

  // Numbers, flags, null.
  void member(const char* name, const Json& scalar) {
    key(name);
    value(scalar);
  }
  void text(const char* name, std::string_view text) { member(name, Json(std::string(text))); }
};

class JsonTree final : public JsonOut {
 public:
  void begin_object() override { open_.push_back(&put(Json::object())); }
  void end_object() override { open_.pop_back(); }
  void begin_array() override { open_.push_back(&put(Json::array())); }
  void end_array() override { open_.pop_back(); }
  void key(const char* name) override { key_ = name; }
  void value(const Json& scalar) override { put(scalar); }

  Json take() { return std::move(root_); }

 private:
  // Where it stands from now on: nothing is added beside it while it is open.
  Json& put(Json made);

  Json root_;
  std::vector<Json*> open_;
  const char* key_ = nullptr;
};

class JsonText final : public JsonOut {
 public:
  static constexpr std::size_t kPieceBytes = 4096;

  explicit JsonText(const JsonSink& sink) : sink_(sink) {}

  void begin_object() override { open('{'); }
  void end_object() override { close('}'); }
  void begin_array() override { open('['); }
  void end_array() override { close(']'); }
  void key(const char* name) override;
  void value(const Json& scalar) override;

  // What is left over.
  void flush();

 private:
  void separate();
  void open(char bracket);
  void close(char bracket);

  const JsonSink& sink_;
  std::string piece_;
  bool first_ = true;  // of an object or array
  bool after_key_ = false;
};

}  // namespace despin::api
