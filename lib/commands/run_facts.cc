#include "lib/commands/run_facts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string_view>

#include "despin/version.h"

namespace despin::commands {
namespace {

// As a shell reads it: in single quotes unless it is of harmless characters alone.
std::string quoted(std::string_view argument) {
  const bool plain = !argument.empty() && std::all_of(argument.begin(), argument.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-_./:=,+@%").find(c) != std::string_view::npos;
  });
  if (plain) return std::string(argument);
  std::string out = "'";
  for (const char c : argument) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// The arguments of this process; the first without its folder.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  std::string out;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find('\0', at), all.size());
    std::string_view argument = std::string_view(all).substr(at, end - at);
    if (at == 0) argument.remove_prefix(argument.rfind('/') + 1);  // npos + 1 is 0
    out += (at == 0 ? "" : " ") + quoted(argument);
    at = end + 1;
  }
  return out;
}

std::string utc_now() {
  std::time_t now = std::time(nullptr);
  if (const char* set = std::getenv("SOURCE_DATE_EPOCH")) {
    long long seconds = 0;
    const char* end = set + std::strlen(set);
    const auto read = std::from_chars(set, end, seconds);
    if (read.ec == std::errc() && read.ptr == end) now = static_cast<std::time_t>(seconds);
  }
  std::tm utc{};
  if (gmtime_r(&now, &utc) == nullptr) return {};
  std::array<char, 64> buffer{};
  const std::size_t size = std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return std::string(buffer.data(), size);
}

}  // namespace

view::RunFacts run_facts(const Detector* detector) {
  return {despin::version(),
          detector == nullptr ? std::string() : fingerprint_name(detector->info().fingerprint),
          utc_now(), command_line()};
}

}  // namespace despin::commands
