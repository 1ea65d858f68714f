#include "lib/capi/arrow_view.h"

#include <string>

namespace despin::capi {

Error wrong_array(const char* found) {
  return {ErrorCode::kBadInput, std::string("an Arrow array ") + found +
                                    "; expected one as its schema says; look at what made it"};
}

Result<void> check_schema(const ArrowSchema& schema) {
  if (schema.release == nullptr) return wrong_array("whose schema was released");
  if (schema.format == nullptr) return wrong_array("whose schema has no format");
  if (schema.n_children < 0 || (schema.n_children > 0 && schema.children == nullptr)) {
    return wrong_array("whose schema has no list of children");
  }
  return {};
}

Result<void> check_array(const ArrowArray& array, const ArrowSchema& schema) {
  if (array.release == nullptr) return wrong_array("that was released");
  if (auto ok = check_schema(schema); !ok) return ok;
  constexpr std::int64_t kMost = std::int64_t{1} << 48;
  if (array.length < 0 || array.offset < 0 || array.length > kMost || array.offset > kMost) {
    return wrong_array("with a length or an offset out of range");
  }
  if (array.n_buffers < 0 || (array.n_buffers > 0 && array.buffers == nullptr)) {
    return wrong_array("without its list of buffers");
  }
  return {};
}

const std::uint8_t* validity_of(const ArrowArray& array) {
  return array.null_count == 0 || array.n_buffers == 0
             ? nullptr
             : static_cast<const std::uint8_t*>(array.buffers[0]);
}

Result<void> check_child(const ArrowArray& array, const ArrowSchema& schema, std::int64_t place) {
  if (array.n_children != schema.n_children || array.children == nullptr) {
    return wrong_array("with other children than its schema has");
  }
  const ArrowArray* child = array.children[place];
  if (child == nullptr) return wrong_array("without a child");
  if (auto ok = check_array(*child, *schema.children[place]); !ok) return ok;
  if (child->length < array.offset + array.length) {
    return wrong_array("with a child that is shorter");
  }
  return {};
}

Result<std::int64_t> find_field(const ArrowSchema& schema, std::string_view name) {
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const ArrowSchema* child = schema.children[i];
    if (child == nullptr) return wrong_array("whose schema lacks a child");
    if (child->name != nullptr && name == child->name) return i;
  }
  return kNoField;
}

}  // namespace despin::capi
