#include "lib/view/outline.h"

#include "lib/view/terminal.h"

namespace despin::view {

std::string outline(const base::JsonValue& value, std::size_t indent) {
  constexpr std::size_t kDeepest = 12;
  std::string out;
  for (base::JsonValue item = value.first(); item; item = item.next()) {
    out += std::string(indent, ' ') +
           (value.is_array() ? "-" : printable(std::string(item.name())) + ":");
    if (item.is_structured() && indent <= kDeepest) {
      out += "\n" + outline(item, indent + 2);
    } else {
      out += " " + printable(item.is_string() ? std::string(item.string()) : item.spelled()) + "\n";
    }
  }
  return out;
}

}  // namespace despin::view
