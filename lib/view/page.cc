#include "lib/view/page.h"

#include <algorithm>
#include <kainjow/mustache.hpp>  // slow to compile: here alone
#include <utility>

#include "despin/version.h"
#include "lib/view/numbers.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

namespace mustache = kainjow::mustache;

bool is_web_address(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://")) &&
         std::all_of(url.begin(), url.end(), [](char c) {
           return static_cast<unsigned char>(c) > ' ' && c != '\x7f' && c != '\\';
         });
}

mustache::mustache compiled(const std::string& source) {
  mustache::mustache out(source);
  out.set_custom_escape([](const std::string& text) { return html_escaped(text); });
  return out;
}

void append_rendered(mustache::mustache& source, const mustache::data& data, std::string& out) {
  source.render(data, [&out](const std::string& part) { out += part; });
}

}  // namespace

PageData::PageData() : data_(std::make_unique<Data>()) {}
PageData::~PageData() = default;
PageData::PageData(PageData&& other) noexcept = default;
PageData& PageData::operator=(PageData&& other) noexcept = default;

PageData& PageData::put(std::string_view name, Data&& data) {
  (*data_)[std::string(name)] = std::move(data);
  return *this;
}

PageData& PageData::set_flag(std::string_view name, bool flag) { return put(name, Data(flag)); }

PageData& PageData::set(std::string_view name, std::string_view text) {
  return text.empty() ? set_flag(name, false) : put(name, Data(std::string(text)));
}

PageData& PageData::set(std::string_view name, PageData data) {
  return put(name, std::move(*data.data_));
}

PageData& PageData::set(std::string_view name, std::vector<PageData> list) {
  Data all(Data::type::list);
  // Its push_back() would copy whole trees, once for each list around them. Room is made
  // first because growing would copy as well.
  auto& items = const_cast<mustache::list&>(all.list_value());  // NOLINT: `all` is not const
  items.reserve(list.size());
  for (PageData& item : list) items.push_back(std::move(*item.data_));
  return put(name, std::move(all));
}

PageData& PageData::set_rows(std::string_view name, Rows rows) {
  return put(name, Data(mustache::lambda2([rows = std::move(rows)](const std::string& section,
                                                                   const mustache::renderer&) {
               mustache::mustache row = compiled(section);
               std::string out;
               rows([&](const PageData& data) { append_rendered(row, *data.data_, out); });
               return out;
             })));
}

std::string page_html(const PageFiles& files, PageData data) {
  data.set("style_hash", files.style_hash)
      .set("script_hash", files.script_hash)
      .set("style", files.style)
      .set("script", files.script)
      .set("version", kVersion);
  mustache::mustache page = compiled(std::string(files.html));
  std::string out;
  append_rendered(page, *data.data_, out);
  return out;
}

std::string html_escaped(std::string_view utf8) {
  const bool plain = std::all_of(utf8.begin(), utf8.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
  });
  if (plain) return std::string(utf8);  // most are: short words, numbers
  std::string out;
  for (const char c : printable(utf8)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

PageData link_data(std::string_view url, std::string_view words) {
  PageData out;
  out.set("href", is_web_address(url) ? url : std::string_view()).set("words", words);
  return out;
}

PageData facts_data(const RunFacts& facts) {
  PageData out;
  out.set("model", facts.model).set("time", facts.time).set("command", facts.command);
  return out;
}

PageData share_data(double share, std::string_view kind) {
  std::string words = short_percent(share);
  words.resize(words.find(' '));
  PageData out;
  out.set("percent", words)
      .set("kind", kind)
      .set("width", formatted("%.1f", 100 * std::clamp(share, 0.0, 1.0)));
  return out;
}

}  // namespace despin::view
