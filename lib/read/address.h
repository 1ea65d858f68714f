// lib/read/address.h - resolves a link of a page against the address of the page.
//
//   resolved_address("//b.example/x", "https://a.example/1")   // "https://b.example/x"
//
// Threads  Stateless.
// Cost     O(bytes).
// Method   RFC 3986, section 5.2.
#pragma once

#include <string>
#include <string_view>

namespace despin::read {

bool is_web_address(std::string_view address);

// `link` itself if it has a scheme, or if `base` has none.
std::string resolved_address(std::string_view link, std::string_view base);

}  // namespace despin::read
