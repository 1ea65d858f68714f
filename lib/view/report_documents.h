// lib/view/report_documents.h - the worst documents of a report's page, with their findings in
// context.
//
//   view::set_documents(figures, page);  // "document_rows" and the sentence above them
//
// Threads  Stateless.
// Cost     O(documents and their findings), while the page is rendered.
#pragma once

#include "lib/scan/report_figures.h"
#include "lib/view/page.h"

namespace despin::view {

// For report.html and document.html.
// REQUIRES: the figures outlive the page.
void set_documents(const scan::ScanFigures& figures, PageData& page);

}  // namespace despin::view
