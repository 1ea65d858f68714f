#include "lib/read/html_tree.h"

#include <string>
#include <string_view>
#include <utility>

#include "despin/reader.h"
#include "lib/read/html_parser.h"

namespace despin::read {
namespace {

Error too_large(PageLimit limit) {
  const auto error = [](std::string what, std::string_view remedy) {
    return Error{ErrorCode::kTooLarge, std::move(what) + std::string(remedy)};
  };
  switch (limit) {
    case PageLimit::kTags:
      return error("a page with more than " + std::to_string(kMaxUnknownTags) +
                       " names of elements that HTML does not know",
                   "; expected a page that people read: convert it to plain text");
    case PageLimit::kWork:
      return error("a page whose tags are so misnested that reading it would take too long",
                   "; expected a page that people read: convert it to plain text");
    default:
      return error(
          "a page whose tree takes more than " + std::to_string(kMaxParserMemory >> 20) + " MiB",
          "; split it, or convert it to plain text");
  }
}

}  // namespace

Result<HtmlTree> parse_html(const std::string& page) {
  if (page.size() > kMaxPageBytes) {
    return Error{ErrorCode::kTooLarge, "a page of " + std::to_string(page.size()) +
                                           " bytes; at most " + std::to_string(kMaxPageBytes) +
                                           " are read: split it, or convert it to plain text"};
  }
  HtmlTree tree;
  if (const PageLimit limit = build_tree(page, tree); limit != PageLimit::kNone) {
    return too_large(limit);
  }
  return tree;
}

}  // namespace despin::read
