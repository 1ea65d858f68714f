// The page of despin report works without any of this: phrases open and close by themselves.
// Here the documents are filtered, and keys step through them; sorting.js sorts the tables.
(() => {
  "use strict";
  const table = document.querySelector("table.documents");
  for (const element of document.querySelectorAll(".scripted")) {
    element.hidden = element.id === "filters" && !table;
  }
  if (!table) return;

  const byId = (id) => document.getElementById(id);
  const text = byId("filter_text");
  const verdict = byId("filter_verdict");
  const site = byId("filter_site");
  const score = byId("filter_score");
  const entries = [...table.tBodies];
  const words = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));

  const sites = new Map();
  for (const { dataset } of entries) sites.set(dataset.site, (sites.get(dataset.site) ?? 0) + 1);
  for (const [name, count] of [...sites].sort((a, b) => b[1] - a[1])) {
    site.add(new Option(`${name} (${count})`, name));
  }

  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const least = score.value === "" ? -Infinity : Number(score.value);
    let shown = 0;
    for (const entry of entries) {
      const { dataset } = entry;
      const value = dataset.score === "" ? -Infinity : Number(dataset.score);
      entry.hidden = !(
        (verdict.value === "" || dataset.verdict === verdict.value) &&
        (site.value === "" || dataset.site === site.value) &&
        value >= least &&
        wanted.every((word) => words.get(entry).includes(word))
      );
      if (!entry.hidden) ++shown;
    }
    byId("shown").textContent =
      shown === entries.length ? `${shown} documents` : `${shown} of ${entries.length} documents`;
  };
  const reset = () => {
    text.value = verdict.value = site.value = score.value = "";
    filter();
  };
  for (const field of [text, verdict, site, score]) field.addEventListener("input", filter);
  byId("filter_reset").addEventListener("click", reset);

  const openAll = byId("open_all");
  openAll.addEventListener("click", () => {
    const open = openAll.getAttribute("aria-pressed") !== "true";
    for (const details of table.querySelectorAll("details")) details.open = open;
    openAll.setAttribute("aria-pressed", open);
    openAll.textContent = open ? "Close all" : "Open all";
  });

  // A site of the list of sites leads to its documents, where any are listed.
  for (const row of document.querySelectorAll("table.sites tr[data-site]")) {
    const name = row.dataset.site;
    if (!sites.has(name)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as_link";
    button.title = "Show its documents";
    button.append(...row.cells[0].childNodes);
    button.addEventListener("click", () => {
      reset();
      site.value = name;
      filter();
      byId("documents").scrollIntoView();
      site.focus({ preventScroll: true });
    });
    row.cells[0].append(button);
  }

  // Steps to the phrases of the next document that is shown, or to its name if it has none.
  const stopOf = (entry) => entry.querySelector("summary") ?? entry.querySelector("a");
  const step = (by) => {
    const stops = [...table.tBodies].filter((entry) => !entry.hidden && stopOf(entry));
    if (stops.length === 0) return;
    const at = stops.indexOf(document.activeElement?.closest?.("tbody"));
    const next = at < 0 ? (by > 0 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
    stopOf(stops[next]).focus({ preventScroll: true });
    stops[next].scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.closest?.("#filters")) {
      reset();
      return;
    }
    if (event.target.closest?.("input, select")) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "/") text.focus();
    else return;
    event.preventDefault();
  });
  filter();
})();
