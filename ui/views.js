// The page's views, and the one to try retrieval in. Goes on from page.js, in the same function.

// The address says which view is shown, for a reload, a bookmark and the buttons to go back and on.
// On a narrow screen an open source is a step of its own.
const SOURCE = "#source";

const shownView = () => shell().dataset.view || "ask";

function step(hash, replaces) {
  const address = location.pathname + location.search + hash;
  history[replaces ? "replaceState" : "pushState"](history.state, "", address);
}

function stepToSource() {
  if (location.hash !== SOURCE) step(SOURCE);
}

function stepFromSource() {
  if (location.hash === SOURCE) history.back();
}

// The view that the address names.
function namedView() {
  const name = location.hash.slice(1);
  return document.querySelector(`.views [data-view="${CSS.escape(name)}"]`) ? name : "ask";
}

function showView(name) {
  if (name !== shownView()) step(name === "ask" ? "" : `#${name}`, location.hash === SOURCE);
  drawView(name);
}

// The page has several views; the source stands beside the first and the last.
function drawView(name) {
  shell().dataset.view = name;
  close();
  markView();
  if (name === "ask") focus();
  else if (name === "documents" && !document.activeElement.closest("nav")) {
    find("quoth-files")?.focus();
  } else if (name === "retrieval" && !find("quoth-trial").value) {
    // Most come to understand the answer they have just seen.
    const last = [...document.querySelectorAll("#quoth-talk .turn [data-edit]")].pop();
    if (last) find("quoth-trial").value = last.dataset.edit;
  }
}

function markView() {
  const name = shownView();
  for (const button of document.querySelectorAll(".views [data-view]")) {
    if (button.dataset.view === name) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
}

// The page is loaded with an address that names a view; a source that was open is open no more.
function beginView() {
  if (namedView() !== "ask") drawView(namedView());
  else if (location.hash) step("", true);
}

addEventListener("popstate", () => {
  if (location.hash === SOURCE) {
    if (shown !== null) reveal();
  } else if (namedView() === shownView()) close();
  else drawView(namedView());
});

function setTrying(now) {
  const { form } = find("quoth-trial");
  form.setAttribute("aria-busy", String(now));
  form.querySelector("[type=submit]").disabled = now;
}

function tryOut() {
  const text = find("quoth-trial").value;
  if (!text.trim()) return;
  setTrying(true);
  trigger("explain", { question: text });
}

function sort(button) {
  const by = button.dataset.sort;
  const body = button.closest("table").tBodies[0];
  const rows = [...body.rows].sort((one, other) => one.dataset[by] - other.dataset[by]);
  body.replaceChildren(...rows);
  for (const head of button.closest("tr").cells) {
    if (head.hasAttribute("aria-sort")) {
      head.setAttribute("aria-sort", head.contains(button) ? "ascending" : "none");
    }
  }
}

document.addEventListener("quoth:tried", () => {
  find("quoth-trial").focus();
  shown = null;
  point();
  showNotes();
});
