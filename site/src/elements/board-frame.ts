/** `<clinic-board-frame>` around the day board: opens at the row marked `data-now`, without moving the page itself. */
class BoardFrame extends HTMLElement {
  connectedCallback(): void {
    const row = this.querySelector<HTMLElement>("[data-now]");
    const frame = row?.closest<HTMLElement>("[tabindex]");
    if (row && frame) {
      frame.scrollTop = row.offsetTop - (frame.querySelector("thead")?.offsetHeight ?? 0);
    }
  }
}

customElements.define("clinic-board-frame", BoardFrame);
