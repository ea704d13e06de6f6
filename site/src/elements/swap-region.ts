/**
 * Partial refresh. Links and GET forms marked `data-swap` inside `<clinic-swap region="id">` load the page they lead to and put
 * its element of that id in place of this page's: address, history and focus follow, and what changed is announced.
 * Anything unexpected falls back to the ordinary page load the server was ready for anyway.
 */
import { announce } from "../lib/announce.ts";

export class SwapRegion extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", this);
    this.addEventListener("submit", this);
  }

  handleEvent(event: Event): void {
    const address = addressOf(event);
    if (address === null) {
      return;
    }
    event.preventDefault();
    void this.load(address);
  }

  private get region(): string {
    return this.getAttribute("region") ?? "";
  }

  private async load(address: URL): Promise<void> {
    const here = document.getElementById(this.region);
    here?.setAttribute("aria-busy", "true");
    try {
      await replaceRegion(this.region, address);
    } catch {
      location.assign(address);
      return;
    }
    history.replaceState(null, "", address);
    const region = document.getElementById(this.region);
    const heading = region?.querySelector<HTMLElement>("[data-swap-focus]");
    heading?.focus({ preventScroll: true });
    announce(heading?.textContent?.trim() ?? document.title);
  }
}

/** Fetch a page and put its element `id` in place of ours. Rejects when either is missing or the answer is no page. */
export async function replaceRegion(id: string, address: URL | string): Promise<void> {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) {
    throw new Error(`No page to take ${id} from`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(id);
  const stale = document.getElementById(id);
  if (fresh === null || stale === null) {
    throw new Error(`No ${id} on the page`);
  }
  stale.replaceWith(document.adoptNode(fresh));
  document.title = page.title;
}

function addressOf(event: Event): URL | null {
  if (event instanceof MouseEvent && event.type === "click") {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-swap]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    return link !== null && plain ? new URL(link.href) : null;
  }
  if (event instanceof SubmitEvent) {
    const form = event.target as HTMLFormElement;
    if (!form.matches("form[data-swap]") || form.method !== "get") {
      return null;
    }
    const address = new URL(form.action);
    const fields = new FormData(form, event.submitter);
    address.search = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)])).toString();
    return address;
  }
  return null;
}

customElements.define("clinic-swap", SwapRegion);
