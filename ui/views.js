// The page's views, and the one to try retrieval in. Goes on from page.js, in the same function.

// The page has several views; the source stands beside the first and the last.
function showView(name) {
  shell().dataset.view = name;
  close();
  for (const button of document.querySelectorAll("[data-view]")) {
    if (button === shell()) continue;
    if (button.dataset.view === name) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  if (name === "ask") focus();
  else if (name === "retrieval" && !find("quoth-trial").value) {
    // Most come to understand the answer they have just seen.
    const last = [...document.querySelectorAll("#quoth-talk .turn [data-edit]")].pop();
    if (last) find("quoth-trial").value = last.dataset.edit;
  }
}

function tryOut() {
  const box = find("quoth-trial");
  if (!box.value.trim()) return;
  box.form.setAttribute("aria-busy", "true");
  box.form.querySelector("[type=submit]").disabled = true;
  trigger("explain", { question: box.value });
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
