// The shorter lists of a report's page: sites, swaps, sources, errors.
#include "lib/view/report_lists.h"

#include <algorithm>
#include <initializer_list>

#include "lib/view/html.h"
#include "lib/view/numbers.h"

namespace despin::view {
namespace {

struct Column {
  const char* key;  // it is sorted by data-<key>
  const char* name;
  bool number = false;  // the highest first
};

std::string begin_list(const char* id, const std::string& heading, const std::string& note,
                       std::initializer_list<Column> columns, const char* sorted_by) {
  std::string out = std::string("<section id=\"") + id + "\" class=\"list\" aria-labelledby=\"" +
                    id + "_heading\" tabindex=\"-1\">\n<h2 id=\"" + id + "_heading\">" + heading +
                    "</h2>\n";
  if (!note.empty()) out += "<p class=\"note\">" + note + "</p>\n";
  out += std::string("<table class=\"") + id + " cards\">\n<thead><tr>";
  for (const Column& column : columns) {
    out += std::string("<th scope=\"col\" data-sort=\"") + column.key + "\"";
    if (column.number) out += " data-order=\"descending\" class=\"number\"";
    if (std::string_view(column.key) == sorted_by) out += " aria-sort=\"descending\"";
    out += std::string(">") + column.name + "</th>";
  }
  return out + "</tr></thead>\n<tbody>\n";
}

constexpr std::string_view kEndList = "</tbody>\n</table>\n</section>\n";

std::string number_cell(std::uint64_t number, const char* label) {
  return std::string("<td class=\"number\" data-label=\"") + label + "\">" + grouped(number) +
         "</td>";
}

std::string lower_bounds(bool exact) {
  return exact ? "" : " There were too many to count each: counts are lower bounds.";
}

std::string listed_of(std::size_t listed, std::size_t all, const char* what) {
  if (all <= listed) return {};
  return "The first " + grouped(listed) + " of " + grouped(all) + " " + what + ". ";
}

std::string site_row(const std::string& name, const scan::DocumentCounts& counts, bool known) {
  const std::string title = html_escaped(name);
  std::string out = "<tr";
  if (known) {
    out += html_data("site", name) + html_data("documents", std::to_string(counts.all())) +
           html_data("spun", std::to_string(counts.spun)) +
           html_data("share", formatted("%.5f", counts.share_spun())) +
           html_data("abstained", std::to_string(counts.abstained)) +
           html_data("errors", std::to_string(counts.errors));
  }
  out += "><th scope=\"row\" dir=\"ltr\">" + title + "</th>";
  out += number_cell(counts.all(), "documents") + number_cell(counts.spun, "spun");
  out += "<td class=\"number share_of\" data-label=\"of those read\">" +
         share_html(counts.share_spun(), "w") + "</td>";
  out += number_cell(counts.abstained, "no verdict") + number_cell(counts.errors, "not readable");
  return out + "</tr>\n";
}

}  // namespace

std::string sites_html(const scan::ScanFigures& figures) {
  const auto& sites = figures.sites;
  if (sites.entries.empty()) return {};
  std::string out = begin_list("sites", "Sites",
                               listed_of(sites.entries.size(), sites.names, "sites") +
                                   "By the host of the address; documents without one by their "
                                   "folder or archive. The share is "
                                   "that of the documents that could be read." +
                                   lower_bounds(sites.exact),
                               {{"site", "Site"},
                                {"documents", "Documents", true},
                                {"spun", "Spun", true},
                                {"share", "Share spun", true},
                                {"abstained", "No verdict", true},
                                {"errors", "Not readable", true}},
                               "spun");
  scan::DocumentCounts others = figures.counts;
  for (const auto& [name, counts] : sites.entries) {
    out += site_row(name, counts, true);
    others.spun -= counts.spun;
    others.not_spun -= counts.not_spun;
    others.abstained -= counts.abstained;
    others.errors -= counts.errors;
  }
  if (others.all() == 0) return out.append(kEndList);
  return out + "</tbody>\n<tfoot>\n" + site_row("other sites", others, false) +
         "</tfoot>\n</table>\n</section>\n";
}

std::string swaps_html(const scan::ScanFigures& figures) {
  if (figures.swaps.empty()) return {};
  std::string out = begin_list("swaps", "Swaps",
                               listed_of(figures.swaps.size(), figures.swap_names, "swaps") +
                                   "What spun documents say, and what it probably was before." +
                                   lower_bounds(figures.swaps_exact),
                               {{"written", "Written"},
                                {"original", "Probably before"},
                                {"documents", "Documents", true},
                                {"times", "Times", true}},
                               "documents");
  for (const scan::NamedSwap& swap : figures.swaps) {
    out += "<tr" + html_data("written", swap.written) + html_data("original", swap.original) +
           html_data("documents", std::to_string(swap.counts.documents)) +
           html_data("times", std::to_string(swap.counts.times)) + ">";
    out += "<td class=\"words\"><bdi class=\"w\">" + html_escaped(swap.written) +
           "</bdi></td><td class=\"words\"><bdi>" + html_escaped(swap.original) + "</bdi></td>";
    out += number_cell(swap.counts.documents, "documents") +
           number_cell(swap.counts.times, "times") + "</tr>\n";
  }
  return out.append(kEndList);
}

std::string sources_html(const scan::ScanFigures& figures) {
  const auto& sources = figures.sources;
  if (sources.entries.empty()) return {};
  std::string out = begin_list(
      "sources", "Sources",
      listed_of(sources.entries.size(), sources.names, "sources") +
          "Articles of the index that documents were copied from, spun or as they were." +
          lower_bounds(sources.exact),
      {{"name", "Source"},
       {"date", "Date"},
       {"documents", "Copies", true},
       {"spun", "Of them spun", true},
       {"copied", "At most copied", true}},
      "documents");
  for (const auto& [id, counts] : sources.entries) {
    const std::string& name = counts.title.empty() ? id : counts.title;
    out += "<tr" + html_data("name", name) + html_data("date", counts.date) +
           html_data("documents", std::to_string(counts.documents)) +
           html_data("spun", std::to_string(counts.spun)) +
           html_data("copied", formatted("%.5f", counts.most_copied)) + ">";
    out += "<th scope=\"row\"><bdi>" + html_link(counts.url, name) + "</bdi>";
    const std::string& place = counts.url.empty() ? id : counts.url;
    if (place != name) out += "<small dir=\"ltr\">" + html_escaped(place) + "</small>";
    out += "</th><td class=\"date\">" + html_escaped(counts.date.substr(0, 10)) + "</td>";
    out += number_cell(counts.documents, "copies") + number_cell(counts.spun, "spun");
    out += "<td class=\"number\" data-label=\"copied\">" +
           html_escaped(short_percent(counts.most_copied)) + "</td></tr>\n";
  }
  return out.append(kEndList);
}

std::string errors_html(const scan::ScanFigures& figures) {
  if (figures.errors.empty()) return {};
  std::string out = begin_list(
      "errors", counted(figures.counts.errors, "document", "documents") + " not readable",
      listed_of(figures.errors.size(), figures.counts.errors, "errors"),
      {{"place", "Where"}, {"code", "What"}, {"message", "Why"}}, "");
  for (const scan::ScanRecord& record : figures.errors) {
    const std::string place = scan::place_of(record);
    out += "<tr" + html_data("place", place) + html_data("code", record.error_code) +
           html_data("message", record.error_message) + "><th scope=\"row\" dir=\"ltr\">" +
           html_escaped(place);
    if (!record.url.empty()) out += "<small>" + html_link(record.url, record.url) + "</small>";
    out += "</th><td class=\"kind\">" + html_escaped(scan::spelled(record.error_code)) +
           "</td><td>" + html_escaped(record.error_message) + "</td></tr>\n";
  }
  return out.append(kEndList);
}

}  // namespace despin::view
