// The page's behaviour, run once when the conversation is first drawn. Gradio hands in
// `element` (the conversation), `trigger` (sends an event to Python) and `watch` (tells when
// Python has drawn something new). Clicks are caught on the document, because Gradio redraws
// what is inside its elements and strips handlers written into them.

const find = (id) => document.getElementById(id);
const question = () => find("quoth-question");
const shell = () => find("quoth");

let waiting = false; // a question is being read
let shown = null; // the citation whose source is open
let byKeyboard = false; // whether it was asked for with the keyboard
let asked = ""; // the question that is being read
let more = null; // which side of the source a person wants more of, and what was scrolled to
const folds = new Map(); // whether a person has opened or closed a list, by its id

function setWaiting(now) {
  waiting = now;
  // Read-only, not disabled: a disabled box would lose the focus.
  question().readOnly = now;
  const form = question().closest("form");
  form.setAttribute("aria-busy", String(now));
  form.querySelector("[type=submit]").hidden = now;
  form.querySelector("[data-stop]").hidden = !now;
  for (const button of document.querySelectorAll("[data-renew], [data-chat], .turn [data-ask]")) {
    button.disabled = now;
  }
}

function fit() {
  const box = question();
  box.style.height = "auto";
  const borders = box.offsetHeight - box.clientHeight;
  box.style.height = `${box.scrollHeight + borders}px`;
}

// On a narrow screen the focus would call up the keyboard, over the answer.
function focus() {
  if (matchMedia("(min-width: 900px)").matches) question().focus();
}

function ask(text) {
  if (waiting) return;
  if (text.trim()) {
    asked = text;
    setWaiting(true);
    trigger("ask", { question: text, within: limit() });
    question().value = "";
    fit();
  }
  focus();
}

// What was asked goes back into the box, to be put in another way.
function stop() {
  if (!waiting) return;
  trigger("stop", {});
  if (!question().value) edit(asked);
}

function edit(text) {
  question().value = text;
  fit();
  question().focus();
}

function point() {
  for (const cited of document.querySelectorAll("#quoth [data-cite]")) {
    const here = cited.dataset.cite === shown;
    cited.classList.toggle("open", here);
    if (cited.tagName === "BUTTON") cited.setAttribute("aria-pressed", String(here));
  }
}

function reveal() {
  shell().classList.add("reading-source");
  const text = document.querySelector("#quoth-panel .text");
  const mark = text && (text.querySelector("mark.short") || text.querySelector("mark"));
  if (!mark) return;
  const first = text.querySelector("mark.quote, mark.passage") || mark;
  const top = text.getBoundingClientRect().top - text.scrollTop;
  // The quote starts a quarter down, unless that would put the short answer out of sight.
  const quarter = first.getBoundingClientRect().top - top - text.clientHeight / 4;
  const lowest = mark.getBoundingClientRect().bottom - top - text.clientHeight * 0.9;
  text.scrollTop = Math.max(quarter, lowest);
  if (byKeyboard) text.focus({ preventScroll: true });
}

// More of the text was drawn above or below what is read: what is read stays where it is.
function keepPlace() {
  const text = document.querySelector("#quoth-panel .text");
  text.scrollTop = more.side === "before" ? text.scrollHeight - more.below : more.top;
  text.focus({ preventScroll: true });
  more = null;
}

function showMore(button) {
  const text = button.closest(".text");
  const { more: citation, side, first, last } = button.dataset;
  more = { side, top: text.scrollTop, below: text.scrollHeight - text.scrollTop };
  trigger("open", { citation, first: Number(first), last: Number(last) });
}

function open(id, keyboard) {
  byKeyboard = keyboard;
  if (id === shown) reveal();
  else trigger("open", { citation: id });
}

function close() {
  if (!shell().classList.contains("reading-source")) return;
  shell().classList.remove("reading-source");
  const chip = document.querySelector(`#quoth button.chip[data-cite="${shown}"]`);
  if (chip && find("quoth-panel").contains(document.activeElement)) {
    chip.focus({ preventScroll: true });
  }
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https, and away from localhost, a browser has no clipboard for pages.
    const box = document.createElement("textarea");
    box.value = text;
    button.after(box);
    box.select();
    document.execCommand("copy");
    box.remove();
    button.focus();
  }
  say(button, "Copied");
}

// A button says for a moment that it has done its work.
function say(button, words) {
  const label = button.textContent;
  if (label === words) return;
  button.textContent = words;
  setTimeout(() => {
    if (button.isConnected && button.textContent === words) button.textContent = label;
  }, 1500);
}

// The conversation gives way to another.
function leave() {
  folds.clear();
  close();
  shown = null;
}

