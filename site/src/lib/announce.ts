/** One polite live region per page; what changed without a page load is said here once. */
let region: HTMLElement | null = null;

export function announce(text: string): void {
  if (region === null) {
    region = document.createElement("p");
    region.className = "nhsuk-u-visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  // The same sentence twice in a row is still news: an emptied region makes it a change.
  region.textContent = "";
  requestAnimationFrame(() => {
    if (region !== null) {
      region.textContent = text;
    }
  });
}
