/**
 * `<clinic-findings>` in the editor's form: what search engines will read of the page and what is wrong with it, renewed
 * while the editor types. Each remark also stands beside the field that mends it, and in Wagtail's panel of checks.
 *
 * Without script the panel shows what the server found in the last saved draft.
 */
import { length, room } from "../lib/measure.ts";

const PAUSE_MS = 900;

interface Remark {
  field: string;
  isError: boolean;
  text: string;
}

interface Answer {
  html: string;
  remarks: Remark[];
}

export class PageFindings extends HTMLElement {
  private timer = 0;
  private asked: AbortController | undefined;

  connectedCallback(): void {
    // Wagtail tells of blocks that were moved and pictures that were chosen; letters tell of themselves, and at once.
    document.addEventListener("w-unsaved:add", this);
    this.form?.addEventListener("input", this);
    this.addEventListener("click", this);
    const known = this.querySelector("script[type='application/json']")?.textContent;
    if (known) {
      this.place(JSON.parse(known) as Remark[]);
    }
    for (const field of this.measured) {
      this.count(field);
    }
  }

  disconnectedCallback(): void {
    document.removeEventListener("w-unsaved:add", this);
    this.form?.removeEventListener("input", this);
    window.clearTimeout(this.timer);
    this.asked?.abort();
  }

  handleEvent(event: Event): void {
    const target = event.target as HTMLElement;
    if (event.type === "click") {
      const field = target.closest<HTMLElement>("[data-mend]")?.dataset["mend"];
      if (field) {
        event.preventDefault();
        goTo(field);
      }
      return;
    }
    if (this.measured.includes(target as HTMLInputElement)) {
      this.count(target as HTMLInputElement);
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), PAUSE_MS);
  }

  private get form(): HTMLFormElement | null {
    return document.querySelector("form[data-edit-form]");
  }

  /** Wagtail tells where the preview of this form is made, for a page that is saved and for one that is not. */
  private get address(): string | undefined {
    const preview = document.querySelector<HTMLElement>("[data-w-preview-url-value]");
    return preview?.dataset["wPreviewUrlValue"]?.replace(/preview\/$/, "findings/");
  }

  private async ask(): Promise<void> {
    const { address, form } = this;
    if (!address || !form) {
      return;
    }
    this.asked?.abort();
    this.asked = new AbortController();
    this.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, {
        method: "POST",
        body: new FormData(form),
        signal: this.asked.signal,
      });
      // A form that is not valid yet has nothing to be read; what was known stays in sight.
      if (response.ok && response.status !== 204) {
        const { html, remarks } = (await response.json()) as Answer;
        this.querySelector("[data-part='findings']")!.innerHTML = html;
        this.place(remarks);
      }
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        throw error;
      }
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  /** Puts each remark beside its field, and all of them into the panel of checks. */
  private place(remarks: Remark[]): void {
    for (const old of document.querySelectorAll("[data-clinic-remark]")) {
      old.remove();
    }
    for (const remark of remarks) {
      const input = document.querySelector(`[data-contentpath="${CSS.escape(remark.field)}"] > [data-field-input]`);
      input?.before(remarkElement(remark));
    }
    const checks = document.querySelector<HTMLElement>("[data-clinic-checks]");
    if (checks) {
      checks.replaceChildren(...remarks.map(remarkElement));
      checks.parentElement!.querySelector("[data-clinic-checks-count]")!.textContent = String(remarks.length);
    }
  }

  private get measured(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-measure]")].flatMap(
      (gauge) => this.form?.querySelector<HTMLInputElement>(`[name="${gauge.dataset["measure"]}"]`) ?? [],
    );
  }

  /** Says beside the field how much of the room its text takes; an empty one is told by the server's remark. */
  private count(field: HTMLInputElement): void {
    const gauge = this.querySelector<HTMLElement>(`[data-measure="${field.name}"]`)!;
    const bounds = { least: Number(gauge.dataset["least"]), most: Number(gauge.dataset["most"]) };
    let shown = field.parentElement!.parentElement!.querySelector<HTMLElement>(".clinic-gauge");
    if (!shown) {
      shown = document.createElement("p");
      shown.className = "clinic-gauge";
      field.after(shown);
    }
    shown.dataset["room"] = room(field.value, bounds);
    shown.textContent = gauge.dataset["words"]!.replace("{count}", String(length(field.value)));
  }
}

function remarkElement({ field, isError, text }: Remark): HTMLElement {
  const element = document.createElement("div");
  element.className = `clinic-remark${isError ? " clinic-remark--error" : ""}`;
  element.dataset["clinicRemark"] = field;
  element.textContent = text;
  return element;
}

/** Opens the tab of a field, shows it and puts the cursor there. */
function goTo(name: string): void {
  const field = document.querySelector<HTMLElement>(`[data-contentpath="${CSS.escape(name)}"]`);
  const tab = field?.closest("[role='tabpanel']");
  if (tab) {
    document.querySelector<HTMLElement>(`[aria-controls="${tab.id}"]`)?.click();
  }
  field?.scrollIntoView({ block: "center" });
  field?.querySelector<HTMLElement>("input:not([type=hidden]), textarea, [contenteditable], button")?.focus();
}

customElements.define("clinic-findings", PageFindings);
