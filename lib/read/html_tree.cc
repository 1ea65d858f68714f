#include "lib/read/html_tree.h"

#include <myhtml/myhtml.h>
#include <myhtml/tokenizer.h>

#include <array>
#include <csetjmp>
#include <utility>

#include "despin/reader.h"

namespace despin::read {
namespace {

// More than any tag people write has.
constexpr int kMaxAttributes = 256;
// Names of elements HTML does not know are looked up in a list.
constexpr std::size_t kMaxUnknownTags = 2000;
// Foster parenting and misnested tags build deeper than elements are open; what lies deeper
// still is dropped.
constexpr std::size_t kMaxTreeDepth = 2 * std::size_t{kMaxPageDepth};
// A step is an element that was open when a token came: the parser may look at each. Pages
// people write take 2 steps a byte.
constexpr std::size_t kStepsPerByte = 16;
constexpr std::size_t kFreeSteps = std::size_t{16} << 20;
// What the page itself and its blocks take comes on top of the parser's.
constexpr std::size_t kMaxParserMemory = kMaxPageMemory - 4 * kMaxPageBytes;

enum class Limit { kNone, kMemory, kWork, kDepth, kAttributes, kTags };

// One run of the parser. Its C code calls back with every token before it enters the tree, and
// with every node; from there any limit leaves it by longjmp, over frames that are all C.
struct Parsing {
  std::jmp_buf bail;
  Limit limit = Limit::kNone;
  std::size_t memory = 0;
  std::size_t steps = 0;
  std::size_t max_steps = 0;
  int attributes = 0;
  bool has_doctype = false;  // says how tables stand in paragraphs; later ones nothing
  std::size_t text_begin = 0;
  std::size_t text_length = 0;
  myhtml_tokenizer_state_f before_name = nullptr;
  myhtml_tokenizer_state_f after_name = nullptr;
  myhtml_t* parser = nullptr;
  myhtml_tree_t* tree = nullptr;
};

[[noreturn]] void leave(Parsing& parsing, Limit limit) {
  parsing.limit = limit;
  std::longjmp(parsing.bail, 1);
}

Parsing& parsing_of(const myhtml_tree_t* tree) { return *static_cast<Parsing*>(tree->context); }

// Checks the limits, and keeps the parser from copying and decoding what we read from the
// page itself: it sees no attributes, and texts of no length.
void* before_token(myhtml_tree_t* tree, myhtml_token_node_t* token, void* context) {
  Parsing& parsing = parsing_of(tree);
  const std::size_t unknown = tree->tags->tags_count - MyHTML_TAG_LAST_ENTRY;
  if (tree->open_elements->length > static_cast<std::size_t>(kMaxPageDepth)) {
    leave(parsing, Limit::kDepth);
  }
  if (unknown > kMaxUnknownTags) leave(parsing, Limit::kTags);
  parsing.steps += 1 + tree->open_elements->length + tree->active_formatting->length;
  if (token->tag_id >= MyHTML_TAG_LAST_ENTRY) parsing.steps += unknown;
  parsing.memory += sizeof *token + 64;
  parsing.memory += static_cast<std::size_t>(parsing.attributes) * sizeof(myhtml_token_attr_t);
  parsing.attributes = 0;
  if (parsing.steps > parsing.max_steps) leave(parsing, Limit::kWork);
  if (parsing.memory > kMaxParserMemory) leave(parsing, Limit::kMemory);
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
    mycore_string_append_one(&token->str, 'x');  // the tree builder drops texts of no length
  }
  return context;
}

// A text that calls itself a comment is never merged with the next one, which would lose
// where either stood (and copies the first each time).
void node_inserted(myhtml_tree_t* tree, myhtml_tree_node_t* node, void*) {
  Parsing& parsing = parsing_of(tree);
  parsing.memory += sizeof *node + sizeof *node->token;
  if (node->tag_id == MyHTML_TAG__TEXT) node->tag_id = MyHTML_TAG__COMMENT;
}

// In place of the tokenizer's own two states that make attributes.
template <myhtml_tokenizer_state kState>
std::size_t counting_attributes(myhtml_tree_t* tree, myhtml_token_node_t* token, const char* page,
                                std::size_t at, std::size_t size) {
  Parsing& parsing = parsing_of(tree);
  const auto own = kState == MyHTML_TOKENIZER_STATE_BEFORE_ATTRIBUTE_NAME ? parsing.before_name
                                                                          : parsing.after_name;
  const std::size_t next = own(tree, token, page, at, size);
  const bool in_attribute = tree->state == MyHTML_TOKENIZER_STATE_ATTRIBUTE_NAME;
  if (in_attribute && ++parsing.attributes > kMaxAttributes) leave(parsing, Limit::kAttributes);
  return next;
}

template <myhtml_tokenizer_state kState>
void count_attributes_in(myhtml_t& parser, myhtml_tokenizer_state_f& own) {
  own = std::exchange(parser.parse_state_func[kState], &counting_attributes<kState>);
}

// Apart, so that no local lives across setjmp.
bool run(Parsing& parsing, const std::string& page) {
  if (setjmp(parsing.bail) != 0) return false;
  return myhtml_parse(parsing.tree, MyENCODING_UTF_8, page.data(), page.size()) == MyHTML_STATUS_OK;
}

bool set_up(Parsing& parsing, std::size_t page_bytes) {
  parsing.max_steps = kFreeSteps + kStepsPerByte * page_bytes;
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

constexpr auto kTags = [] {
  std::array<HtmlTag, MyHTML_TAG_LAST_ENTRY> tags{};
  // clang-format off
#define DESPIN_TAG(upper, name) tags[MyHTML_TAG_##upper] = HtmlTag::k##name
  DESPIN_TAG(A, A); DESPIN_TAG(ADDRESS, Address); DESPIN_TAG(APPLET, Applet);
  DESPIN_TAG(ARTICLE, Article); DESPIN_TAG(ASIDE, Aside); DESPIN_TAG(AUDIO, Audio);
  DESPIN_TAG(BASE, Base); DESPIN_TAG(BLOCKQUOTE, Blockquote); DESPIN_TAG(BODY, Body);
  DESPIN_TAG(BR, Br); DESPIN_TAG(BUTTON, Button); DESPIN_TAG(CANVAS, Canvas);
  DESPIN_TAG(CAPTION, Caption); DESPIN_TAG(CENTER, Center); DESPIN_TAG(CITE, Cite);
  DESPIN_TAG(CODE, Code); DESPIN_TAG(DATALIST, Datalist); DESPIN_TAG(DD, Dd);
  DESPIN_TAG(DEL, Del); DESPIN_TAG(DETAILS, Details); DESPIN_TAG(DIALOG, Dialog);
  DESPIN_TAG(DIR, Dir); DESPIN_TAG(DIV, Div); DESPIN_TAG(DL, Dl); DESPIN_TAG(DT, Dt);
  DESPIN_TAG(EMBED, Embed); DESPIN_TAG(FIELDSET, Fieldset); DESPIN_TAG(FIGCAPTION, Figcaption);
  DESPIN_TAG(FIGURE, Figure); DESPIN_TAG(FOOTER, Footer); DESPIN_TAG(FORM, Form);
  DESPIN_TAG(H1, H1); DESPIN_TAG(H2, H2); DESPIN_TAG(H3, H3); DESPIN_TAG(H4, H4);
  DESPIN_TAG(H5, H5); DESPIN_TAG(H6, H6); DESPIN_TAG(HEAD, Head); DESPIN_TAG(HEADER, Header);
  DESPIN_TAG(HGROUP, Hgroup); DESPIN_TAG(HR, Hr); DESPIN_TAG(HTML, Html);
  DESPIN_TAG(IFRAME, Iframe); DESPIN_TAG(IMG, Img); DESPIN_TAG(INPUT, Input);
  DESPIN_TAG(INS, Ins); DESPIN_TAG(KBD, Kbd); DESPIN_TAG(LABEL, Label);
  DESPIN_TAG(LEGEND, Legend); DESPIN_TAG(LI, Li); DESPIN_TAG(LINK, Link);
  DESPIN_TAG(LISTING, Listing); DESPIN_TAG(MAIN, Main); DESPIN_TAG(MAP, Map);
  DESPIN_TAG(MATH, Math); DESPIN_TAG(MENU, Menu); DESPIN_TAG(META, Meta); DESPIN_TAG(NAV, Nav);
  DESPIN_TAG(NOSCRIPT, Noscript); DESPIN_TAG(OBJECT, Object); DESPIN_TAG(OL, Ol);
  DESPIN_TAG(P, P); DESPIN_TAG(PRE, Pre); DESPIN_TAG(Q, Q); DESPIN_TAG(RP, Rp);
  DESPIN_TAG(RT, Rt); DESPIN_TAG(SAMP, Samp); DESPIN_TAG(SCRIPT, Script);
  DESPIN_TAG(SECTION, Section); DESPIN_TAG(SELECT, Select); DESPIN_TAG(SPAN, Span);
  DESPIN_TAG(STYLE, Style); DESPIN_TAG(SUMMARY, Summary); DESPIN_TAG(SUP, Sup);
  DESPIN_TAG(SVG, Svg); DESPIN_TAG(TABLE, Table); DESPIN_TAG(TBODY, Tbody); DESPIN_TAG(TD, Td);
  DESPIN_TAG(TEMPLATE, Template); DESPIN_TAG(TEXTAREA, Textarea); DESPIN_TAG(TFOOT, Tfoot);
  DESPIN_TAG(TH, Th); DESPIN_TAG(THEAD, Thead); DESPIN_TAG(TIME, Time);
  DESPIN_TAG(TITLE, Title); DESPIN_TAG(TR, Tr); DESPIN_TAG(UL, Ul); DESPIN_TAG(VIDEO, Video);
#undef DESPIN_TAG
  // clang-format on
  return tags;
}();

// Appends what a node is to readers; false if it is nothing.
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
    made.tag = node->tag_id < kTags.size() ? kTags[node->tag_id] : HtmlTag::kOther;
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

HtmlTree flatten(const myhtml_tree_t* tree, std::size_t page_bytes) {
  HtmlTree out;
  std::vector<std::uint32_t> open;
  const myhtml_tree_node_t* node = tree->node_html;
  if (node == nullptr) return out;
  const myhtml_tree_node_t* const root = node;
  out.nodes.reserve(page_bytes / 32 + 8);
  for (;;) {
    const auto index = static_cast<std::uint32_t>(out.nodes.size());
    const bool entered = append_node(node, page_bytes, out);
    if (entered && node->child != nullptr && open.size() < kMaxTreeDepth) {
      open.push_back(index);
      node = node->child;
      continue;
    }
    if (entered) out.nodes.back().end = index + 1;
    while (node != root && node->next == nullptr) {
      node = node->parent;
      out.nodes[open.back()].end = static_cast<std::uint32_t>(out.nodes.size());
      open.pop_back();
    }
    if (node == root) return out;
    node = node->next;
  }
}

Error too_large(Limit limit) {
  const auto error = [](std::string what, std::string_view remedy) {
    return Error{ErrorCode::kTooLarge, std::move(what) + std::string(remedy)};
  };
  switch (limit) {
    case Limit::kDepth:
      return error("a page whose elements nest deeper than " + std::to_string(kMaxPageDepth),
                   "; expected a page that browsers show: convert it to plain text");
    case Limit::kAttributes:
      return error("a tag with more than " + std::to_string(kMaxAttributes) + " attributes",
                   "; expected a page that people read: convert it to plain text");
    case Limit::kTags:
      return error("a page with more than " + std::to_string(kMaxUnknownTags) +
                       " names of elements that HTML does not know",
                   "; expected a page that people read: convert it to plain text");
    case Limit::kWork:
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
  Parsing parsing;
  const Guard guard{parsing};
  if (!set_up(parsing, page.size()) || !run(parsing, page)) return too_large(parsing.limit);
  return flatten(parsing.tree, page.size());
}

}  // namespace despin::read
