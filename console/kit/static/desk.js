// The triage desk with a script: keys, moves in place, live arrivals. What it does, forms and links do
// without it. It keeps nothing in the browser.
(() => {
  "use strict";
  const desk = document.getElementById("desk");
  const pane = document.querySelector(".pane");
  if (!desk && !pane) return;

  const $ = (s, in_) => (in_ || document).querySelector(s);
  const $$ = (s, in_) => [...(in_ || document).querySelectorAll(s)];
  const queue = $("#queue"), act = $("#act"), outcome = $("#outcome"), keys = $("#keys");
  const rows = () => (queue ? $$(".wait", queue) : []);
  const rowOf = id => rows().find(r => r.dataset.id === id);
  const current = () => document.activeElement && document.activeElement.closest(".wait");
  let at = null; // the row that keys speak of, also while a field has the focus

  const ask = (url, options) => fetch(url, { credentials: "same-origin", ...options, headers: { "HX-Request": "true", ...(options || {}).headers } });
  const post = (url, data) => ask(url, { method: "POST", body: new URLSearchParams(data) });
  const nodesOf = html => { const t = document.createElement("template"); t.innerHTML = html; return t.content; };

  // Reading: one row has the focus; opening shows it beside the list, or as a page where there is no room.
  function go(row) {
    if (!row) return;
    at = row;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    glance(row);
  }
  function step(by) {
    const all = rows(), i = all.indexOf(current() || at);
    go(all[i < 0 ? 0 : Math.min(all.length - 1, Math.max(0, i + by))]);
  }
  const wide = () => { const side = $(".desk-side"); return side && side.offsetParent !== null; };
  let opened = "", beat = 0;
  function leave() {
    if (opened) post("/desk/cases/" + opened + "/away").catch(() => {});
    clearInterval(beat);
    opened = "";
  }
  function stay(id) {
    if (id === opened) return;
    leave();
    opened = id;
    beat = setInterval(() => post("/desk/cases/" + id + "/here").catch(() => {}), 60000);
  }
  const reads = row => wide() && $("a.open", row)?.pathname.startsWith("/desk/cases/");
  let shown = ""; // the case that stands in the reader
  let asked = 0; // an answer that comes after a later question is dropped
  async function read(row, query) {
    const mine = ++asked;
    shown = row.dataset.id;
    const html = await (await ask($("a.open", row).pathname + query)).text();
    if (mine !== asked) return false;
    pane.replaceChildren(nodesOf(html));
    htmx.process(pane);
    pane.scrollTop = 0;
    rows().forEach(r => r.classList.toggle("read", r.dataset.id === shown));
    return true;
  }
  async function open(row, then) {
    clearTimeout(glancing);
    if (!reads(row)) { location.href = $("a.open", row).href; return; }
    if (!await read(row, "")) return;
    stay(row.dataset.id);
    if (then) then();
  }
  // The reader follows the row that keys speak of. Others are told that somebody is on a case only when
  // it was opened, or looked at for longer than passing over it takes.
  let glancing = 0;
  function glance(row) {
    clearTimeout(glancing);
    if (!row || !reads(row) || shown === row.dataset.id) return;
    leave();
    glancing = setTimeout(async () => {
      if (!await read(row, "?glance=yes")) return;
      glancing = setTimeout(() => {
        if (shown !== row.dataset.id || !document.hasFocus()) return;
        stay(shown);
        post("/desk/cases/" + shown + "/here").catch(() => {});
      }, 3000);
    }, 120);
  }
  function close() {
    clearTimeout(glancing);
    leave();
    asked++;
    shown = "";
    pane.replaceChildren();
    rows().forEach(r => r.classList.remove("read"));
  }
  window.addEventListener("pagehide", () => { if (opened) navigator.sendBeacon("/desk/cases/" + opened + "/away"); });
  if (pane && pane.dataset.id) stay(pane.dataset.id);

  // Moving: one request for all that is chosen; what went leaves the list, the rest stays where it is.
  async function send(form, button) {
    const data = new FormData(form, button);
    if (form === act && !data.has("one") && !data.has("case") && at) {
      const box = $("input[name=case]", at);
      if (box && !box.disabled) data.append("case", box.value);
    }
    const going = form.matches(".undo") ? [] : data.getAll("case").map(ref => rowOf(ref.split(":")[0])).filter(Boolean);
    const goes = on => going.forEach(r => { r.classList.toggle("going", on); r.toggleAttribute("aria-busy", on); });
    goes(true); // at once: the answer follows, and brings back what was refused
    try {
      const answer = await post(form.getAttribute("action"), data);
      settle(await answer.text());
    } catch {
      $("#line").textContent = desk.dataset.offline;
    } finally { goes(false); }
  }
  function settle(html) {
    const place = outcome || $("#outcome-here");
    place.replaceChildren(nodesOf(html));
    const said = $(".said-done", place);
    if (!said) return;
    const gone = said.dataset.gone.split(" ").filter(Boolean), back = said.dataset.back.split(" ").filter(Boolean);
    const all = rows(), i = all.findIndex(r => gone.includes(r.dataset.id));
    const next = all.slice(Math.max(i, 0)).find(r => !gone.includes(r.dataset.id)) || all.filter(r => !gone.includes(r.dataset.id)).pop();
    for (const id of gone) { mine.add(id); rowOf(id)?.remove(); }
    if (gone.includes(shown)) close();
    if (gone.length && act) { act.reset(); choose(); go(next); }
    if (back.length) fetchRows(back).then(list => { list.forEach(r => take(r)); go(list[0]); });
    countDown($(".undo", said));
    recount();
  }
  let counting = 0;
  function recount() {
    if (!counting && desk) counting = setTimeout(async () => {
      counting = 0;
      const answer = await ask(desk.dataset.queues);
      if (answer.ok) $("#queues").replaceChildren(nodesOf(await answer.text()));
    }, 1000);
  }
  function countDown(form) {
    if (!form) return;
    const words = $(".left-to-undo", form);
    let left = Number(form.dataset.seconds);
    const tick = () => {
      words.textContent = left + " s";
      if (left-- > 0) return;
      clearInterval(timer);
      const said = form.closest(".ok");
      if (said && !$(".counter-code, a", said)) said.remove(); // it was read; what holds a link or a code stays
      else form.remove();
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
  document.addEventListener("submit", e => {
    const form = e.target.closest("#act, .acts-one, .undo");
    if (!form || (!outcome && !form.matches(".undo"))) return;
    e.preventDefault();
    if (form === act && (!e.submitter || e.submitter.id === "a-default")) { // Enter in a field: what the field is for
      const name = { "a-reason": "x", "a-into": "m" }[document.activeElement.id];
      if (name) send(form, $("[data-key=" + name + "]"));
      return;
    }
    send(form, e.submitter);
  });
  function choose() {
    const n = $$(".pick :checked", queue).length, label = $("#chosen");
    act.classList.toggle("has", n > 0);
    label.dataset.words = label.dataset.words || label.textContent;
    label.textContent = label.dataset.words + (n ? ": " + n : "");
  }

  // What changes above the row that is read must not push it about.
  function still(change) {
    const row = current() || at, top = row && row.getBoundingClientRect().top;
    change();
    if (row && row.isConnected) scrollBy(0, row.getBoundingClientRect().top - top);
  }

  // Arrivals: held back until they are asked for, so that nothing moves under the reader's eyes.
  const mine = new Set(), waiting = new Set();
  let held = [], soon = 0;
  async function fetchRows(ids) {
    const query = ids.map(id => "id=" + encodeURIComponent(id)).join("&");
    const answer = await ask(desk.dataset.rows + (desk.dataset.rows.endsWith("?") ? "" : "&") + query);
    return answer.ok ? $$(".wait", nodesOf(await answer.text())) : [];
  }
  function take(row, place) {
    const old = rowOf(row.dataset.id);
    if (old) {
      $("input[name=case]", row).checked = $("input[name=case]", old).checked;
      const focused = current() === old;
      old.replaceWith(row);
      if (at === old) at = row;
      if (focused) row.focus({ preventScroll: true });
      return;
    }
    if (place !== "known") queue.prepend(row);
  }
  async function look() {
    soon = 0;
    const ids = [...waiting];
    waiting.clear();
    const list = await fetchRows(ids);
    for (const row of list) {
      if (rowOf(row.dataset.id)) still(() => take(row, "known"));
      else held = held.filter(r => r.dataset.id !== row.dataset.id).concat(row);
    }
    bar();
  }
  function bar() {
    const button = $("#arrivals");
    held = held.filter(r => !rowOf(r.dataset.id));
    button.hidden = held.length === 0;
    button.textContent = desk.dataset.new.replace("0", held.length);
  }
  function show() {
    const list = held;
    held = [];
    for (const row of [...list].reverse()) { row.classList.add("fresh"); take(row); }
    bar();
    $$(".empty", desk).forEach(e => e.remove());
    go(list[0]);
  }
  function heard(e) {
    const news = JSON.parse(e.data), row = rowOf(news.case);
    if (news.kind !== "mark") recount();
    if (news.kind === "left") {
      held = held.filter(r => r.dataset.id !== news.case);
      bar();
      if (!row || mine.delete(news.case)) return;
      row.classList.add("left-desk");
      const box = $("input[name=case]", row);
      box.checked = false;
      box.disabled = true;
      $$("button", row).forEach(b => { b.disabled = true; }); // hidden, but its place stays
      const on = $(".on", row);
      on.hidden = false;
      on.textContent = desk.dataset.gone;
      choose();
      return;
    }
    if (news.kind !== "waiting" && !row) return;
    if (news.kind === "waiting") mine.delete(news.case);
    waiting.add(news.case);
    if (!soon) soon = setTimeout(look, 400);
  }
  if (desk && desk.dataset.letters === "false" && window.EventSource) {
    const line = new EventSource(desk.dataset.events), said = $("#line");
    line.onmessage = heard;
    line.onopen = () => { said.textContent = ""; desk.dataset.live = "yes"; };
    line.onerror = () => { said.textContent = desk.dataset.offline; };
    line.addEventListener("lost", () => { said.textContent = desk.dataset.lost; });
    window.addEventListener("pagehide", () => line.close());
  }

  // Keys.
  function help() {
    const on = keys.classList.toggle("over");
    if (on) { keys.setAttribute("role", "dialog"); keys.setAttribute("aria-modal", "true"); keys.focus(); }
    else { keys.removeAttribute("role"); keys.removeAttribute("aria-modal"); (at || document.body).focus(); }
  }
  const field = id => { if (act && $("#" + id)) { act.classList.add("has"); $("#" + id).focus(); } };
  const press = name => { const b = $("[data-key=" + name + "]"); if (b) b.click(); };
  const does = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
    o: () => at && open(at), Enter: () => at && open(at),
    " ": () => { const box = at && $("input[name=case]", at); if (box && !box.disabled) { box.checked = !box.checked; choose(); } },
    d: () => press("d"), u: () => press("u"),
    x: () => field("a-reason"),
    m: () => ($$(".pick :checked", queue).length > 1 ? press("m") : field("a-into")),
    c: () => at && open(at, () => {
      const first = $(".judged", pane);
      if (first) { first.open = true; $("select, input:not([type=hidden])", first).focus(); }
    }),
    n: () => { if (!$("#arrivals").hidden) show(); },
    "?": help,
  };
  if (desk) {
    desk.classList.add("scripted");
    $("#arrivals")?.addEventListener("click", show);
    queue?.addEventListener("change", choose);
    document.addEventListener("focusin", e => { const row = e.target.closest(".wait"); if (row) { at = row; glance(row); } });
    queue?.addEventListener("click", e => { const row = e.target.closest(".wait"); if (row && !e.target.closest("a, button, label, input")) go(row); });
    if (rows()[0]) glance(rows()[0]);
    queue?.addEventListener("click", e => {
      const link = e.target.closest("a.open");
      if (!link || e.ctrlKey || e.metaKey || e.shiftKey || !wide()) return;
      e.preventDefault();
      open(link.closest(".wait"));
    });
    queue?.addEventListener("click", async e => {
      const link = e.target.closest(".more a");
      if (!link || e.ctrlKey || e.metaKey) return;
      e.preventDefault();
      const answer = await ask("/desk/rows" + link.search);
      if (!answer.ok) { location.href = link.href; return; }
      const list = [...nodesOf(await answer.text()).children].filter(r => !rowOf(r.dataset.id));
      link.closest(".more").replaceWith(...list);
      go(list[0]);
    });
    document.addEventListener("click", e => { if (e.target.closest(".keys-link")) { e.preventDefault(); help(); } });
    document.addEventListener("keydown", e => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
      const typing = e.target.closest("input:not([type=checkbox]), select, textarea");
      if (e.key === "Escape") {
        if (keys.classList.contains("over")) help();
        else if (typing) { typing.blur(); if (act) choose(); go(at); }
        else { if (pane) close(); outcome?.replaceChildren(); }
        return;
      }
      if (typing) return;
      if (keys.classList.contains("over") && e.key !== "?") return;
      const pressed = e.target.closest("button, a, summary");
      if (pressed && (e.key === "Enter" || e.key === " ")) return; // they do what they say
      const f = does[e.key];
      if (!f) return;
      e.preventDefault();
      f();
    });
  }
})();
