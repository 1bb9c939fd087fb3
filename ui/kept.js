// Chats and notes, kept in this browser and nowhere else. Goes on from page.js, in the same
// function. A chat is kept as where its quotes stand; Python draws it again from the documents.

const MOST_CHATS = 50;
const MOST_NOTES = 500;

let chat = null; // the number of the chat that is shown, once it has a turn
let opening = null; // the number of the chat that is being opened again

// Each library has its own chats, also where one address serves now this one and now that one.
const place = (what) => {
  const head = document.querySelector("#quoth-head [data-library]");
  return `quoth:${what}:${head ? head.dataset.library : ""}`;
};

// A list from the browser's storage; anything that is no such list counts as empty.
function held(what) {
  try {
    const list = JSON.parse(localStorage.getItem(place(what)));
    return Array.isArray(list) ? list.filter((each) => each && typeof each === "object") : [];
  } catch {
    return [];
  }
}

function hold(what, list) {
  // Where the storage is full, the oldest give way.
  for (let kept = list; ; kept = kept.slice(0, Math.floor(kept.length / 2))) {
    try {
      localStorage.setItem(place(what), JSON.stringify(kept));
      return;
    } catch {
      if (!kept.length) return; // a browser that keeps nothing
    }
  }
}

function remember(number) {
  chat = number;
  try {
    if (number === null) sessionStorage.removeItem(place("chat"));
    else sessionStorage.setItem(place("chat"), String(number));
  } catch {
    // A browser that keeps nothing forgets the chat when the page is loaded anew.
  }
}

function startChat() {
  remember(null);
}

function drawnTurns() {
  const said = document.querySelector("#quoth-noted [data-notes-kept]");
  const notes = said ? JSON.parse(said.dataset.notesKept) : {};
  return [...element.querySelectorAll(".turn[data-kept]")].map((turn) => ({
    ...JSON.parse(turn.dataset.kept),
    note: notes[turn.id.slice(1)],
  }));
}

// What every request about a conversation sends along: a server that was started anew, or has held
// more conversations than it can, makes the turns again from it.
const shownTurns = () => (isOurs() ? drawnTurns() : []);

// The turns that are kept under a number.
function keptTurns(number) {
  const kept = held("chats").find((each) => each.number === number);
  const turns = kept && Array.isArray(kept.turns) ? kept.turns : [];
  return turns.filter((each) => each && typeof each.question === "string");
}

const sameQuestion = (one, other) => one.question === other.question;
const sameTurn = (one, other) => sameQuestion(one, other) && one.at === other.at;

// What is drawn is kept, and what was kept is never lost: two tabs may each go on with one chat, and
// a server that was started anew may know nothing of the turns before.
function keepChat() {
  // A chat that was just opened may have turns that had to be asked again.
  const same = opening === null ? sameTurn : sameQuestion;
  if (opening !== null) remember(opening);
  opening = null;
  const turns = drawnTurns();
  if (!turns.length) return;
  const before = keptTurns(chat);
  const goesOn = turns.every((turn, at) => at >= before.length || same(turn, before[at]));
  if (chat === null || !goesOn) remember(Date.now());
  // Another tab may already have gone on.
  if (goesOn) turns.push(...before.slice(turns.length));
  const others = held("chats").filter((each) => each.number !== chat);
  const title = turns[0].question.trim().slice(0, 120);
  hold("chats", [{ number: chat, title, turns }, ...others].slice(0, MOST_CHATS));
  showChats();
}

function openChat(number) {
  const kept = held("chats").find((each) => each.number === number);
  if (!kept || waiting) return;
  leave();
  // Until it is drawn, the last one is still the one that is shown.
  opening = number;
  setWaiting(true);
  asked = "";
  turned = wanted += 1;
  trigger("reopen", { turns: kept.turns, number: wanted });
}

// Draws a list in a menu from the template that Python gave.
function showList(menu, list, fill) {
  if (!menu) return;
  const items = list.map((each) => {
    const item = menu.querySelector("template").content.cloneNode(true).firstElementChild;
    fill(item, each);
    return item;
  });
  menu.querySelector("ul").replaceChildren(...items);
  menu.querySelector(".empty").hidden = items.length > 0;
}

const words = (value) => (typeof value === "string" ? value : "");

