// The source beside the conversation, and what people say of answers. Goes on from page.js, in the
// same function.

const narrow = matchMedia("(max-width: 899px)"); // the source is a drawer, as in narrow.css

let shown = null; // the citation whose source is open
let byKeyboard = false; // whether it was asked for with the keyboard
let more = null; // which side of the source a person wants more of, and what was scrolled to

function point() {
  for (const cited of document.querySelectorAll("#quoth [data-cite]")) {
    const here = cited.dataset.cite === shown;
    cited.classList.toggle("open", here);
    if (cited.tagName === "BUTTON") cited.setAttribute("aria-pressed", String(here));
  }
}

function reveal() {
  if (narrow.matches) stepToSource();
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
  trigger("open", { citation, first: Number(first), last: Number(last), turns: shownTurns() });
}

function open(id, keyboard) {
  byKeyboard = keyboard;
  if (id === shown) {
    reveal();
    return;
  }
  setOpening(id);
  trigger("open", { citation: id, turns: shownTurns() });
}

// Where the server is slow to send a source, its chip says that the click was seen.
function setOpening(id) {
  for (const button of document.querySelectorAll("#quoth button[data-cite]")) {
    button.classList.toggle("opening", button.dataset.cite === id);
  }
}

document.addEventListener("quoth:unopened", () => setOpening(null));

function close() {
  if (!shell().classList.contains("reading-source")) return;
  shell().classList.remove("reading-source");
  stepFromSource();
  const chip = document.querySelector(`#quoth button.chip[data-cite="${shown}"]`);
  if (chip && find("quoth-panel").contains(document.activeElement)) {
    chip.focus({ preventScroll: true });
  }
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
  const said = { citation: button.dataset.choose, turns: shownTurns() };
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

// On a narrow screen all but the drawer is under a shade, which is drawn by the shell itself.
document.addEventListener("click", (event) => {
  if (event.target !== shell() || !narrow.matches) return;
  // A drag that selects words of the source may end on the shade; that is no click.
  if (!String(getSelection())) close();
});

// A press on the button must not take the selection away that it is about.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("[data-choose]")) event.preventDefault();
});

document.addEventListener("quoth:source", () => {
  const section = document.querySelector("#quoth-panel [data-shown]");
  shown = section ? section.dataset.shown : null;
  setOpening(null);
  point();
  showNotes();
  if (more && section) keepPlace();
  else if (section) reveal();
});
