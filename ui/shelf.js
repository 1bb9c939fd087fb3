// The list of documents: search, adding, removing, asking only in some. Goes on from page.js, in
// the same function.

const LOOK_AGAIN = 2000; // milliseconds
const MOST_PICKED = 3; // so many titles say what a question is limited to

const picked = { collections: new Map(), documents: new Map() };
let dismissed = false; // a file that could not be read was dismissed just now
let typed = 0; // the timer that waits for the end of typing

const sieve = () => find("quoth-sieve");

// What a question is limited to; null for all documents.
function limit() {
  const part = {
    collections: [...picked.collections.keys()],
    documents: [...picked.documents.keys()],
  };
  return part.collections.length || part.documents.length ? part : null;
}

function pick(kind, name, title, wanted) {
  // Documents or collections: both at once would mean only what is in either.
  picked[kind === "documents" ? "collections" : "documents"].clear();
  if (wanted) picked[kind].set(name, title);
  else picked[kind].delete(name);
  showPicked();
}

function showPicked() {
  for (const box of document.querySelectorAll("#quoth-shelf input[type=checkbox]")) {
    const { pick: id, within: name } = box.dataset;
    box.checked = id === undefined ? picked.collections.has(name) : picked.documents.has(id);
  }
  const titles = [...picked.collections.values(), ...picked.documents.values()];
  const named = titles.slice(0, MOST_PICKED);
  if (titles.length > named.length) named.push(`${titles.length - named.length} more`);
  for (const line of document.querySelectorAll("#quoth .limit")) {
    line.hidden = !titles.length;
    line.querySelector("bdi").textContent = named.join(", ");
  }
}

function list(changed) {
  if (sieve()) trigger("list", { words: sieve().value, changed });
}

async function send(path, body, type) {
  const headers = { "x-quoth": "page", "content-type": type };
  try {
    const answer = await fetch(path, { method: "POST", headers, body });
    return await answer.json();
  } catch {
    return { error: "The server cannot be reached." };
  }
}

let adding = Promise.resolve(); // until all files are added that were dropped so far

function add(files) {
  const zone = document.querySelector("[data-dropzone]");
  const into = find("quoth-into").value.trim();
  const box = zone.querySelector(".uploads");
  const lines = [...files].map((file) => {
    const line = zone.querySelector("template").content.cloneNode(true).firstElementChild;
    line.querySelector(".title").textContent = file.name;
    return [file, line];
  });
  box.prepend(...lines.map(([, line]) => line));
  box.scrollTop = 0;
  adding = adding.catch(() => {}).then(() => addEach(lines, into, box));
}

// One file at a time: the reading is what takes time, and it would only share the same cores.
async function addEach(lines, into, box) {
  for (const [file, line] of lines) {
    box.scrollTop += line.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const told = await sent(file, into, line);
    const said = told.error || told.told;
    // The name stands before it already.
    const named = said.startsWith(`${file.name} `);
    const rest = said.slice(file.name.length + 1);
    tell(line, named ? rest : said[0].toUpperCase() + said.slice(1));
    line.classList.toggle("failed", Boolean(told.error));
  }
  // Of many, those that were not taken are what one looks for.
  const failed = lines.map(([, line]) => line).filter((line) => line.matches(".failed"));
  if (failed.length) {
    box.prepend(...failed);
    box.scrollTop = 0;
  }
  list(true);
}

function tell(line, words, sending = false) {
  line.querySelector(".told").textContent = words;
  line.querySelector("progress").hidden = !sending;
}

// Not fetch: that tells nothing of how far a file has come.
function sent(file, into, line) {
  tell(line, "is being sent", true);
  const progress = line.querySelector("progress");
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const name = new URLSearchParams({ name: file.name, collection: into });
    request.open("POST", `shelf/add?${name}`);
    request.setRequestHeader("x-quoth", "page");
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      progress.value = event.total ? event.loaded / event.total : 1;
    });
    // Sent is not read: how long that takes, nobody knows.
    request.upload.addEventListener("load", () => tell(line, "is being read…"));
    request.addEventListener("load", () =>
      done(request.response || { error: `Not taken (status ${request.status})` }),
    );
    request.addEventListener("error", async () => {
      const away = "The server cannot be reached.";
      // A folder comes as a file, too; its bytes cannot be read.
      const none = "It cannot be read. If it is a folder, drop the files in it.";
      done({ error: await file.slice(0, 1).arrayBuffer().then(() => away, () => none) });
    });
    request.send(file);
  });
}

