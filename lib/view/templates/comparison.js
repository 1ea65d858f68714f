// The page of despin compare --html works without any of this: swaps are links to their
// partners. Here they light up together, and keys step through them.
(() => {
  "use strict";
  const swaps = [...document.querySelectorAll(".row a[id^='s']")]; // of the suspect, in order
  const partnerOf = (link) => document.getElementById(link.hash.slice(1));
  const rowOf = new Map(); // id of a swap to its line in the list
  for (const link of document.querySelectorAll(".places a")) {
    rowOf.set(link.hash.slice(1), link.closest("tr"));
  }
  const now = document.getElementById("now");
  let at = -1;

  // One swap alone is a stop of the Tab key: the one the reader is at. n and p go to the others, and
  // so do the places of the list to a pointer.
  const every = document.querySelectorAll(".row a[id^='s'], .row a[id^='o'], .places a");
  for (const link of every) link.tabIndex = -1;
  let stop = swaps[0];
  if (stop) stop.tabIndex = 0;

  const clear = () => {
    for (const lit of document.querySelectorAll(".now")) lit.classList.remove("now");
  };

  // Brings `target` into sight, and `other` as well where both fit.
  const show = (target, other) => {
    const top = 80; // below the heads of the columns
    const bottom = innerHeight - 90; // above the bar
    const boxes = [target, other ?? target].map((element) => element.getBoundingClientRect());
    const inSight = (box) => box.top >= top && box.bottom <= bottom;
    if (boxes.every(inSight)) return;
    const low = Math.max(boxes[0].bottom, boxes[1].bottom);
    const high = Math.min(boxes[0].top, boxes[1].top);
    const [from, to] = low - high <= bottom - top ? [high, low] : [boxes[0].top, boxes[0].bottom];
    if (from === boxes[0].top && to === boxes[0].bottom && inSight(boxes[0])) return;
    scrollBy({ top: (from + to) / 2 - (top + bottom) / 2 });
  };

  const say = (row) => {
    const position = document.createElement("small");
    position.textContent = `${at + 1} of ${swaps.length}`;
    now.replaceChildren(position);
    if (!row) return;
    const [from, to, count, kind] = row.cells;
    const words = document.createElement("b");
    words.textContent = `${from.textContent} → ${to.textContent}`;
    now.append(words);
    const times = Number(count.textContent);
    position.textContent += times > 1 ? ` · ${times} times` : "";
    position.textContent += kind.textContent ? ` · ${kind.textContent}` : "";
  };

  // Lights up a swap on both sides; `focused` is the side to go to.
  const select = (index, focused) => {
    if (swaps.length === 0) return;
    at = (index + swaps.length) % swaps.length;
    const here = swaps[at];
    const there = partnerOf(here);
    const row = rowOf.get(here.id);
    clear();
    for (const element of [here, there, row]) element?.classList.add("now");
    say(row);
    const target = focused ?? here;
    stop.tabIndex = -1;
    stop = target;
    stop.tabIndex = 0;
    target.focus({ preventScroll: true });
    show(target, target === here ? there : here);
  };

  const indexOf = (link) =>
    swaps.indexOf(link.id.startsWith("s") ? link : partnerOf(link));

  const texts = document.getElementById("texts");
  texts.addEventListener("click", (event) => {
    const link = event.target.closest("a[id^='s'], a[id^='o']");
    if (!link || indexOf(link) < 0) return;
    event.preventDefault();
    // A key goes to the partner, a pointer has it shown.
    select(indexOf(link), event.detail === 0 ? partnerOf(link) : link);
  });
  for (const [type, lit] of [["pointerover", true], ["pointerout", false],
                             ["focusin", true], ["focusout", false]]) {
    texts.addEventListener(type, (event) => {
      const link = event.target.closest("a[id^='s'], a[id^='o']");
      if (link) partnerOf(link)?.classList.toggle("near", lit);
    });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".places a");
    if (!link) return;
    event.preventDefault();
    select(swaps.indexOf(partnerOf(link)));
  });

  // The swap that the reader is at, or was last: stepping goes on from there.
  const step = (by) => {
    const focused = document.activeElement?.closest?.(".row a[id]");
    const from = focused && indexOf(focused) >= 0 ? indexOf(focused) : at;
    select(from < 0 && by < 0 ? swaps.length - 1 : from + by);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n" || event.key === "ArrowRight") step(1);
    else if (event.key === "p" || event.key === "ArrowLeft") step(-1);
    else if (event.key === "Escape") {
      clear();
      at = -1;
      document.activeElement?.blur();
      now.textContent = "";
      return;
    } else return;
    event.preventDefault();
  });
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));

  for (const element of document.querySelectorAll(".scripted")) {
    element.hidden = element.id === "bar" && swaps.length === 0;
  }
  if (swaps.length > 0) {
    now.textContent = "Step through the swaps";
  }
})();
