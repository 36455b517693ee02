// Practice: Enter sends a line (Shift+Enter breaks it; an input method's Enter chooses a character), and the last words stay in view. Everything works without this.
const form = document.querySelector("form[data-enter]");
const text = form?.querySelector("textarea");
text?.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  if (text.value.trim()) form.requestSubmit(document.getElementById("say"));
});
form?.addEventListener("submit", () => { for (const button of form.querySelectorAll("button")) setTimeout(() => { button.disabled = true; }); });
document.querySelector(".to-end")?.addEventListener("click", () => { document.getElementById("end").open = true; });
if (text && matchMedia("(min-width: 701px)").matches) text.focus({ preventScroll: true });