// What is selected in the source's text, as a range, or null.
function selected() {
  const exact = document.querySelector("#quoth-panel .exact");
  const selection = getSelection();
  if (!exact || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return exact.contains(range.commonAncestorContainer) ? range : null;
}

function choose(button) {
  // A button in the table is about its row, whatever is selected in the source beside it.
  const range = button.closest("#quoth-panel") ? selected() : null;
  const said = { citation: button.dataset.choose };
  if (range) {
    const before = document.createRange();
    before.selectNodeContents(document.querySelector("#quoth-panel .exact"));
    before.setEnd(range.startContainer, range.startOffset);
    // Python counts code points, a string of JavaScript's counts halves of some.
    said.start = Number(button.dataset.first) + [...before.toString()].length;
    said.end = said.start + [...range.toString()].length;
  }
  trigger("note", said);
  if (range) getSelection().removeAllRanges();
}

// Python says in one place what was noted of every turn; here it is shown where it belongs.
function showNotes() {
  const notes = [...document.querySelectorAll("#quoth-noted [data-turn]")];
  for (const foot of document.querySelectorAll("#quoth-talk .foot")) {
    const turn = foot.closest(".turn").id.slice(1);
    const note = notes.find((each) => each.dataset.turn === turn);
    for (const thumb of foot.querySelectorAll(".thumb")) {
      const pressed = note !== undefined && note.dataset.verdict === thumb.dataset.verdict;
      thumb.setAttribute("aria-pressed", String(pressed));
    }
    const words = foot.querySelector(".noted");
    words.textContent = note ? note.textContent : "";
    words.classList.toggle("failed", note !== undefined && note.dataset.trouble !== undefined);
  }
  for (const button of document.querySelectorAll("#quoth [data-choose]")) {
    const chosen = notes.some((each) => each.dataset.chosen === button.dataset.choose);
    button.setAttribute("aria-pressed", String(chosen));
  }
}

document.addEventListener("quoth:noted", showNotes);

document.addEventListener("selectionchange", () => {
  const panel = find("quoth-panel");
  if (panel) panel.classList.toggle("selecting", selected() !== null);
});

// A press on the button must not take the selection away that it is about.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-choose]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("#quoth .menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const target = event.target.closest(
    "[data-ask], [data-edit], [data-stop], [data-renew], [data-close], [data-copy]," +
      " [data-choose], [data-more], [data-export], #quoth-talk .thumb," +
      " [data-view], [data-sort], #quoth [data-cite]",
  );
  if (!target) return;
  if (target.dataset.ask !== undefined) ask(target.dataset.ask);
  else if (target.dataset.view !== undefined) showView(target.dataset.view);
  else if (target.dataset.sort !== undefined) sort(target);
  else if (target.dataset.edit !== undefined) edit(target.dataset.edit);
  else if (target.dataset.stop !== undefined) stop();
  else if (target.dataset.more !== undefined) showMore(target);
  else if (target.dataset.export !== undefined) trigger("export", { kind: target.dataset.export });
  else if (target.dataset.copy !== undefined) copy(target);
  else if (target.dataset.choose !== undefined) choose(target);
  else if (target.dataset.verdict !== undefined) {
    trigger("note", { turn: Number(target.dataset.turn), verdict: target.dataset.verdict });
  } else if (target.dataset.close !== undefined) close();
  else if (target.dataset.renew !== undefined) {
    leave();
    showView("ask");
    startChat();
    trigger("renew", {});
    focus();
  } else if (target.tagName === "BUTTON" || String(getSelection()) === "") {
    // A drag over a quote selects its words; that is no click.
    open(target.dataset.cite, event.detail === 0);
  }
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#quoth form")) return;
  event.preventDefault();
  if (event.target.matches(".composer")) ask(question().value);
  else if (event.target.matches(".trial")) tryOut();
});

document.addEventListener("input", (event) => {
  if (event.target === question()) fit();
});

document.addEventListener("keydown", (event) => {
  // While a word is being composed (Chinese, Japanese, Korean), Enter ends the word.
  if (event.target === question() && event.key === "Enter" && !event.shiftKey) {
    if (event.isComposing) return;
    event.preventDefault();
    ask(question().value);
  } else if (event.key === "Escape") {
    const menu = document.querySelector("#quoth .menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (waiting) {
      stop();
    } else {
      close();
    }
  }
});

document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches("#quoth-talk details, #quoth-failures")) return;
    folds.set(event.target.id, event.target.open);
  },
  true,
);

document.addEventListener("quoth:source", () => {
  const section = document.querySelector("#quoth-panel [data-shown]");
  shown = section ? section.dataset.shown : null;
  point();
  showNotes();
  if (more && section) keepPlace();
  else if (section) reveal();
});

watch("value", () => {
  setWaiting(element.querySelector(".waiting") !== null);
  for (const [id, open] of folds) {
    const list = find(id);
    if (list) list.open = open;
  }
  point();
  showNotes();
  if (!waiting) keepChat();
  const turns = element.querySelectorAll(".turn");
  const last = turns[turns.length - 1];
  const talk = find("quoth-talk");
  if (last) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = last.getBoundingClientRect().top - talk.getBoundingClientRect().top;
    talk.scrollTo({ top: talk.scrollTop + top - 16, behavior: calm ? "auto" : "smooth" });
  }
});

const log = find("quoth-talk");
log.setAttribute("role", "log");
log.setAttribute("aria-label", "Conversation");
log.tabIndex = 0;
setTimeout(() => question() && focus(), 0); // the box is drawn after the conversation
