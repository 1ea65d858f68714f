// Tables are sorted by the heads of their columns: <th data-sort="count" data-order="descending">
// sorts by data-count of each <tbody>, or of each row where there is one <tbody> alone.
// A second press turns the order round. What is equal keeps the order of the page.
(() => {
  "use strict";
  for (const table of document.querySelectorAll("table:has(th[data-sort])")) {
    const several = table.tBodies.length > 1;
    const entries = [...(several ? table.tBodies : table.tBodies[0]?.rows ?? [])];
    const parent = several ? table : table.tBodies[0];
    const heads = [...table.tHead.querySelectorAll("th[data-sort]")];
    const sortBy = (head) => {
      const first = head.dataset.order ?? "ascending";
      const other = first === "ascending" ? "descending" : "ascending";
      const order = head.getAttribute("aria-sort") === first ? other : first;
      const sign = order === "ascending" ? 1 : -1;
      const key = head.dataset.sort;
      const numbers = entries.every((entry) => !isNaN(entry.dataset[key] || "0"));
      const compare = numbers
        ? (a, b) => Number(a.dataset[key]) - Number(b.dataset[key])
        : (a, b) => a.dataset[key].localeCompare(b.dataset[key]);
      parent.append(...[...entries].sort((a, b) => sign * compare(a, b)));
      for (const each of heads) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
    };
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sortBy(head));
      head.append(button);
    }
  }
})();
