#include "lib/view/outline.h"

#include <nlohmann/json.hpp>

#include "lib/view/terminal.h"

namespace despin::view {

std::string outline(const nlohmann::ordered_json& value, std::size_t indent) {
  constexpr std::size_t kDeepest = 12;
  std::string out;
  for (const auto& item : value.items()) {
    out += std::string(indent, ' ') + (value.is_array() ? "-" : printable(item.key()) + ":");
    const auto& member = item.value();
    if (member.is_structured() && indent <= kDeepest) {
      out += "\n" + outline(member, indent + 2);
    } else {
      out += " " + printable(member.is_string() ? member.get<std::string>() : member.dump()) + "\n";
    }
  }
  return out;
}

}  // namespace despin::view
