// lib/read/html_names.h - what the tags, classes and attributes of HTML mean to a reader.
// Threads  Stateless.
#pragma once

#include "lib/read/html_attributes.h"
#include "lib/read/html_blocks.h"

namespace despin::read {

// Nothing inside is prose: scripts, controls, embedded media.
bool is_skipped(const Element& element);

// Starts and ends a line, as a paragraph does.
bool is_block_level(HtmlTag tag);

bool is_heading(HtmlTag tag);

// What the element says of itself. `inside_article`: a <header> there is the article's.
Role role_of(const Element& element, bool inside_article);

}  // namespace despin::read
