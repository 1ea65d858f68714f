// Asks the service that this page came from, and shows what it says. Keys stay in this tab.
import { languages } from "./strings.js";
import { make, number, say, setLanguage, show, sideBySide } from "./view.js";

const at = (id) => document.getElementById(id);
let shown = null; // the answer on the page, to be said in another language
let model = null;

async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const headers = {};
  const key = sessionStorage.getItem("key");
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Error(say("failed"));
  }
  const found = await answer.json().catch(() => ({}));
  if (answer.ok) return found;
  if (answer.status === 401) {
    at("key_choice").hidden = false;
    throw new Error(say("need_key"));
  }
  throw new Error([found.detail ?? `HTTP ${answer.status}`,
    ...(found.errors ?? []).map((one) => `${one.at}: ${one.expected}`)].join(" "));
}

function complain(error) {
  at("status").textContent = "";
  at("problem").hidden = !error;
  at("problem").textContent = error ? error.message : "";
}

const isPage = (text) => /^\s*<(!doctype|html|head|body|article|\?xml)[\s>]/i.test(text);
const given = (text, id) => (isPage(text) ? { html: text, id } : { text, id });

async function onMark(decision, mark) {
  try {
    await ask(`/v1/decisions/${decision}/mark`, { mark }, "PUT");
    complain(null);
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}

async function onBeside(match, place, button) {
  button.disabled = true;
  try {
    const index = shown.index;
    let source;
    try {
      source = await ask(`/v1/index/${index}/documents?id=${encodeURIComponent(match.id)}`);
    } catch {
      place.replaceChildren(make("p", { className: "quiet" }, say("no_source")));
      at("second").open = true;
      return;
    }
    const answer = await ask("/v1/compare", {
      original: { text: source.text, id: match.id },
      suspect: { text: shown.answer.text, id: "" },
      with_text: true,
    });
    place.replaceChildren(sideBySide(answer));
    button.hidden = true;
  } catch (error) {
    complain(error);
  } finally {
    button.disabled = false;
  }
}

function render() {
  const result = at("result");
  result.hidden = !shown;
  if (!shown) return;
  const parts = show(shown.answer, { onMark, onBeside, comparison: shown.comparison });
  result.replaceChildren(...parts);
}

async function check(event) {
  event.preventDefault();
  const text = at("text").value;
  const original = at("second").open ? at("original").value : "";
  const index = at("index").value;
  if (at("key").value) sessionStorage.setItem("key", at("key").value);
  complain(null);
  at("status").textContent = say("working");
  at("check").disabled = true;
  try {
    if (!model) await learn();
    const answer = await ask("/v1/check", {
      ...given(text, ""), with_text: true,
      keep: Boolean(model.keeps_decisions && at("keep").checked),
      ...(index ? { index } : {}),
    });
    const comparison = original.trim() ? await ask("/v1/compare", {
      original: given(original, "original"), suspect: given(text, "suspect"), with_text: true,
    }) : null;
    shown = { answer, comparison, index };
    render();
    at("status").textContent = say("done");
    at("verdict").focus();
    at("verdict").scrollIntoView();
  } catch (error) {
    complain(error);
  } finally {
    at("check").disabled = false;
  }
}

async function learn() {
  model = await ask("/v1/model");
  at("key_choice").hidden = !model.needs_key;
  at("keep_choice").hidden = !model.keeps_decisions;
  at("index_choice").hidden = !model.indexes.length;
  at("index").replaceChildren(...model.indexes.map((name) => make("option", { value: name }, name)),
    make("option", { value: "" }, say("no_index")));
  foot();
}

function foot() {
  at("foot").textContent = model
    ? `despin ${model.version}, ${say("model")} ${model.model}` : "despin";
}

function speak(name) {
  const language = name in languages ? name : "en";
  setLanguage(language);
  document.documentElement.lang = language;
  at("language").value = language;
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.dataset.say);
  }
  const last = at("index").lastElementChild;
  if (last) last.textContent = say("no_index");
  count();
  foot();
  render();
}

function count() {
  const length = at("text").value.length;
  at("counted").textContent = length ? say("counted", { n: number(length) }) : "";
}

async function take(file) {
  if (!file) return;
  at("text").value = await file.text();
  count();
}

async function openDecision(id) {
  at("form").hidden = true;
  try {
    const answer = await ask(`/v1/decisions/${id}`);
    shown = { answer, comparison: null, index: answer.decision.index };
    render();
  } catch (error) {
    at("form").hidden = false;
    complain(error);
  }
}

async function begin() {
  const wanted = localStorage.getItem("language") ?? navigator.language.slice(0, 2);
  speak(wanted);
  at("language").addEventListener("change", (event) => {
    localStorage.setItem("language", event.target.value);
    speak(event.target.value);
  });
  at("form").addEventListener("submit", check);
  at("text").addEventListener("input", count);
  at("file").addEventListener("change", (event) => take(event.target.files[0]));
  const drop = at("drop");
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files[0]);
  });
  await learn().catch(complain);
  const permalink = /^\/d\/([0-9a-f]{32})$/.exec(location.pathname);
  if (permalink) await openDecision(permalink[1]);
}

begin();
