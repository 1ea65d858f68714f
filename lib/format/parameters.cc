#include "lib/format/parameters.h"

#include <cmath>
#include <string>

#include "lib/base/bytes.h"
#include "lib/format/section_reader.h"

namespace despin::format {

double ParameterSlot::value() const {
  return std::visit([](const auto* at) { return static_cast<double>(*at); }, place);
}

Result<void> read_parameters(Tag tag, std::span<const std::byte> section,
                             std::span<const ParameterSlot> slots) {
  SectionReader in(tag, section);
  const auto count = in.number<std::uint32_t>();
  in.skip(4);
  std::uint64_t next = 0;  // least number that may come
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    const auto number = in.number<std::uint32_t>();
    const auto type = in.number<std::uint32_t>();
    const auto cell = in.span(8);
    if (!in.ok()) break;
    if (number < next) return in.bad("has numbers out of order");
    if (number >= slots.size()) return in.bad("has a number that this version does not know");
    next = std::uint64_t{number} + 1;
    const ParameterSlot& slot = slots[number];
    if (type != slot.place.index() + 1) return in.bad("has a number of another type");
    const bool plausible = std::visit(
        [&](auto* at) {
          using Number = std::remove_pointer_t<decltype(at)>;
          const auto value = base::load_le<Number>(cell.data());
          // False for NaN too.
          if (!slot.holds(static_cast<double>(value))) return false;
          *at = value;
          return true;
        },
        slot.place);
    if (!plausible) {
      return in.bad("has a value of " + std::string(slot.name) + " that is out of bounds");
    }
  }
  if (!in.at_end()) return in.bad("has another size than it says");
  return {};
}

Error invalid_parameters(Tag tag, std::string_view what) {
  return SectionReader(tag, {}).bad(what);
}

}  // namespace despin::format
