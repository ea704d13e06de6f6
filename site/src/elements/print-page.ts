/** `<clinic-print>` around a hidden button: without script there is the browser's own printing, so no button either. */
class PrintPage extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (button !== null) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  }
}

customElements.define("clinic-print", PrintPage);
