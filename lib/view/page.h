// lib/view/page.h - pages made of templates and data, safe whatever texts the data holds.
//
//   PageData data;
//   data.set("title", title).set("is_copy", true).set("sources", std::move(list_of_data));
//   const std::string page = view::page_html(page::kReport, std::move(data));
//
// Templates are Mustache (lib/view/templates): {{name}} is a text, escaped; {{#name}}..{{/name}}
// is shown if `name` is set, and once for each item of a list. Nothing here makes HTML.
//
// A page loads nothing and may not: its policy allows its own style and script by their
// hashes, and nothing more.
// Threads  page_html() is stateless; PageData is Single.
// Cost     O(page): a row of set_rows() is data only while it is rendered.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/view/run_facts.h"

namespace kainjow::mustache {
template <typename string_type>
class basic_data;
}

namespace despin::view {

// A page as embed.cmake leaves it: a template, and what its policy allows.
struct PageFiles {
  std::string_view html;
  std::string_view style;
  std::string_view style_hash;
  std::string_view script;
  std::string_view script_hash;
};

// Names and what they stand for in a template. A name that is not set here is looked up in the
// data around it: an item sets those that mean something there, empty or not.
class PageData {
 public:
  using AddRow = std::function<void(const PageData& row)>;
  using Rows = std::function<void(const AddRow& add)>;

  PageData();
  ~PageData();
  PageData(PageData&& other) noexcept;
  PageData& operator=(PageData&& other) noexcept;

  // Any bytes. An empty text counts as not set in {{#name}}.
  PageData& set(std::string_view name, std::string_view text);
  PageData& set(std::string_view name, std::same_as<bool> auto flag) {
    return set_flag(name, flag);
  }
  PageData& set(std::string_view name, PageData data);
  PageData& set(std::string_view name, std::vector<PageData> list);
  // A list that is made while the page is rendered, for thousands of rows. A row sees its own
  // names alone.
  PageData& set_rows(std::string_view name, Rows rows);

 private:
  friend std::string page_html(const PageFiles& files, PageData data);
  using Data = kainjow::mustache::basic_data<std::string>;

  PageData& set_flag(std::string_view name, bool flag);
  PageData& put(std::string_view name, Data&& data);

  std::unique_ptr<Data> data_;
};

// Style, script, their hashes and the version are set here.
// REQUIRES: the template is well formed; else the page is empty.
std::string page_html(const PageFiles& files, PageData data);

// Text as HTML shows it, in elements and in quoted attributes; control characters, and those
// that turn the direction of writing, are replaced. All of {{name}} goes through it.
std::string html_escaped(std::string_view utf8);

// For the template link.html: a link where the address is one that a browser opens as a page;
// "javascript:" and the like stay text.
PageData link_data(std::string_view url, std::string_view words);

// For the template facts.html: by what, when and how a page was made; what is unknown is left out.
PageData facts_data(const RunFacts& facts);

// For the template share.html: "12 %" above a bar of that width; `kind` is the bar's class.
PageData share_data(double share, std::string_view kind);

}  // namespace despin::view
