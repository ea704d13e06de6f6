/**
 * Pressing a time with finger or mouse is the choice itself, so it goes on at once: one tap less. From the keyboard the
 * arrows only move among the times, as native radios do, and Enter or the button goes on.
 */
export class SlotChoice extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this);
  }

  handleEvent(event: Event): void {
    const chosen = event.target;
    if (!(chosen instanceof HTMLInputElement) || chosen.type !== "radio" || !isPressed(event)) {
      return;
    }
    chosen.form?.requestSubmit();
  }
}

/** Browsers send a click for arrow keys too; only a real press has coordinates and a count. */
export function isPressed(event: Event): boolean {
  return event instanceof MouseEvent && event.detail > 0;
}

customElements.define("clinic-slot-choice", SlotChoice);