function showChats() {
  showList(find("quoth-chats"), held("chats"), (item, kept) => {
    const row = item.querySelector("[data-chat]");
    row.textContent = row.title = words(kept.title);
    row.dataset.chat = kept.number;
    row.disabled = waiting;
    if (kept.number === chat) row.setAttribute("aria-current", "true");
    const button = item.querySelector("[data-drop]");
    button.dataset.drop = kept.number;
    button.disabled = waiting;
  });
  for (const button of document.querySelectorAll("[data-export]")) button.disabled = chat === null;
}

function showKept() {
  const list = held("notes");
  showList(find("quoth-notes"), list, (item, note) => {
    item.querySelector(".title").textContent = words(note.about);
    item.querySelector(".words").textContent = words(note.text);
    item.querySelector("[data-copy]").dataset.copy = words(note.text);
    item.querySelector("[data-drop]").dataset.drop = note.number;
  });
  const button = document.querySelector("[data-notes]");
  if (button) button.disabled = !list.length;
}

function keepNote(button) {
  const note = { number: Date.now(), about: button.dataset.about, text: button.dataset.keep };
  const others = held("notes").filter((each) => each.text !== note.text);
  hold("notes", [note, ...others].slice(0, MOST_NOTES));
  showKept();
  say(button, "Saved");
}

// Nothing brings back what is deleted here: the first click only asks.
function dropSurely(button) {
  if (button.matches(".warn")) {
    drop(button);
    return;
  }
  button.classList.add("warn");
  button.textContent = button.ariaLabel = button.dataset.sure;
}

// Whoever closes the list has not said yes.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.matches("#quoth .menu") && !target.open) {
      showChats();
      showKept();
    }
  },
  true,
);

function drop(button) {
  const item = button.closest("li");
  const what = button.closest("#quoth-chats") ? "chats" : "notes";
  const number = Number(button.dataset.drop);
  const next = item.nextElementSibling || item.previousElementSibling;
  const at = next ? [...item.parentElement.children].indexOf(next) : -1;
  const menu = button.closest(".menu");
  hold(what, held(what).filter((each) => each.number !== number));
  // Else its turns, still shown, would be kept again with the next question.
  if (what === "notes") showKept();
  else if (number === chat) begin();
  else showChats();
  // The focus goes to the neighbour, not to the top of the page.
  const buttons = menu.querySelectorAll("[data-drop]");
  (buttons[Math.min(Math.max(at, 0), buttons.length - 1)] || menu.querySelector("summary")).focus();
}

function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function exportNotes() {
  // Indented by four, a text is shown as it is.
  const shown = (text) => text.replace(/^/gm, "    ");
  const each = held("notes").map((note) => `${shown(words(note.about))}\n\n${shown(words(note.text))}\n`);
  download("quoth-notes.md", "text/markdown", `# Notes from Quoth\n\n${each.join("\n---\n\n")}`);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-chat], [data-drop], [data-keep], [data-notes]");
  if (!target || !target.closest("#quoth")) return;
  if (target.dataset.keep !== undefined) keepNote(target);
  else if (target.dataset.notes !== undefined) exportNotes();
  else if (target.dataset.drop !== undefined) dropSurely(target);
  else {
    target.closest(".menu").open = false;
    showView("ask");
    openChat(Number(target.dataset.chat));
  }
});

document.addEventListener("quoth:noted", () => {
  // While another chat is opened, or a new one begun, what is drawn is still the last one.
  if (chat !== null && isOurs()) keepChat();
});

document.addEventListener("quoth:file", () => {
  const file = document.querySelector("#quoth-file [data-file]");
  if (file) download(file.dataset.file, file.dataset.type, file.textContent);
});

// Another tab has changed the lists.
addEventListener("storage", () => {
  showChats();
  showKept();
});

// What is half written, or was not answered yet, is there again where the page is loaded anew; that
// happens by itself when the server was away.
addEventListener("pagehide", () => {
  try {
    sessionStorage.setItem(place("draft"), question().value || (waiting ? asked : ""));
  } catch {
    // As above.
  }
});

function showDraft() {
  try {
    question().value ||= sessionStorage.getItem(place("draft")) || "";
  } catch {
    // As above.
  }
  fit();
}

let begun = false;
document.addEventListener("quoth:head", () => {
  showKept();
  if (!begun) {
    begun = true;
    beginView();
    showDraft();
    let number = NaN;
    try {
      number = Number(sessionStorage.getItem(place("chat")) ?? NaN);
    } catch {
      // As above.
    }
    if (!Number.isNaN(number)) openChat(number);
  }
  showChats();
  mendHead();
});
