// Each list of a report can be saved, as it is filtered and sorted: as CSV for a spreadsheet, or as
// JSON. The file is made here; nothing is sent.
(() => {
  "use strict";
  // A cell that begins so is a formula to a spreadsheet, unless it is a number.
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && isNaN(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  for (const table of document.querySelectorAll(".list table.cards")) {
    const several = table.tBodies.length > 1 || table.classList.contains("documents");
    const entries = () =>
      [...(several ? table.tBodies : table.tBodies[0]?.rows ?? [])].filter((entry) => !entry.hidden);
    const first = entries()[0];
    if (!first) continue;
    const keys = Object.keys(first.dataset);
    const name = table.classList[0];
    const kinds = {
      CSV: () =>
        [keys, ...entries().map((entry) => keys.map((key) => entry.dataset[key] ?? ""))]
          .map((row) => row.map(cell).join(",") + "\r\n")
          .join(""),
      JSON: () =>
        JSON.stringify(
          entries().map((entry) => Object.fromEntries(keys.map((key) => [key, entry.dataset[key]]))),
          null, 1) + "\n",
    };
    const line = document.createElement("p");
    line.className = "save scripted";
    for (const [kind, text] of Object.entries(kinds)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = `Save as ${kind}`;
      button.addEventListener("click", () =>
        save(`${name}.${kind.toLowerCase()}`, kind === "CSV" ? "text/csv" : "application/json", text()));
      line.append(button);
    }
    table.after(line);
  }
})();
