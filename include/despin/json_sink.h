// despin/json_sink.h - takes the JSON of a large result piece by piece.
//
//   auto ok = despin::to_json(report, id, text, [&](std::string_view piece) { out << piece; });
//
// The pieces, one behind the other, are what the to_json() that returns a string returns.
// Threads  Called on the thread of the call.
// Errors   A sink must not throw; it keeps its own failures.
#pragma once

#include <functional>
#include <string_view>

namespace despin {
inline namespace v1 {

using JsonSink = std::function<void(std::string_view piece)>;

}  // namespace v1
}  // namespace despin
