// What every page of the office does with a script. A page works without it.
"use strict";

// Chips: one is open at a time, and it closes when the reader turns to something else.
(() => {
  const open = () => [...document.querySelectorAll(".chips-of[open]")];
  document.addEventListener("click", e => open().forEach(d => { if (!d.contains(e.target)) d.open = false; }));
  document.addEventListener("keydown", e => {
    if (e.key !== "Escape") return;
    open().forEach(d => { d.open = false; d.querySelector("summary").focus(); e.stopImmediatePropagation(); });
  });
  document.addEventListener("toggle", e => {
    if (e.target.matches?.(".chips-of[open]")) e.target.querySelector("select, input")?.focus();
  }, true);
})();

// Writing: a piece that is put into a text goes behind the line where the cursor was.
document.addEventListener("focusout", e => {
  const at = e.target.matches?.("textarea") && e.target.form?.elements.at;
  if (at) at.value = e.target.selectionEnd;
});

// A field for a unit: names that hold what is typed are offered.
(() => {
  let asked = 0, soon = 0;
  document.addEventListener("input", e => {
    const field = e.target;
    if (!field.matches?.("[data-units]")) return;
    clearTimeout(soon);
    soon = setTimeout(async () => {
      const mine = ++asked, body = new URLSearchParams({ q: field.value });
      const answer = await fetch("/find/units", { method: "POST", body, credentials: "same-origin", headers: { "HX-Request": "true" } });
      if (mine === asked && answer.ok) field.list.innerHTML = await answer.text();
    }, 150);
  });
})();
