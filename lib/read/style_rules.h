// lib/read/style_rules.h - what the style sheets of a page say of whether elements are shown.
//
//   const StyleRules rules = read_style_rules(tree, page);
//   const ElementStyle style = rules.style_of(element, false);
//   if (!style.box) ...                       // hidden, and nothing undoes it
//
// Only what can be told from the page is told: its own <style> elements and the attributes hidden
// and style. In doubt an element is shown: a rule in a condition (@media), with a pseudo-class or
// for what stands inside something else may show an element, and never hides one. Of two rules the
// later wins; how specific they are is not compared. A sheet alone takes no box away, which a
// script may give back.
// Threads  A const StyleRules serves any number of threads.
// Memory   At most kMaxStyleRules rules.
// Cost     O(bytes of the style sheets); an element costs its names, and the rules of several names
//          that share one of them, of which at most kMaxCompounds are kept.
// Method   CSS Cascading and Inheritance, sec. 6, less specificity; CSS Syntax 3, sec. 5.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/read/html_attributes.h"
#include "lib/read/html_tree.h"

namespace despin::read {

inline constexpr std::size_t kMaxStyleRules = 5000;
inline constexpr std::size_t kMaxCompounds = 100;

enum class Drawn : std::uint8_t { kInherited, kNo, kYes };

struct ElementStyle {
  bool box = true;
  bool undone = false;  // it is said to be hidden, and a style sheet shows it
  Drawn visible = Drawn::kInherited;
  Drawn sized = Drawn::kInherited;
};

class StyleRules {
 public:
  // Adds the rules of a sheet; those behind kMaxStyleRules are not read.
  void add_sheet(std::string_view css);

  // `concealed`: what it stands in is not drawn.
  ElementStyle style_of(const Element& element, bool concealed) const;

 private:
  enum Property : std::uint8_t { kDisplay, kVisibility, kFontSize, kPropertyCount };
  struct Say {
    std::uint32_t order = 0;  // 0: nothing
    bool hides = false;
  };
  struct Declared {
    std::array<Say, kPropertyCount> normal;
    std::array<Say, kPropertyCount> important;
    bool is_empty() const;
    bool may_conceal() const;
  };
  struct Compound {
    std::vector<std::string> names;  // "p", ".a", "#b", "[hidden]", "*": all must fit
    Declared declared;
  };

  static void declare(std::string_view declarations, std::uint32_t order, bool certain,
                      Declared& out);
  static void merge(const Declared& from, Declared& to);
  static void latest(const Say& from, Say& to);
  static Say cascaded(Say say, const Declared& rules, const Declared& own, Property property);
  std::size_t add_block(std::string_view css, std::size_t at, bool certain, int depth);
  void add_rule(std::string_view selectors, std::string_view declarations, bool certain);
  template <class Visit>
  void each_name(const Element& element, Visit visit) const;
  Declared rules_for(const Element& element) const;

  std::unordered_map<std::string, Declared> simple_;
  std::vector<Compound> compounds_;
  std::uint32_t rules_ = 0;
  bool draws_ = false;       // a rule may conceal what has a box
  bool attributes_ = false;  // a rule asks for attributes
};

// Of the <style> elements of a page, but those for print.
StyleRules read_style_rules(const HtmlTree& tree, std::string_view page);

}  // namespace despin::read
