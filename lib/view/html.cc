#include "lib/view/html.h"

#include <algorithm>

#include "despin/version.h"
#include "lib/view/numbers.h"
#include "lib/view/terminal.h"

namespace despin::view {
namespace {

bool is_web_address(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://")) &&
         std::all_of(url.begin(), url.end(), [](char c) {
           return static_cast<unsigned char>(c) > ' ' && c != '\x7f' && c != '\\';
         });
}

}  // namespace

std::string page_html(const PageFiles& files, PageGaps gaps) {
  gaps.insert(gaps.end(), {{"style_hash", std::string(files.style_hash)},
                           {"script_hash", std::string(files.script_hash)},
                           {"style", std::string(files.style)},
                           {"script", std::string(files.script)},
                           {"version", kVersion}});
  std::string out;
  for (std::string_view rest = files.html;;) {
    const std::size_t open = rest.find("{{");
    const std::size_t close = open == rest.npos ? rest.npos : rest.find("}}", open);
    out += rest.substr(0, close == rest.npos ? rest.size() : open);
    if (close == rest.npos) return out;
    const std::string_view name = rest.substr(open + 2, close - open - 2);
    for (const auto& [gap, text] : gaps) {
      if (gap == name) out += text;
    }
    rest.remove_prefix(close + 2);
  }
}

std::string html_escaped(std::string_view utf8) {
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

std::string html_link(std::string_view url, std::string_view text) {
  const std::string words = html_escaped(text);
  if (!is_web_address(url)) return words;
  return "<a href=\"" + html_escaped(url) + "\" rel=\"noopener noreferrer nofollow\">" + words +
         "</a>";
}

std::string html_data(std::string_view name, std::string_view value) {
  return " data-" + std::string(name) + "=\"" + html_escaped(value) + "\"";
}

std::string share_html(double share, std::string_view kind) {
  std::string words = html_escaped(short_percent(share));
  words.replace(words.find(' '), 1, "&nbsp;");
  return words +
         "<svg class=\"share\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" "
         "aria-hidden=\"true\"><rect class=\"all\" width=\"100\" height=\"1\"/><rect "
         "class=\"part " +
         std::string(kind) + "\" width=\"" + formatted("%.1f", 100 * std::clamp(share, 0.0, 1.0)) +
         "\" height=\"1\"/></svg>";
}

std::string figure_html(std::string_view name, std::string_view value, std::string_view note) {
  std::string out = "<div><dt>";
  out.append(name).append("</dt><dd>").append(value).append("<small>").append(note);
  return out + "</small></dd></div>\n";
}

}  // namespace despin::view
