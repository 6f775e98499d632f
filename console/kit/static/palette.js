// The palette: / or Ctrl+K opens it over any page of the office. It finds pages, cases, units and places
// by asking the server, and the moves of the page that it lies over.
(() => {
  "use strict";
  const box = document.getElementById("palette");
  if (!box) return;
  const field = box.querySelector("input"), list = document.getElementById("palette-list");
  let at = -1, asked = 0, soon = 0;
  const options = () => [...list.querySelectorAll("[role=option]")];

  // What the page under it can do now: buttons with a key, and the forms of a case.
  function moves(words) {
    const found = [];
    for (const el of document.querySelectorAll("main [data-key], main details.move > summary")) {
      const name = el.textContent.trim().replace(/\s+/g, " ");
      if (name && !el.disabled && words.every(w => name.toLowerCase().includes(w))) found.push([name, el]);
    }
    if (!found.length) return null;
    const group = document.createElement("section");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", box.dataset.moves);
    const head = group.appendChild(document.createElement("h2"));
    head.textContent = box.dataset.moves;
    head.setAttribute("aria-hidden", "true");
    for (const [name, el] of found.slice(0, 8)) {
      const one = group.appendChild(document.createElement("div"));
      one.className = "palette-hit";
      one.textContent = name;
      one.does = () => {
        if (el.matches("summary")) {
          for (let d = el.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
          (el.parentElement.querySelector("form :is(input:not([type=hidden]), select, textarea, button)") || el).focus();
        } else el.click();
      };
    }
    return group;
  }
  function point(i) {
    const all = options();
    at = all.length ? (i + all.length) % all.length : -1;
    all.forEach((o, k) => o.setAttribute("aria-selected", k === at));
    if (at < 0) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }
  async function look() {
    const mine = ++asked, words = field.value.replace(/^\//, "").trim(); // the key that opened it may have been typed
    const answer = await fetch("/find", { method: "POST", body: new URLSearchParams({ q: words }), credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (mine !== asked || !answer.ok) return;
    const t = document.createElement("template");
    t.innerHTML = await answer.text();
    list.replaceChildren(t.content);
    const own = moves(words.toLowerCase().split(/\s+/).filter(Boolean));
    if (own) { list.querySelector(":scope > p")?.remove(); list.append(own); }
    list.querySelectorAll(".palette-hit").forEach((o, i) => { o.id = "palette-" + i; o.setAttribute("role", "option"); o.tabIndex = -1; });
    point(0);
  }
  function open() {
    if (box.open) return;
    field.value = "";
    list.replaceChildren();
    box.showModal();
    field.focus();
    look();
  }
  function take(option) {
    if (!option) return;
    box.close();
    if (option.does) option.does();
    else location.href = option.href;
  }
  field.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(look, 120); });
  box.addEventListener("keydown", e => {
    e.stopPropagation();
    if (e.isComposing) return;
    if (e.key === "ArrowDown") point(at + 1);
    else if (e.key === "ArrowUp") point(at - 1);
    else if (e.key === "Enter") take(options()[at]);
    else return;
    e.preventDefault();
  });
  list.addEventListener("click", e => {
    const option = e.target.closest("[role=option]");
    if (!option || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    take(option);
  });
  box.addEventListener("click", e => { if (e.target === box) box.close(); });
  document.addEventListener("keydown", e => {
    if (e.altKey || e.isComposing) return;
    const typing = e.target.closest?.("input:not([type=checkbox]), select, textarea");
    const slash = e.key === "/" && !e.ctrlKey && !e.metaKey && !typing;
    const k = (e.ctrlKey || e.metaKey) && !e.shiftKey && e.key.toLowerCase() === "k";
    if (!slash && !k) return;
    e.preventDefault();
    open();
  });
})();
