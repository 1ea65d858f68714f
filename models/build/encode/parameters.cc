#include "models/build/encode/parameters.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>

#include "lib/base/bytes.h"

namespace despin::format {

std::vector<std::byte> encode_parameters(std::span<const ParameterSlot> slots) {
  std::vector<std::byte> out;
  base::append_le(out, static_cast<std::uint32_t>(slots.size()));
  base::append_le(out, std::uint32_t{0});
  for (std::uint32_t number = 0; number < slots.size(); ++number) {
    base::append_le(out, number);
    base::append_le(out, static_cast<std::uint32_t>(slots[number].place.index() + 1));
    std::visit([&out](const auto* at) { base::append_le(out, *at); }, slots[number].place);
    out.resize(kParameterHeaderBytes + (number + std::size_t{1}) * kParameterBytes);
  }
  return out;
}

Result<void> set_parameter(Tag tag, std::span<const ParameterSlot> slots, std::string_view name,
                           double value) {
  const std::string of = std::string(name) + " of section " + std::string(tag.view());
  for (const ParameterSlot& slot : slots) {
    if (slot.name != name) continue;
    const bool counts = std::holds_alternative<std::uint32_t*>(slot.place);
    const bool is_float = std::holds_alternative<float*>(slot.place);
    // What the file will say must be in bounds too.
    const double stored = is_float ? static_cast<double>(static_cast<float>(value)) : value;
    if (!slot.holds(value) || !slot.holds(stored) || (counts && value != std::floor(value))) {
      return Error{ErrorCode::kBadInput, "a value of " + of + " that cannot be; expected " +
                                             (counts ? "a whole number" : "a number") + " from " +
                                             std::to_string(slot.least) + " to " +
                                             std::to_string(slot.most) + "; change the recipe"};
    }
    std::visit([value](auto* at) { *at = static_cast<std::remove_pointer_t<decltype(at)>>(value); },
               slot.place);
    return {};
  }
  return Error{ErrorCode::kBadInput,
               "an unknown parameter, " + of + "; expected a name of models/FORMAT.md"};
}

}  // namespace despin::format
