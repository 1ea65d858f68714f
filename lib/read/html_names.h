// lib/read/html_names.h - classifies HTML elements by tag, class and attributes.
// Threads  Stateless.
#pragma once

#include <cstdint>

#include "lib/read/html_attributes.h"
#include "lib/read/html_blocks.h"

namespace despin::read {

// Whether an element holds no prose: scripts, embedded media, and controls and <noscript>, unless
// `also` says so.
bool is_skipped(const Element& element, AlsoRead also);

enum class Raise : std::uint8_t { kNone, kAbove, kBelow };

// Whether an element sets what it holds above or below its line, by its name or its own style, as
// marks of footnotes are.
Raise raise_of(const Element& element);

// Whether an element is a sign for those who see the page, such as an icon: hidden from screen
// readers, and without a word or named an icon. `text` is what it holds.
bool is_sign(const Element& element, std::string_view text);

// Whether an element starts and ends a line, as a paragraph does.
bool is_block_level(HtmlTag tag);

bool is_heading(HtmlTag tag);

// The role that an element declares. `inside_article`: a <header> there belongs to the article.
Role role_of(const Element& element, bool inside_article);

}  // namespace despin::read
