// lib/view/html.h - pages made of the files in lib/cli/page, safe whatever texts go in.
//
//   std::string page = view::page_html(page::kReport, {{"title", view::html_escaped(title)}});
//
// A page loads nothing and may not: its policy allows its own style and script by their
// hashes, and nothing more.
// Threads  Stateless.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace despin::view {

// A page as embed.cmake leaves it: a template with {{gaps}}, and what its policy allows.
struct PageFiles {
  std::string_view html;
  std::string_view style;
  std::string_view style_hash;
  std::string_view script;
  std::string_view script_hash;
};

using PageGaps = std::vector<std::pair<std::string_view, std::string>>;

// Each gap is filled once, and what fills it is not looked at again. Style, script, their
// hashes and the version are filled in here.
std::string page_html(const PageFiles& files, PageGaps gaps);

// Text as HTML shows it, in elements and in quoted attributes; control characters, and those
// that turn the direction of writing, are replaced.
std::string html_escaped(std::string_view utf8);

// The escaped text, a link where the address is one that a browser opens as a page:
// "javascript:" and the like stay text.
std::string html_link(std::string_view url, std::string_view text);

// " data-name=\"value\"", escaped.
std::string html_data(std::string_view name, std::string_view value);

// "12&nbsp;%" with a bar of that width below; `kind` is the bar's class.
std::string share_html(double share, std::string_view kind);

// A figure of the head of a page, for a list of class "figures". All three are HTML.
std::string figure_html(std::string_view name, std::string_view value, std::string_view note);

}  // namespace despin::view
