#include "lib/read/json_ld.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "lib/base/json_tree.h"

#include "lib/read/json_brackets.h"

namespace despin::read {
namespace {

using base::JsonValue;

constexpr std::array<std::string_view, 4> kPageTypes{"WebPage", "ItemPage", "CollectionPage",
                                                     "FAQPage"};

// Counts brackets outside strings, to reject pathologically nested JSON before parsing.
bool is_too_deep(std::string_view json) {
  JsonStrings strings;
  int depth = 0;
  return std::any_of(json.begin(), json.end(), [&](char c) {
    depth += strings.is_outside(c) ? bracket_step(c) : 0;
    return depth > kMaxJsonLdDepth;
  });
}

// A string, or the first of a list of them.
std::string text_of(JsonValue value) {
  if (value.is_array()) value = value.first();
  return std::string(value.string());
}

// The elements of an array; the members of an object by name, the last of each.
std::vector<JsonValue> inside(const JsonValue& value) {
  std::vector<JsonValue> all;
  for (JsonValue v = value.first(); v; v = v.next()) all.push_back(v);
  if (!value.is_object()) return all;
  std::stable_sort(all.begin(), all.end(),
                   [](const JsonValue& a, const JsonValue& b) { return a.name() < b.name(); });
  const auto same = [](const JsonValue& a, const JsonValue& b) { return a.name() == b.name(); };
  all.erase(all.begin(), std::unique(all.rbegin(), all.rend(), same).base());
  return all;
}

class JsonLdReader {
 public:
  JsonLd read(const JsonValue& root) {
    collect_names(root);
    visit(root);
    find_body(root);
    best_.body = std::move(body_);
    return std::move(best_);
  }

 private:
  static bool has_type(const JsonValue& object, bool (*wanted)(std::string_view)) {
    const JsonValue type = object.find("@type");
    if (type.is_string()) return wanted(type.string());
    if (!type.is_array()) return false;
    for (JsonValue one = type.first(); one; one = one.next()) {
      if (one.is_string() && wanted(one.string())) return true;
    }
    return false;
  }

  static bool is_article(std::string_view type) {
    return type.ends_with("Article") || type.ends_with("BlogPosting") || type == "Report";
  }

  static bool is_page(std::string_view type) {
    for (const std::string_view page : kPageTypes) {
      if (type == page) return true;
    }
    return false;
  }

  // Names by @id, for authors given by reference.
  void collect_names(const JsonValue& value) {
    for (const JsonValue& one : inside(value)) {
      if (one.is_structured()) collect_names(one);
    }
    const std::string id = text_of(value.find("@id"));
    std::string name = text_of(value.find("name"));
    if (!id.empty() && !name.empty()) names_.emplace(id, std::move(name));
  }

  std::string name_of(const JsonValue& value) const {
    if (value.is_string()) return std::string(value.string());
    if (value.is_array()) {
      std::string all;
      for (JsonValue one = value.first(); one; one = one.next()) {
        const std::string name = one.is_array() ? std::string() : name_of(one);
        if (!name.empty()) all += (all.empty() ? "" : ", ") + name;
      }
      return all;
    }
    std::string name = text_of(value.find("name"));
    if (!name.empty()) return name;
    const auto found = names_.find(text_of(value.find("@id")));
    return found == names_.end() ? std::string() : found->second;
  }

  // On a page with several articles the longest is its own; the others are teasers.
  void find_body(const JsonValue& value) {
    for (const JsonValue& one : inside(value)) {
      if (one.is_structured()) find_body(one);
    }
    if (!has_type(value, &is_article)) return;
    std::string body = text_of(value.find("articleBody"));
    if (body.size() > body_.size()) body_ = std::move(body);
  }

  void visit(const JsonValue& value) {
    if (value.is_object()) {
      const bool article = has_type(value, &is_article);
      if ((article && !best_.article) || (best_.headline.empty() && has_type(value, &is_page))) {
        take(value, article);
      }
    }
    if (best_.article) return;
    for (const char* name : {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"}) {
      const JsonValue found = value.find(name);
      if (found.is_structured()) visit(found);
    }
    if (!value.is_array()) return;
    for (JsonValue one = value.first(); one; one = one.next()) {
      if (one.is_structured()) visit(one);
    }
  }

  void take(const JsonValue& object, bool article) {
    JsonLd found;
    found.article = article;
    found.headline = text_of(object.find("headline"));
    if (found.headline.empty()) found.headline = text_of(object.find("name"));
    found.author = name_of(object.find("author"));
    if (found.author.empty()) found.author = name_of(object.find("creator"));
    found.date = text_of(object.find("datePublished"));
    if (found.date.empty()) found.date = text_of(object.find("dateCreated"));
    found.language = text_of(object.find("inLanguage"));
    found.site = name_of(object.find("publisher"));
    const JsonValue page = object.find("mainEntityOfPage");
    found.url = text_of(object.find("url"));
    if (found.url.empty()) found.url = text_of(page.find("@id"));
    if (found.url.empty()) found.url = text_of(page);
    // The page around an article often states what the article omits.
    for (auto field : {&JsonLd::author, &JsonLd::date, &JsonLd::language, &JsonLd::url}) {
      if ((found.*field).empty()) found.*field = best_.*field;
    }
    best_ = std::move(found);
  }

  std::map<std::string, std::string> names_;
  std::string body_;
  JsonLd best_;
};

}  // namespace

JsonLd read_json_ld(std::string_view json) {
  if (is_too_deep(json)) return {};
  base::JsonTree tree;
  if (!tree.parse(json, /*with_comments=*/true) || !tree.root().is_structured()) return {};
  return JsonLdReader().read(tree.root());
}

}  // namespace despin::read