// A document, or a file that could not be read.
async function remove(button) {
  const names = [button.dataset.removed ?? button.dataset.dismiss];
  const told = await send("shelf/remove", JSON.stringify({ names }), "application/json");
  if (told.error) {
    button.parentElement.textContent = told.error;
    return;
  }
  dismissed = button.dataset.dismiss !== undefined;
  picked.documents.delete(names[0]);
  showPicked();
  list(true);
}

function askFirst(button, asked) {
  const cell = button.closest("td");
  cell.querySelector("[data-remove]").hidden = asked;
  cell.querySelector(".sure").hidden = !asked;
  cell.querySelector(asked ? "[data-removed]" : "[data-remove]").focus();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest(
    "#quoth :is([data-remove], [data-removed], [data-keepit], [data-dismiss], [data-unlimit])",
  );
  if (!target) return;
  if (target.dataset.remove !== undefined) askFirst(target, true);
  else if (target.dataset.keepit !== undefined) askFirst(target, false);
  else if (target.dataset.unlimit === undefined) remove(target);
  else {
    picked.collections.clear();
    picked.documents.clear();
    showPicked();
    if (shell().dataset.view === "documents") sieve().focus();
    else focus();
  }
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.id === "quoth-files") {
    add(box.files);
    box.value = "";
  } else if (box.dataset.pick !== undefined) {
    pick("documents", box.dataset.pick, box.dataset.title, box.checked);
  } else if (box.dataset.within !== undefined) {
    pick("collections", box.dataset.within, box.dataset.within, box.checked);
  }
});

document.addEventListener("input", (event) => {
  if (event.target !== sieve()) return;
  clearTimeout(typed);
  typed = setTimeout(() => list(false), 200);
});

let leaving = 0; // the timer that waits whether what is dragged has left the page

// Files are dropped anywhere on the page; the list then shows what becomes of them.
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const zone = document.querySelector("[data-dropzone]");
    if (!zone || !event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
    // Without this a browser would leave the page and show the file.
    event.preventDefault();
    clearTimeout(leaving);
    const left = () => shell().classList.remove("dropping");
    // Perhaps only for another part of the page; not all browsers tell.
    if (kind === "dragleave") leaving = setTimeout(left, 400);
    else shell().classList.add("dropping");
    if (kind !== "drop") return;
    left();
    if (shell().dataset.view !== "documents") showView("documents");
    add(event.dataTransfer.files);
  });
}

// Where the focus is in the list: which row, and whether on its box.
let row = null;
document.addEventListener("mousedown", () => (row = null));
document.addEventListener("focusin", ({ target }) => {
  const at = target.closest("#quoth-shelf tbody tr");
  row = at && { number: at.sectionRowIndex, box: target.dataset.pick !== undefined };
});

// The list is drawn anew, perhaps without what had the focus: the row in its place takes it.
function keepRow() {
  const at = document.activeElement;
  if (!row || (at !== document.body && at.getClientRects().length)) return;
  const rows = document.querySelectorAll("#quoth-shelf tbody tr");
  const next = rows[Math.min(row.number, rows.length - 1)];
  (next ? next.querySelector(row.box ? "[data-pick]" : "[data-remove]") : sieve())?.focus();
}

document.addEventListener("quoth:shelf", () => {
  showPicked();
  keepRow();
  const failures = find("quoth-failures");
  // The next one takes the focus, but behind the last there is none.
  if (dismissed && !failures && document.activeElement === document.body) sieve().focus();
  dismissed = false;
  if (failures && folds.has(failures.id)) failures.open = folds.get(failures.id);
});

// What other programs change appears by itself.
async function look() {
  setTimeout(look, LOOK_AGAIN);
  const drawn = document.querySelector("#quoth-shelf [data-generation]");
  if (document.hidden || !drawn) return;
  try {
    const answer = await fetch("shelf/changes");
    // Who is not logged in any more, as after a new start of the server, comes to the log-in.
    if (answer.status === 401) location.reload();
    const { generation } = await answer.json();
    if (generation !== undefined && String(generation) !== drawn.dataset.generation) list(true);
  } catch {
    // The server is away; it is asked again.
  }
}

setTimeout(look, LOOK_AGAIN);
