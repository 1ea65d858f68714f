#include "lib/read/json_ld.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "lib/read/json_brackets.h"

namespace despin::read {
namespace {

using Json = nlohmann::json;

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

const Json* member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

// A string, or the first of a list of them.
std::string text_of(const Json* value) {
  if (value != nullptr && value->is_array() && !value->empty()) value = &value->front();
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

class JsonLdReader {
 public:
  JsonLd read(const Json& root) {
    collect_names(root);
    visit(root);
    find_body(root);
    best_.body = std::move(body_);
    return std::move(best_);
  }

 private:
  static bool has_type(const Json& object, bool (*wanted)(std::string_view)) {
    const Json* type = member(object, "@type");
    if (type == nullptr) return false;
    if (type->is_string()) return wanted(type->get_ref<const std::string&>());
    if (!type->is_array()) return false;
    for (const Json& one : *type) {
      if (one.is_string() && wanted(one.get_ref<const std::string&>())) return true;
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
  void collect_names(const Json& value) {
    for (const Json& inside : value) {
      if (inside.is_structured()) collect_names(inside);
    }
    if (!value.is_object()) return;
    const std::string id = text_of(member(value, "@id"));
    std::string name = text_of(member(value, "name"));
    if (!id.empty() && !name.empty()) names_.emplace(id, std::move(name));
  }

  std::string name_of(const Json* value) const {
    if (value == nullptr) return {};
    if (value->is_string()) return value->get<std::string>();
    if (value->is_array()) {
      std::string all;
      for (const Json& one : *value) {
        const std::string name = one.is_array() ? std::string() : name_of(&one);
        if (!name.empty()) all += (all.empty() ? "" : ", ") + name;
      }
      return all;
    }
    if (!value->is_object()) return {};
    std::string name = text_of(member(*value, "name"));
    if (!name.empty()) return name;
    const auto found = names_.find(text_of(member(*value, "@id")));
    return found == names_.end() ? std::string() : found->second;
  }

  // On a page with several articles the longest is its own; the others are teasers.
  void find_body(const Json& value) {
    for (const Json& inside : value) {
      if (inside.is_structured()) find_body(inside);
    }
    if (!value.is_object() || !has_type(value, &is_article)) return;
    std::string body = text_of(member(value, "articleBody"));
    if (body.size() > body_.size()) body_ = std::move(body);
  }

  void visit(const Json& value) {
    if (value.is_object()) {
      const bool article = has_type(value, &is_article);
      if ((article && !best_.article) || (best_.headline.empty() && has_type(value, &is_page))) {
        take(value, article);
      }
    }
    if (best_.article) return;
    for (const char* inside : {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"}) {
      if (!value.is_object()) break;
      const Json* found = member(value, inside);
      if (found != nullptr && found->is_structured()) visit(*found);
    }
    if (!value.is_array()) return;
    for (const Json& inside : value) {
      if (inside.is_structured()) visit(inside);
    }
  }

  void take(const Json& object, bool article) {
    JsonLd found;
    found.article = article;
    found.headline = text_of(member(object, "headline"));
    if (found.headline.empty()) found.headline = text_of(member(object, "name"));
    found.author = name_of(member(object, "author"));
    if (found.author.empty()) found.author = name_of(member(object, "creator"));
    found.date = text_of(member(object, "datePublished"));
    if (found.date.empty()) found.date = text_of(member(object, "dateCreated"));
    found.language = text_of(member(object, "inLanguage"));
    found.site = name_of(member(object, "publisher"));
    const Json* page = member(object, "mainEntityOfPage");
    found.url = text_of(member(object, "url"));
    if (found.url.empty() && page != nullptr && page->is_object()) {
      found.url = text_of(member(*page, "@id"));
    }
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
  const Json root = Json::parse(json, nullptr, /*allow_exceptions=*/false,
                                /*ignore_comments=*/true);
  if (root.is_discarded() || !root.is_structured()) return {};
  return JsonLdReader().read(root);
}

}  // namespace despin::read
