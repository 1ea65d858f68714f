#include "lib/read/html_tree.h"

#include <string>
#include <string_view>
#include <utility>

#include "despin/reader.h"
#include "lib/read/html_outline.h"
#include "lib/read/html_parser.h"

namespace despin::read {
Result<HtmlTree> parse_html(const std::string& page) {
  if (page.size() > kMaxPageBytes) {
    return Error{ErrorCode::kTooLarge, "a page of " + std::to_string(page.size()) +
                                           " bytes; at most " + std::to_string(kMaxPageBytes) +
                                           " are read: split it, or convert it to plain text"};
  }
  HtmlTree tree;
  if (build_tree(page, tree) != PageLimit::kNone) outline_page(page, tree);
  return tree;
}

}  // namespace despin::read
