// MyHTML, from Debian's libmodest-dev. Its private fields, its states and a longjmp over its frames
// enforce the limits; see lib/read/README.md.
#include "lib/read/html_parser.h"

#include <myhtml/charef.h>
#include <myhtml/myhtml.h>
#include <myhtml/tokenizer.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <utility>
#include <vector>

#include "lib/read/html_attributes.h"
#include "lib/read/html_flatten.h"
#include "lib/text/ascii.h"

namespace despin::read {
namespace {

// One run of the parser. Its C code calls back with every token before it enters the tree, and with
// every node; from there any limit leaves the parser by longjmp, over C frames only.
struct Parsing {
  std::jmp_buf bail;
  PageLimit limit = PageLimit::kNone;
  std::size_t memory = 0;
  std::size_t max_memory = 0;
  std::size_t steps = 0;
  std::size_t max_steps = 0;
  int attributes = 0;           // of the current tag
  std::uint32_t flattened = 0;  // as in HtmlTree
  std::uint32_t dropped_attributes = 0;
  bool has_doctype = false;  // decides how tables nest in paragraphs; later ones are ignored
  std::size_t text_begin = 0;
  std::size_t text_length = 0;
  myhtml_tokenizer_state_f before_name = nullptr;
  myhtml_tokenizer_state_f after_name = nullptr;
  const myhtml_token_node_t* token = nullptr;  // that the tree grows by
  myhtml_t* parser = nullptr;
  myhtml_tree_t* tree = nullptr;
};

[[noreturn]] void leave(Parsing& parsing, PageLimit limit) {
  parsing.limit = limit;
  std::longjmp(parsing.bail, 1);
}

Parsing& parsing_of(const myhtml_tree_t* tree) { return *static_cast<Parsing*>(tree->context); }

// What MyHTML keeps of a text of one letter, about.
constexpr std::size_t kTextMemory = 32;

constexpr auto kTags = [] {
  std::array<HtmlTag, MyHTML_TAG_LAST_ENTRY> tags{};
#define DESPIN_TAG(upper, name) tags[MyHTML_TAG_##upper] = HtmlTag::k##name;
#include "lib/read/html_tags.inc"
#undef DESPIN_TAG
  return tags;
}();

HtmlTag tag_of(myhtml_tag_id_t id) { return id < kTags.size() ? kTags[id] : HtmlTag::kOther; }

bool opens_element(const myhtml_token_node_t* token) {
  return (token->type & MyHTML_TOKEN_TYPE_CLOSE) == 0 && token->tag_id != MyHTML_TAG__TEXT &&
         token->tag_id != MyHTML_TAG__COMMENT && token->tag_id != MyHTML_TAG__DOCTYPE &&
         token->tag_id != MyHTML_TAG__END_OF_FILE;
}

// Keeps the open elements few: closes the innermost ones before a tag would open one too deep, so
// that it stands beside them. Where the innermost one has to stay, the tag is left out.
void flatten(Parsing& parsing, myhtml_tree_t* tree, myhtml_token_node_t* token) {
  const std::size_t allowed = depth_allowed(parsing.steps, parsing.max_steps);
  if (tree->open_elements->length <= allowed || tree->insert_mode == MyHTML_INSERTION_MODE_TEXT) {
    return;
  }
  const bool opens = opens_element(token);
  if (!opens && tree->open_elements->length <= 2 * allowed) return;
  parsing.flattened += opens ? 1 : 0;
  while (tree->open_elements->length > allowed) {
    const myhtml_tree_node_t* top = myhtml_tree_current_node(tree);
    if (top == nullptr || top->ns != MyHTML_NAMESPACE_HTML || is_anchored(tag_of(top->tag_id))) {
      break;
    }
    myhtml_tree_open_elements_pop(tree);
  }
  if (!opens || tree->open_elements->length <= 2 * allowed) return;
  token->tag_id = MyHTML_TAG__COMMENT;
  token->raw_begin = token->raw_length = 0;
  token->attr_first = token->attr_last = nullptr;
}

// Checks the limits, and keeps the parser from copying and decoding what we read from the page
// itself: it sees no attributes, and texts of length zero.
void* before_token(myhtml_tree_t* tree, myhtml_token_node_t* token, void* context) {
  Parsing& parsing = parsing_of(tree);
  const std::size_t unknown = tree->tags->tags_count - MyHTML_TAG_LAST_ENTRY;
  parsing.token = token;
  flatten(parsing, tree, token);
  if (unknown > kMaxUnknownTags) leave(parsing, PageLimit::kTags);
  parsing.steps += 1 + tree->open_elements->length + tree->active_formatting->length;
  if (token->tag_id >= MyHTML_TAG_LAST_ENTRY) parsing.steps += unknown;
  parsing.memory += sizeof *token + kTextMemory;
  parsing.memory += static_cast<std::size_t>(parsing.attributes) * sizeof(myhtml_token_attr_t);
  parsing.attributes = 0;
  if (parsing.steps > parsing.max_steps) leave(parsing, PageLimit::kWork);
  if (parsing.memory > parsing.max_memory) leave(parsing, PageLimit::kMemory);
  if (token->tag_id == MyHTML_TAG__TEXT || token->tag_id == MyHTML_TAG__COMMENT) {
    parsing.text_begin = std::exchange(token->raw_begin, 0);
    parsing.text_length = std::exchange(token->raw_length, 0);
  } else if (token->tag_id != MyHTML_TAG__DOCTYPE || std::exchange(parsing.has_doctype, true)) {
    token->attr_first = nullptr;
    token->attr_last = nullptr;
  } else {
    parsing.memory += 4 * token->element_length;
  }
  return context;
}

void* after_token(myhtml_tree_t* tree, myhtml_token_node_t* token, void* context) {
  if (token->tag_id == MyHTML_TAG__TEXT || token->tag_id == MyHTML_TAG__COMMENT) {
    const Parsing& parsing = parsing_of(tree);
    token->raw_begin = parsing.text_begin;
    token->raw_length = parsing.text_length;
    mycore_string_append_one(&token->str, 'x');  // the tree builder drops empty texts
  }
  return context;
}

// Texts marked as comments are never merged with the next one. Merging would lose the place of
// both, and copies the first each time.
void node_inserted(myhtml_tree_t* tree, myhtml_tree_node_t* node, void*) {
  Parsing& parsing = parsing_of(tree);
  parsing.memory += sizeof *node;
  // A format that is opened again has a token of its own.
  if (node->token != nullptr && node->token != parsing.token) {
    parsing.memory += sizeof *node->token;
  }
  if (node->tag_id == MyHTML_TAG__TEXT) node->tag_id = MyHTML_TAG__COMMENT;
}

// Replaces the tokenizer's own two states that build attributes.
template <myhtml_tokenizer_state kState>
std::size_t counting_attributes(myhtml_tree_t* tree, myhtml_token_node_t* token, const char* page,
                                std::size_t at, std::size_t size) {
  Parsing& parsing = parsing_of(tree);
  const auto own = kState == MyHTML_TOKENIZER_STATE_BEFORE_ATTRIBUTE_NAME ? parsing.before_name
                                                                          : parsing.after_name;
  if (parsing.attributes >= kMaxAttributes) {
    // What follows a name may be its value.
    std::size_t next = at;
    while (next < size && text::is_ascii_space(page[next])) ++next;
    if (next < size &&
        (kState == MyHTML_TOKENIZER_STATE_BEFORE_ATTRIBUTE_NAME || page[next] != '=')) {
      at = skip_attributes({page, size}, next, parsing.dropped_attributes);
      if (at >= size) return size;
    }
  }
  const std::size_t next = own(tree, token, page, at, size);
  parsing.attributes += tree->state == MyHTML_TOKENIZER_STATE_ATTRIBUTE_NAME ? 1 : 0;
  return next;
}

template <myhtml_tokenizer_state kState>
void count_attributes_in(myhtml_t& parser, myhtml_tokenizer_state_f& own) {
  own = std::exchange(parser.parse_state_func[kState], &counting_attributes<kState>);
}

// Separate, so that no local variable lives across setjmp.
bool run(Parsing& parsing, const std::string& page) {
  if (setjmp(parsing.bail) != 0) return false;
  return myhtml_parse(parsing.tree, MyENCODING_UTF_8, page.data(), page.size()) == MyHTML_STATUS_OK;
}

bool set_up(Parsing& parsing, std::size_t page_bytes) {
  parsing.max_steps = kFreeSteps + kStepsPerByte * page_bytes;
  parsing.max_memory = max_parser_memory(page_bytes);
  parsing.parser = myhtml_create();
  if (parsing.parser == nullptr ||
      myhtml_init(parsing.parser, MyHTML_OPTIONS_PARSE_MODE_SINGLE, 1, 0) != MyHTML_STATUS_OK) {
    return false;
  }
  parsing.tree = myhtml_tree_create();
  if (parsing.tree == nullptr ||
      myhtml_tree_init(parsing.tree, parsing.parser) != MyHTML_STATUS_OK) {
    return false;
  }
  count_attributes_in<MyHTML_TOKENIZER_STATE_BEFORE_ATTRIBUTE_NAME>(*parsing.parser,
                                                                    parsing.before_name);
  count_attributes_in<MyHTML_TOKENIZER_STATE_AFTER_ATTRIBUTE_NAME>(*parsing.parser,
                                                                   parsing.after_name);
  parsing.tree->context = &parsing;
  myhtml_callback_before_token_done_set(parsing.tree, &before_token, nullptr);
  myhtml_callback_after_token_done_set(parsing.tree, &after_token, nullptr);
  myhtml_callback_tree_node_insert_set(parsing.tree, &node_inserted, nullptr);
  return true;
}

struct Guard {
  Parsing& parsing;
  ~Guard() {
    if (parsing.tree != nullptr) myhtml_tree_destroy(parsing.tree);
    if (parsing.parser != nullptr) myhtml_destroy(parsing.parser);
  }
};

// Appends the part of a node that readers see; false if there is none.
bool append_node(const myhtml_tree_node_t* node, std::size_t page_bytes, HtmlTree& out) {
  const myhtml_token_node_t* token = node->token;
  if (node->tag_id == MyHTML_TAG__DOCTYPE) return false;
  HtmlNode made;
  std::size_t begin = 0;
  std::size_t length = 0;
  if (token != nullptr && token->tag_id == MyHTML_TAG__TEXT) {
    made.tag = HtmlTag::kText;
    made.raw = (token->type & (MyHTML_TOKEN_TYPE_SCRIPT | MyHTML_TOKEN_TYPE_PLAINTEXT |
                               MyHTML_TOKEN_TYPE_CDATA | MyHTML_TOKEN_TYPE_RAWTEXT)) != 0;
    begin = token->raw_begin;
    length = token->raw_length;
  } else {
    if (node->tag_id == MyHTML_TAG__COMMENT) return false;
    made.tag = tag_of(node->tag_id);
    if (token != nullptr) {
      begin = token->element_begin;
      length = token->element_length;
    }
  }
  if (begin <= page_bytes && length <= page_bytes - begin) {
    made.begin_byte = static_cast<std::uint32_t>(begin);
    made.end_byte = static_cast<std::uint32_t>(begin + length);
  }
  out.nodes.push_back(made);
  return true;
}

void list_nodes(const myhtml_tree_t* tree, std::size_t page_bytes, HtmlTree& out) {
  out.nodes.reserve(page_bytes / 32 + 8);
  flatten_nodes(
      static_cast<const myhtml_tree_node_t*>(tree->node_html),
      [](auto* parent) { return parent->child; },
      [&](auto* each) { return append_node(each, page_bytes, out); }, out);
}

}  // namespace

PageLimit build_tree(const std::string& page, HtmlTree& tree) {
  Parsing parsing;
  const Guard guard{parsing};
  if (!set_up(parsing, page.size()) || !run(parsing, page)) {
    return parsing.limit == PageLimit::kNone ? PageLimit::kMemory : parsing.limit;
  }
  list_nodes(parsing.tree, page.size(), tree);
  tree.flattened += parsing.flattened;
  tree.attributes = parsing.dropped_attributes;
  return PageLimit::kNone;
}

ReferenceName longest_reference_name(std::string_view text) {
  ReferenceName longest;
  const charef_entry_t* const table = myhtml_charef_get_first_position('\0');
  const charef_entry_t* entry = table + static_cast<unsigned char>(text[0]);
  if (entry->ch == 0) return longest;
  for (std::size_t at = 1;; ++at) {
    if (entry->codepoints_len > 0) {
      longest.bytes = at;
      longest.count = std::min(entry->codepoints_len, longest.characters.size());
      for (std::size_t i = 0; i < longest.count; ++i) {
        longest.characters[i] = static_cast<std::uint32_t>(entry->codepoints[i]);
      }
    }
    if (entry->next == 0 || at >= text.size()) return longest;
    entry = table + entry->next;
    const auto c = static_cast<unsigned char>(text[at]);
    while (entry->ch != 0 && entry->ch < c) ++entry;
    if (entry->ch != c) return longest;
  }
}

}  // namespace despin::read
