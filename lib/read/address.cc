#include "lib/read/address.h"

#include <algorithm>

#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// Length of "https:" at the beginning; 0 if there is no scheme.
std::size_t scheme_size(std::string_view address) {
  if (address.empty() || !text::is_ascii_letter(address[0])) return 0;
  const auto end = std::find_if(address.begin(), address.end(), [](char c) {
    return !text::is_ascii_letter(c) && !text::is_ascii_digit(c) && c != '+' && c != '-' &&
           c != '.';
  });
  return end != address.end() && *end == ':' ? static_cast<std::size_t>(end - address.begin()) + 1
                                             : 0;
}

// Section 5.2.4: "/a/b/../c" is "/a/c".
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t next = path.find('/', 1);
    const std::string_view segment = path.substr(0, next);
    path.remove_prefix(segment.size());
    if (segment == "/." || segment == "/..") {
      if (segment.size() == 3) out.resize(out.find_last_of('/') == out.npos ? 0 : out.rfind('/'));
      if (path.empty()) out += '/';
    } else {
      out += segment;
    }
  }
  return out;
}

}  // namespace

bool is_web_address(std::string_view address) {
  return text::find_ascii(address, "http://") == 0 || text::find_ascii(address, "https://") == 0;
}

std::string resolved_address(std::string_view link, std::string_view base) {
  const std::size_t scheme = scheme_size(base);
  if (link.empty() || scheme_size(link) > 0 || scheme == 0 || base.substr(scheme, 2) != "//") {
    return std::string(link);
  }
  if (link.starts_with("//")) return std::string(base.substr(0, scheme)).append(link);
  base = base.substr(0, base.find('#'));
  const std::size_t path = std::min(base.find_first_of("/?", scheme + 2), base.size());
  const std::string site(base.substr(0, path));
  const std::size_t query = std::min(base.find('?', path), base.size());
  std::string_view folder = base.substr(path, query - path);
  if (link[0] == '#') return std::string(base).append(link);
  if (link[0] == '?') return std::string(base.substr(0, query)).append(link);
  const std::size_t end = std::min(link.find_first_of("?#"), link.size());
  if (link[0] == '/') return site + without_dots(link.substr(0, end)).append(link.substr(end));
  folder = folder.substr(0, folder.rfind('/') + 1);  // empty if there is no "/"
  std::string whole(folder.empty() ? "/" : folder);
  whole += link.substr(0, end);
  return site + without_dots(whole).append(link.substr(end));
}

}  // namespace despin::read
