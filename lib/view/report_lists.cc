#include "lib/view/report_lists.h"

#include <string>
#include <utility>
#include <vector>

#include "lib/view/numbers.h"

namespace despin::view {
namespace {

// What the sentence above a list says: how much of it is listed, and whether all was counted.
PageData list_data(std::size_t listed, std::size_t all, bool exact) {
  PageData out;
  out.set("exact", exact).set("cut", all > listed);
  out.set("listed", grouped(listed)).set("all", grouped(all));
  return out;
}

PageData site_data(std::string_view name, const scan::DocumentCounts& counts) {
  PageData out;
  out.set("name", name)
      .set("documents", grouped(counts.all()))
      .set("spun", grouped(counts.spun))
      .set("share", share_data(counts.share_spun(), "w"))
      .set("abstained", grouped(counts.abstained))
      .set("errors", grouped(counts.errors))
      .set("exact_documents", std::to_string(counts.all()))
      .set("exact_spun", std::to_string(counts.spun))
      .set("exact_share", formatted("%.5f", counts.share_spun()))
      .set("exact_abstained", std::to_string(counts.abstained))
      .set("exact_errors", std::to_string(counts.errors));
  return out;
}

void set_sites(const scan::ScanFigures& figures, PageData& page) {
  const auto& sites = figures.sites;
  if (sites.entries.empty()) return;
  PageData list = list_data(sites.entries.size(), sites.names, sites.exact);
  list.set_rows("site_rows", [&sites](const PageData::AddRow& add) {
    for (const auto& [name, counts] : sites.entries) add(site_data(name, counts));
  });
  scan::DocumentCounts others = figures.counts;
  for (const auto& [name, counts] : sites.entries) {
    others.spun -= counts.spun;
    others.not_spun -= counts.not_spun;
    others.abstained -= counts.abstained;
    others.errors -= counts.errors;
  }
  if (others.all() > 0) list.set("other_sites", site_data("other sites", others));
  page.set("sites", std::move(list));
}

void set_swaps(const scan::ScanFigures& figures, PageData& page) {
  if (figures.swaps.empty()) return;
  PageData list = list_data(figures.swaps.size(), figures.swap_names, figures.swaps_exact);
  list.set_rows("swap_rows", [&figures](const PageData::AddRow& add) {
    for (const scan::NamedSwap& swap : figures.swaps) {
      PageData row;
      row.set("written", swap.written)
          .set("original", swap.original)
          .set("documents", grouped(swap.counts.documents))
          .set("times", grouped(swap.counts.times))
          .set("exact_documents", std::to_string(swap.counts.documents))
          .set("exact_times", std::to_string(swap.counts.times));
      add(row);
    }
  });
  page.set("swaps", std::move(list));
}

void set_sources(const scan::ScanFigures& figures, PageData& page) {
  const auto& sources = figures.sources;
  if (sources.entries.empty()) return;
  PageData list = list_data(sources.entries.size(), sources.names, sources.exact);
  list.set_rows("source_rows", [&sources](const PageData::AddRow& add) {
    for (const auto& [id, counts] : sources.entries) {
      const std::string& name = counts.title.empty() ? id : counts.title;
      const std::string& place = counts.url.empty() ? id : counts.url;
      PageData row;
      row.set("name", name)
          .set("link", link_data(counts.url, name))
          .set("place", place == name ? "" : place)
          .set("date", counts.date.substr(0, 10))
          .set("documents", grouped(counts.documents))
          .set("spun", grouped(counts.spun))
          .set("copied", short_percent(counts.most_copied))
          .set("exact_date", counts.date)
          .set("exact_documents", std::to_string(counts.documents))
          .set("exact_spun", std::to_string(counts.spun))
          .set("exact_copied", formatted("%.5f", counts.most_copied));
      add(row);
    }
  });
  page.set("sources", std::move(list));
}

void set_errors(const scan::ScanFigures& figures, PageData& page) {
  if (figures.errors.empty()) return;
  PageData list = list_data(figures.errors.size(), figures.counts.errors, true);
  list.set("count", counted(figures.counts.errors, "document", "documents"));
  list.set_rows("error_rows", [&figures](const PageData::AddRow& add) {
    for (const scan::ScanRecord& record : figures.errors) {
      PageData row;
      row.set("place", scan::place_of(record))
          .set("code", record.error_code)
          .set("code_words", scan::spelled(record.error_code))
          .set("message", record.error_message);
      if (!record.url.empty()) row.set("link", link_data(record.url, record.url));
      add(row);
    }
  });
  page.set("errors", std::move(list));
}

}  // namespace

void set_lists(const scan::ScanFigures& figures, PageData& page) {
  set_sites(figures, page);
  set_swaps(figures, page);
  set_sources(figures, page);
  set_errors(figures, page);
}

}  // namespace despin::view
