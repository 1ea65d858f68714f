// tests/support/example_page.h - the bytes of a file of examples/pages.
#pragma once

#include <fstream>
#include <iterator>
#include <string>

namespace despin {

inline std::string example_page(const std::string& name) {
  std::ifstream in(DESPIN_SOURCE_DIR "/examples/pages/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace despin
