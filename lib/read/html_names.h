// lib/read/html_names.h - what the tags, classes and attributes of HTML mean to a reader.
// Threads  Stateless.
#pragma once

#include <gumbo.h>

#include <string_view>

#include "lib/read/html_blocks.h"

namespace despin::read {

// Value of an attribute, empty if it has none.
std::string_view attribute(const GumboElement& element, const char* name);

// Nothing inside is prose: scripts, controls, embedded media.
bool is_skipped(const GumboElement& element);

// Starts and ends a line, as a paragraph does.
bool is_block_level(GumboTag tag);

bool is_heading(GumboTag tag);

// What the element says of itself. `inside_article`: a <header> there is the article's.
Role role_of(const GumboElement& element, bool inside_article);

}  // namespace despin::read
