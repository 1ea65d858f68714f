// What results look like. Texts become text nodes, never markup; offsets are bytes of UTF-8.
import { languages } from "./strings.js";

let language = "en";
export const setLanguage = (name) => { language = name; };
export const say = (key, values = {}) =>
  (languages[language][key] ?? languages.en[key] ?? key).replace(
    /\{(\w+)\}/g, (_, name) => String(values[name]));
export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
const share = (value) =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(value);

export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key in element && key !== "list") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const section = (title, ...children) => make("section", {}, make("h2", {}, title), ...children);

function facts(pairs, kind) {
  const list = make("dl", { className: kind });
  for (const [term, value] of pairs) {
    const group = kind === "figures" ? make("div") : list;
    group.append(make("dt", {}, term), make("dd", {}, value));
    if (group !== list) list.append(group);
  }
  return list;
}

// The text, cut at bytes; `wrap` makes the element of each span. Spans are disjoint, by place.
function pieces(bytes, begin, end, spans, wrap) {
  const decoder = new TextDecoder();
  const text = (from, to) => decoder.decode(bytes.subarray(from, to));
  const found = [];
  let at = begin;
  for (const span of spans) {
    if (span.begin_byte < at || span.end_byte > end) continue;
    if (span.begin_byte > at) found.push(text(at, span.begin_byte));
    found.push(wrap(span, text(span.begin_byte, span.end_byte)));
    at = span.end_byte;
  }
  if (at < end) found.push(text(at, end));
  return found;
}

function markedText(answer) {
  const bytes = new TextEncoder().encode(answer.text);
  const report = answer.report;
  const swap = (finding, written) =>
    make("mark", {}, make("ruby", {}, written,
      make("rp", {}, " ("), make("rt", {}, finding.likely_originals[0]), make("rp", {}, ")")));
  const inside = (from, to) => pieces(bytes, from, to, report.findings, swap);
  const parts = [];
  let at = 0;
  for (const passage of report.passages ?? []) {
    parts.push(...inside(at, passage.begin_byte));
    parts.push(make("span", { className: "passage" },
      ...inside(passage.begin_byte, passage.end_byte)));
    at = passage.end_byte;
  }
  parts.push(...inside(at, bytes.length));
  const plain = report.findings.length ? "text" : "text plain";
  const title = say("in_text");
  return section(title, make("p", { className: "quiet" },
    report.findings.length ? say("in_text_says") : say("swaps_none")),
  make("div", { className: plain, tabIndex: 0, role: "region", "aria-label": title, lang: "en" }, ...parts));
}

function table(heads, rows) {
  const cell = (name, value, right, more = {}) =>
    make(name, { className: right ? "number" : "", ...more }, value);
  const body = rows.map((row) =>
    make("tr", {}, ...row.map((value, i) => cell("td", value, heads[i].right))));
  return make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": say("swaps") },
    make("table", {},
      make("thead", {}, make("tr", {},
        ...heads.map((head) => cell("th", head.say, head.right, { scope: "col" })))),
      make("tbody", {}, ...body)));
}

function swaps(report) {
  if (!report.findings.length) return null;
  const rows = [...report.findings].sort((a, b) => b.evidence_nats - a.evidence_nats).map((one) =>
    [one.written, one.likely_originals.join(", "), share(one.probability)]);
  return section(say("swaps"), table([
    { say: say("written") }, { say: say("originals") }, { say: say("probability"), right: true },
  ], rows));
}

function verdictSays(report) {
  const bound = report.false_positive_rate_upper;
  const says = [report.verdict === "abstain"
    ? say(report.abstain_reason) : say(`${report.verdict}_says`)];
  if (report.verdict !== "abstain") {
    says.push(bound < 0.5 ? say("bound", { n: number(Math.floor(1 / bound)) }) : say("no_bound"));
  }
  return says.join(" ");
}

function families(report) {
  if (!report.families) return null;
  const rows = report.families.filter((one) => one.posterior >= 0.01).map((one) => make("li", {},
    one.name === "unknown" ? say("unknown") : one.name, `: ${share(one.posterior)}`,
    one.phrases.length ? ` (${one.phrases.map((phrase) => phrase.written).join(", ")})` : ""));
  return section(say("families"), make("ul", {}, ...rows));
}

