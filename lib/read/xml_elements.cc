#include "lib/read/xml_elements.h"

#include <algorithm>

namespace despin::read {
namespace {

// Longer than "<![CDATA[" and any tag that is searched, up to the end of its name.
constexpr std::size_t kTagBytes = 16;

bool ends_name(std::string_view tag, std::size_t at) {
  return at < tag.size() && std::string_view(" \t\r\n/>").find(tag[at]) != std::string_view::npos;
}

}  // namespace

bool XmlElements::look(std::size_t size) {
  while (stream_.ahead().size() < size) {
    if (stream_.fill() != Fill::kMore) return false;
  }
  return true;
}

// The name of the element whose tag is ahead, if it is one of those searched.
std::string_view XmlElements::opened() const {
  const std::string_view ahead = stream_.ahead();
  for (const std::string_view name : names_) {
    if (ahead.substr(1).starts_with(name) && ends_name(ahead, 1 + name.size())) return name;
  }
  return {};
}

// What ends the comment, section or instruction ahead; empty if there is none.
std::string_view XmlElements::end_of_section() const {
  const std::string_view ahead = stream_.ahead();
  if (ahead.starts_with("<!--")) return "-->";
  if (ahead.starts_with("<![CDATA[")) return "]]>";
  return ahead.starts_with("<?") ? "?>" : "";
}

// Consumes up to and with `end`, appends it to `out` if that is not null.
Fill XmlElements::pass(std::string_view end, std::string* out) {
  for (;;) {
    const std::string_view ahead = stream_.ahead();
    const std::size_t found = ahead.find(end);
    // A part of `end` may be the last that is there.
    const std::size_t size = found != ahead.npos
                                 ? found + end.size()
                                 : ahead.size() - std::min(ahead.size(), end.size());
    if (out != nullptr) out->append(ahead.substr(0, size));
    stream_.consume(size);
    if (found != ahead.npos) return Fill::kMore;
    const Fill filled = stream_.fill();
    if (filled == Fill::kMore) continue;
    if (out != nullptr) out->append(stream_.ahead());
    stream_.consume(stream_.ahead().size());
    return filled;
  }
}

Fill XmlElements::find() {
  for (;;) {
    const std::string_view ahead = stream_.ahead();
    const std::size_t tag = std::min(ahead.find('<'), ahead.size());
    const bool found = tag < ahead.size();
    stream_.consume(tag);
    if (!found) {
      const Fill filled = stream_.fill();
      if (filled != Fill::kMore) return filled;
      continue;
    }
    look(kTagBytes);
    if (const std::string_view end = end_of_section(); !end.empty()) {
      const Fill passed = pass(end, nullptr);
      if (passed != Fill::kMore) return passed;
    } else if (!opened().empty()) {
      return Fill::kMore;
    } else {
      stream_.consume(1);
    }
  }
}

XmlElements::Taken XmlElements::take(std::string& out, std::size_t most) {
  const std::string_view name = opened();
  const std::string close = "</" + std::string(name);
  const auto ended = [](Fill fill) {
    return fill == Fill::kCorrupt ? Taken::kCorrupt : Taken::kCut;
  };
  std::string* keep = &out;
  if (const Fill tag = pass(">", keep); tag != Fill::kMore) return ended(tag);
  if (out.ends_with("/>")) return Taken::kWhole;
  for (;;) {
    if (out.size() > most) {
      keep = nullptr;
      out.clear();
    }
    const std::string_view ahead = stream_.ahead();
    const std::size_t tag = std::min(ahead.find('<'), ahead.size());
    const bool found = tag < ahead.size();
    if (keep != nullptr) keep->append(ahead.substr(0, tag));
    stream_.consume(tag);
    if (!found) {
      if (const Fill filled = stream_.fill(); filled != Fill::kMore) return ended(filled);
      continue;
    }
    look(kTagBytes);
    Fill passed = Fill::kMore;
    if (const std::string_view end = end_of_section(); !end.empty()) {
      passed = pass(end, keep);
    } else if (stream_.ahead().starts_with(close) && ends_name(stream_.ahead(), close.size())) {
      passed = pass(">", keep);
      if (passed == Fill::kMore) return keep == nullptr ? Taken::kTooLarge : Taken::kWhole;
    } else {
      if (keep != nullptr) *keep += '<';
      stream_.consume(1);
    }
    if (passed != Fill::kMore) return ended(passed);
  }
}

std::string_view xml_charset(std::string_view first) {
  if (first.starts_with("\xEF\xBB\xBF")) first.remove_prefix(3);
  if (!first.starts_with("<?xml")) return {};
  const std::string_view tag = first.substr(0, first.find("?>"));
  const std::size_t at = tag.find("encoding");
  const std::size_t quote = at == tag.npos ? at : tag.find_first_of("\"'", at);
  if (quote == tag.npos) return {};
  const std::string_view label = tag.substr(quote + 1, tag.find(tag[quote], quote + 1) - quote - 1);
  return label.size() <= 40 ? label : std::string_view();
}

}  // namespace despin::read
