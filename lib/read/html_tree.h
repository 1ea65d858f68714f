// lib/read/html_tree.h - the HTML5 tree of a page, in bounded time and memory.
//
//   read::HtmlTree tree;
//   auto parsed = tree.parse(page);          // kTooLarge
//   walk(tree.root());
//
// The tree points into `page`, which must outlive it.
// Threads  Single.
// Errors   kTooLarge: page, memory, nesting or attributes beyond a limit.
// Cost     O(bytes x kMaxPageDepth) at worst, O(bytes) on pages people write.
// Method   gumbo, with its memory taken from an arena. Its scope checks walk the open
//          elements, it compares each attribute of a tag with all earlier ones, and it
//          frees trees recursively: a million nested <div> take it hours and then
//          overflow the stack. The arena sees every node and attribute as it is made, so
//          it counts both, leaves the parser by longjmp at a limit (all frames between
//          are C) and drops the tree in one piece.
#pragma once

#include <gumbo.h>

#include <csetjmp>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "despin/result.h"

namespace despin::read {

class HtmlTree {
 public:
  HtmlTree() = default;
  HtmlTree(const HtmlTree&) = delete;  // nodes point to each other
  HtmlTree& operator=(const HtmlTree&) = delete;

  // REQUIRES: called once.
  Result<void> parse(std::string_view page);

  // The <html> element; valid after parse() succeeded.
  const GumboNode* root() const { return output_->root; }

 private:
  enum class Limit { kNone, kMemory, kDepth, kAttributes };

  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
    std::size_t used = 0;
  };

  static void* allocate(void* self, std::size_t bytes);
  static void deallocate(void* self, void* memory);
  static bool run(HtmlTree& tree, const GumboOptions& options, std::string_view page);

  static void* take(std::vector<Chunk>& chunks, std::size_t bytes, std::size_t first_chunk);
  bool is_node(const GumboNode* address) const;
  bool too_deep() const;
  [[noreturn]] void leave(Limit limit);

  std::vector<Chunk> plain_;  // everything but nodes
  std::vector<Chunk> nodes_;  // allocations of a node's size
  GumboNode* newest_node_ = nullptr;
  std::size_t total_bytes_ = 0;
  int attributes_since_node_ = 0;
  Limit limit_ = Limit::kNone;
  std::jmp_buf bail_;
  GumboOutput* output_ = nullptr;
};

}  // namespace despin::read
