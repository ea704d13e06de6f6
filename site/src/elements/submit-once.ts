/**
 * A form that changes something is sent once, however often its button is pressed. (The server would know the second one
 * by its key; this only saves the wait.) Coming back through the history makes the form usable again.
 */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") {
    return;
  }
  if (form.dataset["sent"] === "1") {
    event.preventDefault();
    return;
  }
  form.dataset["sent"] = "1";
  form.setAttribute("aria-busy", "true");
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) {
    delete form.dataset["sent"];
    form.removeAttribute("aria-busy");
  }
});
