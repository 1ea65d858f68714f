// lib/read/html_names.h - classifies HTML elements by tag, class and attributes.
// Threads  Stateless.
#pragma once

#include "lib/read/html_attributes.h"
#include "lib/read/html_blocks.h"

namespace despin::read {

// Whether an element holds no prose: scripts, controls, embedded media.
bool is_skipped(const Element& element);

// Whether an element starts and ends a line, as a paragraph does.
bool is_block_level(HtmlTag tag);

bool is_heading(HtmlTag tag);

// The role that an element declares. `inside_article`: a <header> there belongs to the article.
Role role_of(const Element& element, bool inside_article);

}  // namespace despin::read