// Only addresses of the web become links, and they are not told from where.
function link(url, text) {
  if (!/^https?:\/\//i.test(url)) return make("span", {}, text);
  return make("a", { href: url, rel: "noopener noreferrer nofollow" }, text);
}

// "spun" is the word for a text; a copy has another.
const relation = (verdict) => say(verdict === "spun" ? "spun_copy" : verdict);

function matches(search, onBeside) {
  if (!search) return null;
  const items = search.matches.map((match) => {
    const place = make("div");
    const button = make("button", { type: "button" }, say("beside"));
    button.addEventListener("click", () => onBeside(match, place, button));
    return make("li", {},
      make("h3", {}, link(match.url, match.title || match.id)),
      make("p", {}, `${relation(match.verdict)}: `,
        say("copied", { copied: share(match.copied), swapped: share(match.swapped) }),
        match.date ? `. ${match.date}` : ""),
      button, place);
  });
  return section(say("sources"), items.length
    ? make("ul", { className: "matches" }, ...items) : make("p", {}, say("sources_none")));
}

export function sideBySide(answer) {
  const comparison = answer.comparison;
  const side = (which, title) => {
    const bytes = new TextEncoder().encode(answer[which]);
    const spans = comparison.substitutions.map((one) => ({
      ...one[which], other: one[which === "suspect" ? "original" : "suspect"].text, edit: one.edit,
    })).sort((a, b) => a.begin_byte - b.begin_byte);
    const wrap = (span, written) =>
      make("mark", { className: span.edit, title: span.other }, written);
    return make("div", {}, make("h3", {}, title),
      make("div", { className: "text plain", tabIndex: 0, role: "region", "aria-label": title, lang: "en" },
        ...pieces(bytes, 0, bytes.length, spans, wrap)));
  };
  return make("div", {},
    make("p", {}, `${relation(comparison.verdict)}: `, say("copied", {
      copied: share(comparison.copied), swapped: share(comparison.swapped),
    })),
    make("div", { className: "sides" },
      side("original", say("source")), side("suspect", say("suspect"))));
}

export function comparisonSection(answer) {
  return section(say("compared"), sideBySide(answer));
}

function marks(answer, onMark) {
  if (!answer.decision.kept) return null;
  const offered = answer.report.verdict === "spun"
    ? ["agree", "not_spun", "unsure"] : ["agree", "spun", "unsure"];
  const names = { not_spun: "not_spun_mark", spun: "spun_mark" };
  const group = make("fieldset", { className: "marks" }, make("legend", {}, say("mark")));
  const row = make("div", { className: "acts" });
  const status = make("span", { role: "status", className: "quiet" });
  const set = (mark) => {
    for (const button of row.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.mark === mark));
    }
  };
  for (const mark of offered) {
    const button = make("button", { type: "button" }, say(names[mark] ?? mark));
    button.dataset.mark = mark;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", async () => {
      if (await onMark(answer.decision.id, mark)) {
        set(mark);
        status.textContent = say("marked");
      }
    });
    row.append(button);
  }
  row.append(status);
  group.append(row);
  if (answer.marks?.length) set(answer.marks.at(-1).mark);
  return make("section", {}, group);
}

function evidence(answer) {
  const { decision, report } = answer;
  const known = decision.threshold === null ? "–" : number(decision.threshold, 2);
  const said = (answer.marks ?? []).map((mark) =>
    `${mark.by}: ${say({ not_spun: "not_spun_mark", spun: "spun_mark" }[mark.mark] ?? mark.mark)} (${mark.time})`);
  const pairs = [
    [say("model"), decision.model], [say("version"), decision.version],
    [say("rate"), share(decision.max_false_positive_rate)], [say("threshold"), known],
    [say("time"), decision.time], [say("digest"), decision.sha256],
    [say("decision"), decision.id],
  ];
  if (report.url) pairs.push(["URL", report.url]);
  if (said.length) pairs.push([say("marks"), said.join("; ")]);
  return section(say("evidence"), facts(pairs, "facts"));
}

function acts(answer) {
  const print = make("button", { type: "button" }, say("print"));
  print.addEventListener("click", () => window.print());
  const row = make("div", { className: "acts" }, print);
  if (answer.decision.kept) {
    row.append(make("a", { href: `/d/${answer.decision.id}` }, say("permalink")));
  }
  return make("section", {}, row);
}

export function show(answer, { onMark, onBeside, comparison }) {
  const report = answer.report;
  const kind = { spun: "spun", not_spun: "clear" }[report.verdict] ?? "";
  const heading = make("h1", { className: kind, tabIndex: -1, id: "verdict" }, say(report.verdict));
  const figures = [
    [say("score"), number(report.score, 1)],
    [say("threshold"), answer.decision.threshold === null ? "–" : number(answer.decision.threshold, 1)],
    [say("swap_rate"), share(report.swap_rate)],
    [say("words"), number(report.words)],
    [say("swaps"), number(report.findings_total ?? report.findings.length)],
  ];
  const parts = [
    heading, make("p", { className: "lead" }, verdictSays(report)), facts(figures, "figures"),
    marks(answer, onMark), acts(answer), markedText(answer),
    comparison ? comparisonSection(comparison) : null,
    matches(answer.search, onBeside), swaps(report), families(report), evidence(answer),
  ];
  return parts.filter((part) => part !== null);
}
