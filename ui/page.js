// The page's behaviour, run once when the conversation is first drawn. Gradio hands in
// `element` (the conversation), `trigger` (sends an event to Python) and `watch` (tells when
// Python has drawn something new). Clicks are caught on the document, because Gradio redraws
// what is inside its elements and strips handlers written into them.

const find = (id) => document.getElementById(id);
const question = () => find("quoth-question");
const shell = () => find("quoth");

let waiting = false; // a question is being read
let asked = ""; // the question that is being read
let wanted = 0; // the number of the last drawing of the conversation that Python was sent for
let turned = 0; // a drawing with a lower number is of another conversation, or was stopped
let unfolded = null; // the id of the menu that is open
let focused = -1; // which of its buttons has the focus
const folds = new Map(); // whether a person has opened or closed a list, by its id

function setWaiting(now) {
  waiting = now;
  const form = question().closest("form");
  form.setAttribute("aria-busy", String(now));
  form.querySelector("[type=submit]").hidden = now;
  form.querySelector("[data-stop]").hidden = !now;
  const busy = "[data-renew], #quoth-chats :is([data-chat], [data-drop]), .turn [data-ask]";
  for (const button of document.querySelectorAll(busy)) button.disabled = now;
}

// The number of the drawing that is shown.
const drawn = () => Number(element.querySelector("[data-drawing]").dataset.drawing);

// Whether the turns that are drawn are those of the conversation that is meant.
const isOurs = () => !waiting && drawn() >= turned;

function fit() {
  const box = question();
  box.style.height = "auto";
  const borders = box.offsetHeight - box.clientHeight;
  box.style.height = `${box.scrollHeight + borders}px`;
}

// Where one types on the screen, the focus would call up the keyboard, over the answer.
function focus() {
  if (!matchMedia("(pointer: coarse)").matches) question().focus();
}

function ask(text) {
  if (waiting) return;
  if (text.trim()) {
    const turns = shownTurns();
    asked = text;
    showAsked(text);
    setWaiting(true);
    wanted += 1;
    trigger("ask", { question: text, within: limit(), turns, number: wanted });
    // What is half written stays, where another question is asked again.
    if (question().value === text) question().value = "";
    fit();
    if (matchMedia("(pointer: coarse)").matches) question().blur();
  }
  focus();
}

// A question stands on the page at once, as Python is going to draw it.
function showAsked(text) {
  const turn = find("quoth-asked").content.cloneNode(true).firstElementChild;
  turn.querySelector(".question").textContent = text;
  turn.id = `t${element.querySelectorAll(".turn").length + 1}`;
  let turns = element.querySelector(".turns");
  if (!turns) {
    turns = document.createElement("div");
    turns.className = "turns";
    element.querySelector("[data-drawing]").replaceChildren(turns);
  }
  turns.append(turn);
  scrollToLast();
}

// To the last turn, gliding; from far away, as where a long chat is opened again, with a jump.
function scrollToLast() {
  const last = [...element.querySelectorAll(".turn")].pop();
  if (!last) return;
  const talk = find("quoth-talk");
  const way = last.getBoundingClientRect().top - talk.getBoundingClientRect().top - 16;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const far = Math.abs(way) > 2 * talk.clientHeight;
  talk.scrollTo({ top: talk.scrollTop + way, behavior: calm || far ? "auto" : "smooth" });
  shell().scrollTop = shell().scrollHeight; // on very short screens the head scrolls away
}

function stop() {
  if (!waiting) return;
  turned = wanted += 1;
  trigger("stop", { number: wanted });
  // At once, also where Python is busy or away.
  element.querySelector(".turn.waiting")?.remove();
  opening = null;
  setWaiting(false);
  // What was asked goes back into the box, to be put in another way.
  edit(question().value || asked);
}

function edit(text) {
  question().value = text;
  fit();
  question().focus();
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

function begin() {
  leave();
  startChat();
  showChats();
  turned = wanted += 1;
  trigger("renew", { number: wanted });
}

function renew() {
  if (waiting) return;
  showView("ask");
  begin();
  focus();
}

// What a click does, by the data attribute of what was clicked. Of several the first counts.
const deeds = {
  ask: (button) => ask(button.dataset.ask),
  edit: (button) => edit(button.dataset.edit),
  stop,
  renew,
  close,
  copy,
  choose,
  sort,
  view: (button) => showView(button.dataset.view),
  more: showMore,
  export: (button) => trigger("export", { kind: button.dataset.export, turns: shownTurns() }),
  verdict: ({ dataset: { turn, verdict } }) =>
    trigger("note", { turn: Number(turn), verdict, turns: shownTurns() }),
  cite: (cited, event) => {
    // A drag over a quote selects its words; that is no click.
    if (cited.tagName === "BUTTON" || !String(getSelection())) {
      open(cited.dataset.cite, event.detail === 0);
    }
  },
};
const clicked = Object.keys(deeds).map((name) => `#quoth [data-${name}]`).join();

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("#quoth .menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const target = event.target.closest(clicked);
  if (!target) return;
  deeds[Object.keys(deeds).find((name) => target.dataset[name] !== undefined)](target, event);
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
    if (event.target.closest("#quoth .sure")) {
      askFirst(event.target, false);
    } else if (menu) {
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
    const { id, open: isOpen } = event.target;
    if (event.target.matches("#quoth .menu")) {
      if (isOpen) unfolded = id;
      else if (unfolded === id) unfolded = null;
    }
    if (event.target.matches("#quoth-talk details, #quoth-failures")) folds.set(id, isOpen);
  },
  true,
);

const buttons = (menu) => [...menu.querySelectorAll("summary, button")];

document.addEventListener("focusin", (event) => {
  const menu = event.target.closest("#quoth .menu");
  focused = menu ? buttons(menu).indexOf(event.target) : -1;
});

// Python draws the head as if no menu were open, in the first view, with nothing asked.
function mendHead() {
  markView();
  setWaiting(waiting);
  const menu = unfolded && find(unfolded);
  if (!menu) return;
  menu.open = true;
  if (document.activeElement === document.body) buttons(menu)[focused]?.focus();
}

// The server has refused a request, or has failed without a word.
document.addEventListener("quoth:failed", () => {
  stop();
  setTrying(false);
});

watch("value", () => {
  // A question that was stopped may still be drawn, while the next one waits.
  if (drawn() === wanted) setWaiting(element.querySelector(".waiting") !== null);
  for (const [id, open] of folds) {
    const list = find(id);
    if (list) list.open = open;
  }
  point();
  showNotes();
  if (isOurs()) keepChat();
  scrollToLast();
});

const log = find("quoth-talk");
log.setAttribute("role", "log");
log.setAttribute("aria-label", "Conversation");
log.tabIndex = 0;
setTimeout(() => question() && focus(), 0); // the box is drawn after the conversation
