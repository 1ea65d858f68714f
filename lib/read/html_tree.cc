#include "lib/read/html_tree.h"

#include <algorithm>
#include <functional>
#include <string>

#include "despin/reader.h"

namespace despin::read {
namespace {

// More than any tag people write has; keeps the parser's search for duplicates short.
constexpr int kMaxAttributes = 256;
// Each further <html> or <body> tag is merged into the first, attribute by attribute.
constexpr int kMaxBodyTags = 100;
constexpr std::size_t kAlignment = alignof(std::max_align_t);

int count_body_tags(std::string_view page) {
  int count = 0;
  for (std::size_t at = page.find('<'); at != page.npos; at = page.find('<', at + 1)) {
    char name[4] = {};
    for (std::size_t i = 0; i < 4 && at + 1 + i < page.size(); ++i) {
      name[i] = static_cast<char>(page[at + 1 + i] | 0x20);
    }
    const std::string_view tag(name, 4);
    count += tag == "html" || tag == "body";
  }
  return count;
}

}  // namespace

void* HtmlTree::take(std::vector<Chunk>& chunks, std::size_t bytes, std::size_t first_chunk) {
  const std::size_t rounded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
  if (chunks.empty() || chunks.back().size - chunks.back().used < rounded) {
    // Chunks double, so that there are few of them to search in is_node().
    const std::size_t next = chunks.empty() ? first_chunk : chunks.back().size * 2;
    const std::size_t size = std::max(rounded, std::min(next, std::size_t{8} << 20));
    chunks.push_back({std::make_unique<std::byte[]>(size), size, 0});
  }
  Chunk& chunk = chunks.back();
  void* memory = chunk.bytes.get() + chunk.used;
  chunk.used += rounded;
  return memory;
}

// Some allocation of a node's size may be a string, so what looks like a parent is
// followed only where it points at another allocation of that size.
bool HtmlTree::is_node(const GumboNode* address) const {
  const auto* at = reinterpret_cast<const std::byte*>(address);
  constexpr std::size_t kStep = (sizeof(GumboNode) + kAlignment - 1) / kAlignment * kAlignment;
  for (const Chunk& chunk : nodes_) {
    const std::byte* begin = chunk.bytes.get();
    if (std::less_equal<>{}(begin, at) && std::less<>{}(at, begin + chunk.used)) {
      return static_cast<std::size_t>(at - begin) % kStep == 0;
    }
  }
  return false;
}

bool HtmlTree::too_deep() const {
  int depth = 0;
  for (const GumboNode* node = newest_node_; is_node(node); node = node->parent) {
    if (++depth > kMaxPageDepth) return true;
  }
  return false;
}

void HtmlTree::leave(Limit limit) {
  limit_ = limit;
  std::longjmp(bail_, 1);
}

void* HtmlTree::allocate(void* self, std::size_t bytes) {
  auto& tree = *static_cast<HtmlTree*>(self);
  if (bytes > kMaxPageMemory - tree.total_bytes_) tree.leave(Limit::kMemory);
  tree.total_bytes_ += bytes + kAlignment;
  if (tree.total_bytes_ > kMaxPageMemory) tree.leave(Limit::kMemory);
  if (bytes == sizeof(GumboNode)) {
    // By now the node made last has found its place in the tree.
    if (tree.too_deep()) tree.leave(Limit::kDepth);
    tree.attributes_since_node_ = 0;
    void* memory = take(tree.nodes_, bytes, 1024 * sizeof(GumboNode));
    tree.newest_node_ = static_cast<GumboNode*>(memory);
    return memory;
  }
  if (bytes == sizeof(GumboAttribute) && ++tree.attributes_since_node_ > kMaxAttributes) {
    tree.leave(Limit::kAttributes);
  }
  return take(tree.plain_, bytes, std::size_t{64} << 10);
}

void HtmlTree::deallocate(void*, void*) {}  // the arena goes in one piece

// Apart from parse(), so that no local of it lives across setjmp.
bool HtmlTree::run(HtmlTree& tree, const GumboOptions& options, std::string_view page) {
  if (setjmp(tree.bail_) != 0) return false;
  tree.output_ = gumbo_parse_with_options(&options, page.data(), page.size());
  return true;
}

Result<void> HtmlTree::parse(std::string_view page) {
  if (page.size() > kMaxPageBytes) {
    return Error{ErrorCode::kTooLarge, "a page of " + std::to_string(page.size()) +
                                           " bytes; at most " + std::to_string(kMaxPageBytes) +
                                           " are read: split it, or convert it to plain text"};
  }
  if (count_body_tags(page) > kMaxBodyTags) {
    return Error{ErrorCode::kTooLarge, "a page that opens its body more than " +
                                           std::to_string(kMaxBodyTags) +
                                           " times; expected once: split it into pages"};
  }
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &HtmlTree::allocate;
  options.deallocator = &HtmlTree::deallocate;
  options.userdata = this;
  options.max_errors = 0;
  if (run(*this, options, page)) return {};
  switch (limit_) {
    case Limit::kDepth:
      return Error{ErrorCode::kTooLarge,
                   "a page whose elements nest deeper than " + std::to_string(kMaxPageDepth) +
                       "; expected a page that browsers show: convert it to plain text"};
    case Limit::kAttributes:
      return Error{ErrorCode::kTooLarge, "a tag with more than " + std::to_string(kMaxAttributes) +
                                             " attributes; expected a page that people read: "
                                             "convert it to plain text"};
    default:
      return Error{ErrorCode::kTooLarge, "a page whose tree takes more than " +
                                             std::to_string(kMaxPageMemory >> 20) +
                                             " MiB; split it, or convert it to plain text"};
  }
}

}  // namespace despin::read
