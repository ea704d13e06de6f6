/**
 * `<clinic-consent src="/…">`: asks once whether visits may be counted and loads the script only after a yes. The answer
 * stays in this browser; where it cannot be kept, nothing is asked and nothing is counted.
 */
const KEY = "clinic.analytics";

export class AnalyticsConsent extends HTMLElement {
  connectedCallback(): void {
    const answer = this.read();
    if (answer === "yes") {
      this.load();
    } else if (answer === "") {
      this.hidden = false;
      this.addEventListener("click", this);
    }
  }

  handleEvent(event: Event): void {
    const answer = (event.target as Element).closest<HTMLElement>("[data-answer]")?.dataset["answer"];
    if (answer === undefined) {
      return;
    }
    localStorage.setItem(KEY, answer);
    this.hidden = true;
    if (answer === "yes") {
      this.load();
    }
  }

  /** "yes", "no", "" when nobody has answered yet, null when the browser keeps nothing. */
  private read(): string | null {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return null;
    }
  }

  private load(): void {
    const script = document.createElement("script");
    script.src = this.getAttribute("src") ?? "";
    script.defer = true;
    document.head.append(script);
  }
}

customElements.define("clinic-consent", AnalyticsConsent);
