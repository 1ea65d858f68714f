// lexbor 2.4. It keeps no places and merges texts, so each token is marked before it
// enters the tree: a start tag by one attribute, whose name is the place, in place of its own; a
// text by letters that number it, in place of its bytes. No attribute reaches the tree, as none
// does with MyHTML; but as each tag's mark differs, more than three equal formats stay open.
#include "lib/read/html_parser.h"

#include <lexbor/core/sbst.h>
#include <lexbor/html/html.h>
#include <lexbor/html/tree/open_elements.h>

// lexbor's table of names is C: C++ takes its constants with a pointer to const alone.
struct ReferenceEntry {
  lxb_char_t key;
  const void* value;
  size_t value_len;
  size_t left;
  size_t right;
  size_t next;
};
#define LXB_HTML_TOKENIZER_RES_ENTITIES_SBST
#define lexbor_sbst_entry_static_t ReferenceEntry
#include <lexbor/html/tokenizer/res.h>
#undef lexbor_sbst_entry_static_t

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <functional>
#include <utility>
#include <vector>

#include "lib/read/html_flatten.h"
#include "lib/text/ascii.h"
#include "lib/text/utf8.h"

namespace despin::read {
namespace {

// A tag is looked at between two pieces: none makes many attributes before that.
constexpr std::size_t kPieceBytes = std::size_t{16} << 10;

// Attributes beyond kMaxAttributes never reach the tree; a tag of more than this takes too much
// memory before it ends.
constexpr int kMaxParsedAttributes = 1 << 16;

// lexbor tells attributes by the address of their name.
struct Mark {
  lxb_dom_attr_data_t name{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Place {
  std::uint32_t begin;
  std::uint32_t end;
  bool raw;
};

// A text in the tree is numbers of 24 bits: six letters each, or 24 bytes of white space, which
// the tree builder treats in a way of its own.
constexpr std::size_t kNumberLetters = 6;
constexpr std::size_t kNumberSpaces = 24;
static_assert(kMaxPageBytes <= std::size_t{1} << 24);

struct Parsing {
  explicit Parsing(const std::string& of) : page(of) {}

  const std::string& page;
  PageLimit limit = PageLimit::kNone;
  std::size_t steps = 0;
  std::size_t max_steps = 0;
  std::uint32_t flattened = 0;  // as in HtmlTree
  std::uint32_t dropped_attributes = 0;
  bool has_doctype = false;  // says how tables stand in paragraphs; later ones nothing
  std::deque<Mark> marks;
  std::vector<Place> texts;
  std::array<lxb_char_t, kNumberSpaces> number{};
  lxb_html_token_attr_t attribute{};
  lxb_html_parser_t* parser = nullptr;
  lxb_html_document_t* document = nullptr;
  lxb_html_tokenizer_token_f build = nullptr;
  void* build_context = nullptr;
};

std::size_t bytes_of(const lexbor_mraw_t* pool) {
  return pool->mem->chunk_length * pool->mem->chunk_min_size;
}

int attributes_of(const lxb_html_token_t* token) {
  int count = 0;
  for (const auto* at = token->attr_first; at != nullptr && count <= kMaxParsedAttributes;
       at = at->next) {
    ++count;
  }
  return count;
}

PageLimit limit_of(Parsing& parsing, const lxb_html_token_t* token) {
  const lxb_html_tree_t* tree = parsing.parser->tree;
  const std::size_t open = tree->open_elements->length;
  if (lexbor_hash_entries_count(parsing.parser->tkz->tags) > kMaxUnknownTags) {
    return PageLimit::kTags;
  }
  parsing.dropped_attributes +=
      static_cast<std::uint32_t>(std::max(0, attributes_of(token) - kMaxAttributes));
  parsing.steps += 1 + open + tree->active_formatting->length;
  // Names of attributes are looked up in as many lists as the table has, far apart in memory.
  constexpr std::size_t kStepsPerLook = 8;
  const lexbor_hash_t* names = parsing.parser->tkz->attrs;
  parsing.steps +=
      static_cast<std::size_t>(attributes_of(token)) *
      (kStepsPerLook * lexbor_hash_entries_count(parsing.parser->tkz->attrs) / names->table_size);
  if (parsing.steps > parsing.max_steps) return PageLimit::kWork;
  const std::size_t memory = bytes_of(parsing.document->dom_document.mraw) +
                             bytes_of(parsing.document->dom_document.text) +
                             parsing.marks.size() * sizeof(Mark) +
                             parsing.texts.size() * sizeof(Place);
  return memory > max_parser_memory(parsing.page.size()) ? PageLimit::kMemory : PageLimit::kNone;
}

// Where [begin, end) stands in the page; an empty place if it does not.
Place place_of(const Parsing& parsing, const lxb_char_t* begin, const lxb_char_t* end) {
  const auto* page = reinterpret_cast<const lxb_char_t*>(parsing.page.data());
  const lxb_char_t* const page_end = page + parsing.page.size();
  const std::less<> before;
  if (begin == nullptr || before(begin, page) || before(page_end, end) || before(end, begin)) {
    return {0, 0, false};
  }
  return {static_cast<std::uint32_t>(begin - page), static_cast<std::uint32_t>(end - page), false};
}

void mark_tag(Parsing& parsing, lxb_html_token_t* token) {
  // lexbor's tag begins behind the "<" and ends with the name; what follows the last attribute is
  // white space, "/", a quote and the ">".
  const lxb_char_t* end = token->end;
  if (const lxb_html_token_attr_t* last = token->attr_last; last != nullptr) {
    end = last->value_end != nullptr ? last->value_end : last->name_end;
  }
  Place place = place_of(parsing, token->begin, end);
  if (place.begin > 0) --place.begin;
  const std::size_t close = parsing.page.find('>', place.end);
  if (close != std::string::npos) place.end = static_cast<std::uint32_t>(close + 1);
  // A second <html> or <body> gives its attributes to the first.
  const bool merged =
      (token->tag_id == LXB_TAG_HTML && parsing.parser->tree->open_elements->length > 0) ||
      (token->tag_id == LXB_TAG_BODY && parsing.document->body != nullptr);
  token->attr_first = token->attr_last = nullptr;
  if (merged || (token->type & LXB_HTML_TOKEN_TYPE_CLOSE) != 0) return;
  Mark& mark = parsing.marks.emplace_back();
  mark.name.entry.u.short_str[0] = 'x';
  mark.name.entry.length = 1;
  mark.name.attr_id = reinterpret_cast<lxb_dom_attr_id_t>(&mark.name);
  mark.begin = place.begin;
  mark.end = place.end;
  parsing.attribute = {};
  parsing.attribute.name = &mark.name;
  token->attr_first = token->attr_last = &parsing.attribute;
}

void mark_text(Parsing& parsing, lxb_html_token_t* token) {
  Place place = place_of(parsing, token->begin, token->end);
  const std::string_view page = parsing.page;
  const std::string_view text = page.substr(place.begin, place.end - place.begin);
  place.raw = page.substr(0, place.begin).ends_with("<![CDATA[");
  const auto number = static_cast<std::uint32_t>(parsing.texts.size());
  parsing.texts.push_back(place);
  std::size_t size = kNumberLetters;
  if (std::all_of(text.begin(), text.end(), text::is_ascii_space)) {
    size = kNumberSpaces;
    for (std::size_t i = 0; i < size; ++i) {
      parsing.number[i] = (number >> i & 1) != 0 ? '\t' : ' ';
    }
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      parsing.number[i] = static_cast<lxb_char_t>('a' + (number >> (4 * i) & 15));
    }
  }
  token->text_start = parsing.number.data();
  token->text_end = parsing.number.data() + size;
  token->null_count = 0;
}

// A text that calls itself a comment is never merged with the next one, which would copy the
// first each time.
void close_text(lxb_html_tree_t* tree) {
  if (tree->open_elements->length == 0) return;
  lxb_html_tree_insertion_position_t where;
  lxb_dom_node_t* node = lxb_html_tree_appropriate_place_inserting_node(tree, nullptr, &where);
  if (node == nullptr) return;
  node = where == LXB_HTML_TREE_INSERTION_POSITION_BEFORE ? node->prev : node->last_child;
  if (node != nullptr && node->local_name == LXB_TAG__TEXT) node->local_name = LXB_TAG__EM_COMMENT;
}

constexpr auto kTags = [] {
  std::array<HtmlTag, LXB_TAG__LAST_ENTRY> tags{};
#define DESPIN_TAG(upper, name) tags[LXB_TAG_##upper] = HtmlTag::k##name;
#include "lib/read/html_tags.inc"
#undef DESPIN_TAG
  return tags;
}();

HtmlTag tag_of(lxb_tag_id_t id) { return id < kTags.size() ? kTags[id] : HtmlTag::kOther; }

bool opens_element(const lxb_html_token_t* token) {
  return (token->type & LXB_HTML_TOKEN_TYPE_CLOSE) == 0 && token->tag_id != LXB_TAG__TEXT &&
         token->tag_id != LXB_TAG__EM_COMMENT && token->tag_id != LXB_TAG__EM_DOCTYPE &&
         token->tag_id != LXB_TAG__END_OF_FILE;
}

// Keeps the open elements few: closes the innermost ones before a tag would open one too deep, so
// that it stands beside them. Where the innermost one has to stay, the tag is left out.
void flatten(Parsing& parsing, lxb_html_token_t* token) {
  lxb_html_tree_t* tree = parsing.parser->tree;
  const std::size_t allowed = depth_allowed(parsing.steps, parsing.max_steps);
  if (tree->open_elements->length <= allowed || tree->mode == lxb_html_tree_insertion_mode_text) {
    return;
  }
  const bool opens = opens_element(token);
  if (!opens && tree->open_elements->length <= 2 * allowed) return;
  parsing.flattened += opens ? 1 : 0;
  while (tree->open_elements->length > allowed) {
    const lxb_dom_node_t* top = lxb_html_tree_current_node(tree);
    if (top == nullptr || top->ns != LXB_NS_HTML || is_anchored(tag_of(top->local_name))) break;
    lxb_html_tree_open_elements_pop(tree);
  }
  if (!opens || tree->open_elements->length <= 2 * allowed) return;
  token->tag_id = LXB_TAG__EM_COMMENT;
  token->attr_first = token->attr_last = nullptr;
}

// In place of the tree builder's own: checks the limits, marks the token, and hands it on.
lxb_html_token_t* on_token(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token,
                           void* context) {
  Parsing& parsing = *static_cast<Parsing*>(context);
  flatten(parsing, token);
  parsing.limit = limit_of(parsing, token);
  if (parsing.limit != PageLimit::kNone) {
    tokenizer->status = LXB_STATUS_ABORTED;
    return nullptr;
  }
  if (token->tag_id == LXB_TAG__TEXT) {
    mark_text(parsing, token);
  } else if (token->tag_id == LXB_TAG__EM_COMMENT) {
    token->text_start = token->text_end = parsing.number.data();
  } else if (token->tag_id == LXB_TAG__EM_DOCTYPE) {
    if (std::exchange(parsing.has_doctype, true)) token->attr_first = token->attr_last = nullptr;
  } else if (token->tag_id != LXB_TAG__END_OF_FILE) {
    mark_tag(parsing, token);
  }
  const bool text = token->tag_id == LXB_TAG__TEXT;
  token = parsing.build(tokenizer, token, parsing.build_context);
  if (text && token != nullptr) close_text(parsing.parser->tree);
  return token;
}

bool run(Parsing& parsing) {
  parsing.max_steps = kFreeSteps + kStepsPerByte * parsing.page.size();
  parsing.parser = lxb_html_parser_create();
  if (parsing.parser == nullptr || lxb_html_parser_init(parsing.parser) != LXB_STATUS_OK) {
    return false;
  }
  lxb_html_tokenizer_t* tokenizer = parsing.parser->tkz;
  parsing.build = tokenizer->callback_token_done;
  parsing.build_context = tokenizer->callback_token_ctx;
  parsing.document = lxb_html_parse_chunk_begin(parsing.parser);
  if (parsing.document == nullptr) return false;
  lxb_html_tokenizer_callback_token_done_set(tokenizer, &on_token, &parsing);
  const auto* page = reinterpret_cast<const lxb_char_t*>(parsing.page.data());
  for (std::size_t at = 0; at < parsing.page.size(); at += kPieceBytes) {
    const std::size_t size = std::min(kPieceBytes, parsing.page.size() - at);
    if (lxb_html_parse_chunk_process(parsing.parser, page + at, size) != LXB_STATUS_OK) {
      return false;
    }
    if (attributes_of(tokenizer->token) > kMaxParsedAttributes) {
      parsing.limit = PageLimit::kMemory;
      return false;
    }
  }
  return lxb_html_parse_chunk_end(parsing.parser) == LXB_STATUS_OK;
}

struct Guard {
  Parsing& parsing;
  ~Guard() {
    if (parsing.document != nullptr) lxb_html_document_destroy(parsing.document);
    if (parsing.parser != nullptr) lxb_html_parser_destroy(parsing.parser);
  }
};

// Entities in texts of these stand for themselves.
bool is_raw(const lxb_dom_node_t* parent) {
  if (parent == nullptr || parent->ns != LXB_NS_HTML) return false;
  switch (parent->local_name) {
    case LXB_TAG_SCRIPT:
    case LXB_TAG_STYLE:
    case LXB_TAG_XMP:
    case LXB_TAG_IFRAME:
    case LXB_TAG_NOEMBED:
    case LXB_TAG_NOFRAMES:
    case LXB_TAG_PLAINTEXT:
      return true;
    default:
      return false;
  }
}

void append_texts(const Parsing& parsing, lxb_dom_node_t* node, HtmlTree& out) {
  const lexbor_str_t& text = lxb_dom_interface_character_data(node)->data;
  for (std::size_t at = 0; at < text.length;) {
    std::uint32_t number = 0;
    const bool letters = text.data[at] >= 'a';
    const std::size_t size = letters ? kNumberLetters : kNumberSpaces;
    if (size > text.length - at) return;
    for (std::size_t i = 0; i < size; ++i) {
      const lxb_char_t c = text.data[at + i];
      number |= letters ? static_cast<std::uint32_t>(c - 'a') << (4 * i)
                        : static_cast<std::uint32_t>(c == '\t') << i;
    }
    at += size;
    if (number >= parsing.texts.size()) return;
    const Place& place = parsing.texts[number];
    HtmlNode made;
    made.tag = HtmlTag::kText;
    made.raw = place.raw || is_raw(node->parent);
    made.begin_byte = place.begin;
    made.end_byte = place.end;
    made.end = static_cast<std::uint32_t>(out.nodes.size() + 1);
    out.nodes.push_back(made);
  }
}

// Appends what a node is to readers; true if it is an element.
bool append_node(const Parsing& parsing, lxb_dom_node_t* node, HtmlTree& out) {
  if (node->type == LXB_DOM_NODE_TYPE_TEXT) append_texts(parsing, node, out);
  if (node->type != LXB_DOM_NODE_TYPE_ELEMENT) return false;
  HtmlNode made;
  made.tag = tag_of(node->local_name);
  if (const auto* attribute = lxb_dom_interface_element(node)->first_attr; attribute != nullptr) {
    // The name is the first member of its mark.
    const auto* mark = reinterpret_cast<const Mark*>(attribute->node.local_name);
    made.begin_byte = mark->begin;
    made.end_byte = mark->end;
  }
  out.nodes.push_back(made);
  return true;
}

void list_nodes(const Parsing& parsing, HtmlTree& out) {
  auto* node = lxb_dom_interface_node(parsing.document->dom_document.element);
  out.nodes.reserve(parsing.page.size() / 32 + 8);
  flatten_nodes(
      node, [](auto* parent) { return parent->first_child; },
      [&](auto* each) { return append_node(parsing, each, out); }, out);
}

}  // namespace

PageLimit build_tree(const std::string& page, HtmlTree& tree) {
  Parsing parsing(page);
  const Guard guard{parsing};
  if (!run(parsing)) {
    return parsing.limit == PageLimit::kNone ? PageLimit::kMemory : parsing.limit;
  }
  list_nodes(parsing, tree);
  tree.flattened += parsing.flattened;
  tree.attributes = parsing.dropped_attributes;
  return PageLimit::kNone;
}

ReferenceName longest_reference_name(std::string_view text) {
  ReferenceName longest;
  const ReferenceEntry* const table = lxb_html_tokenizer_res_entities_sbst;
  std::size_t entry = 1;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<lxb_char_t>(text[at]);
    while (entry != 0 && table[entry].key != c) {
      entry = c > table[entry].key ? table[entry].right : table[entry].left;
    }
    if (entry == 0) break;
    if (table[entry].value != nullptr) {
      const std::string_view value(static_cast<const char*>(table[entry].value),
                                   table[entry].value_len);
      longest = {.bytes = at + 1};
      for (std::size_t i = 0; i < value.size() && longest.count < longest.characters.size();) {
        longest.characters[longest.count++] =
            static_cast<std::uint32_t>(text::next_character(value, i));
      }
    }
    entry = table[entry].next;
  }
  return longest;
}

}  // namespace despin::read
