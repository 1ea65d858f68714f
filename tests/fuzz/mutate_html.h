// tests/fuzz/mutate_html.h - edits a page by its tags, attributes, entities and nesting.
// Errors   Any bytes are a page: none is refused.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzz/mutate.h"

namespace despin::fuzz {

inline constexpr std::array kElements = {
    "p",      "div",   "span",   "a",     "b",       "i",      "h1",       "h2",      "ul",
    "ol",     "li",    "table",  "tr",    "td",      "th",     "caption",  "article", "main",
    "nav",    "aside", "footer", "form",  "input",   "select", "option",   "button",  "br",
    "hr",     "img",   "pre",    "code",  "svg",     "math",   "template", "script",  "style",
    "title",  "meta",  "head",   "body",  "html",    "iframe", "noscript", "object",  "textarea",
    "figure", "time",  "base",   "frame", "frameset"};

inline constexpr std::array kAttributes = {
    " class=\"article-body\"",
    " class=comments",
    " id='content'",
    " href=\"https://a.example/page\"",
    " itemprop=\"articleBody\"",
    " itemscope itemtype=\"https://schema.org/NewsArticle\"",
    " hidden",
    " style=\"display:none\"",
    " lang=en",
    " datetime=\"2019-05-11\"",
    " name=\"author\" content=\"A. Writer\"",
    " property=\"og:title\" content=\"The harbour\"",
    " rel=canonical",
    " http-equiv=\"Content-Type\" content=\"text/html; charset=koi8-r\"",
    " charset=utf-16",
    " type=\"application/ld+json\"",
    " \"",
    " =",
    " a='",
    " xml:lang=\"de\"",
};

inline constexpr std::array kFragments = {
    "&amp;",
    "&lt;",
    "&nbsp;",
    "&#0;",
    "&#x10FFFF;",
    "&#xD800;",
    "&#128;",
    "&notit;",
    "&amp",
    "&#",
    "&zwnj;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!doctype html>",
    "<?xml",
    "</",
    "<",
    ">",
    "\xEF\xBB\xBF",
    "\xC3",
    "\xE2\x80\x8B",
    "\xF0\x9F",
    "\xED\xA0\x80",
    "\r\n",
    "\f",
    "The party won in the old harbour. ",
    "{\"@type\":\"NewsArticle\",\"articleBody\":\"The party won.\",\"headline\":\"It won\"}",
};

// Where tags begin and end, from the first byte to the last.
inline std::vector<std::size_t> tag_bounds(std::string_view page) {
  std::vector<std::size_t> bounds = {0};
  for (std::size_t at = 0; at < page.size() && bounds.size() < 512; ++at) {
    if (page[at] == '<' && bounds.back() != at) bounds.push_back(at);
    if (page[at] == '>') bounds.push_back(at + 1);
  }
  if (bounds.back() != page.size()) bounds.push_back(page.size());
  return bounds;
}

// A run of tags and texts.
inline Range draw_tags(const std::vector<std::size_t>& bounds, Draw& draw) {
  const std::size_t first = draw.below(bounds.size());
  return {bounds[first],
          bounds[first + draw.below(std::min<std::size_t>(bounds.size() - first, 9))]};
}

inline std::string open_tag(std::string_view element, Draw& draw) {
  std::string tag = "<" + std::string(element);
  for (std::size_t n = draw.below(3); n > 0; --n) tag += draw.of(kAttributes);
  return tag + (draw.one_in(12) ? "/>" : ">");
}

// Opens an element about a part of the page, perhaps again and again.
inline void nest(std::string& page, Range part, Draw& draw) {
  const std::string element = draw.of(kElements);
  const std::size_t times = draw.one_in(8) ? 2 + draw.below(40) : 1;
  std::string before;
  std::string after;
  for (std::size_t i = 0; i < times; ++i) {
    before += open_tag(element, draw);
    if (!draw.one_in(4)) after += "</" + element + ">";
  }
  page.insert(part.end, after);
  page.insert(part.begin, before);
}

inline void mutate_html(std::string& page, Draw& draw) {
  const std::vector<std::size_t> bounds = tag_bounds(page);
  const Range part = draw_tags(bounds, draw);
  const std::string copied = page.substr(part.begin, part.size());
  switch (draw.below(9)) {
    case 0:
      page.insert(part.begin, "</" + std::string(draw.of(kElements)) + ">");
      break;
    case 1:
      page.insert(part.begin, open_tag(draw.of(kElements), draw));
      break;
    case 2:
      nest(page, part, draw);
      break;
    case 3:
      page.erase(part.begin, part.size());
      break;
    case 4:
      page.insert(draw.of(bounds), copied);
      break;
    case 5: {  // an attribute more
      const std::size_t tag = page.find('>', part.begin);
      page.insert(tag == page.npos ? page.size() : tag, draw.of(kAttributes));
      break;
    }
    case 6:
      page.insert(draw.below(page.size() + 1), draw.of(kFragments));
      break;
    case 7: {
      std::string edited = copied;
      draw.raw(edited);
      page.replace(part.begin, part.size(), edited);
      break;
    }
    default:  // another name for the same element
      if (part.begin < page.size() && page[part.begin] == '<') {
        std::size_t end = part.begin + 1;
        while (end < page.size() && page[end] != ' ' && page[end] != '>') ++end;
        page.replace(part.begin + 1, end - part.begin - 1, draw.of(kElements));
      } else {
        page.insert(part.begin, draw.of(kFragments));
      }
  }
}

}  // namespace despin::fuzz
