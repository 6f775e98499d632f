// The counter with a script: Ctrl+Enter and Ctrl+S save. htmx judges as one writes.
(() => {
  const form = document.getElementById("entry");
  if (!form) return;
  form.classList.add("scripted");
  document.addEventListener("keydown", e => {
    if (!e.ctrlKey && !e.metaKey || e.altKey) return;
    const key = e.key === "Enter" ? "Enter" : e.key.toLowerCase() === "s" ? "s" : "";
    const button = key && (form.querySelector(`[data-key="${key}"]`) || form.querySelector("[data-key]"));
    if (!button) return;
    e.preventDefault();
    button.click();
  });
  form.addEventListener("submit", e => { // twice pressed is once saved
    if (e.submitter && e.submitter.value !== "look") requestAnimationFrame(() => form.querySelectorAll("[data-key]").forEach(b => { b.disabled = true; }));
  });
})();
