/**
 * `<clinic-await state="address" version="3" region="id">` asks the server now and then whether the booking has been
 * answered, and puts the new state of the page in place when it has. A lower version than the one shown is an old answer that
 * was late, and is ignored: the page never goes back from Confirmed to Processing.
 */
import { announce } from "../lib/announce.ts";
import { pauseBefore } from "../lib/patience.ts";
import { replaceRegion } from "./swap-region.ts";

interface Answer {
  version: number;
  settled: boolean;
}

export class AwaitAnswer extends HTMLElement {
  private asked = 0;
  private timer = 0;

  connectedCallback(): void {
    this.schedule();
  }

  disconnectedCallback(): void {
    window.clearTimeout(this.timer);
  }

  private schedule(): void {
    this.timer = window.setTimeout(() => void this.ask(), pauseBefore(this.asked) * 1000);
    this.asked += 1;
  }

  private async ask(): Promise<void> {
    try {
      const answer = await fetch(this.getAttribute("state") ?? "", { headers: { Accept: "application/json" } });
      const { version, settled } = (await answer.json()) as Answer;
      if (settled && version > Number(this.getAttribute("version"))) {
        await this.show();
        return;
      }
    } catch {
      // Offline or restarting: the page keeps saying what it knew, and asks again.
    }
    if (this.isConnected) {
      this.schedule();
    }
  }

  private async show(): Promise<void> {
    const region = this.getAttribute("region") ?? "";
    await replaceRegion(region, location.href);
    announce(document.getElementById(region)?.querySelector("h1")?.textContent?.trim() ?? "");
  }
}

customElements.define("clinic-await", AwaitAnswer);
