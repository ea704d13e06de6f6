/**
 * `<clinic-hold-clock seconds="540" spoken="…{left}…">` counts down in its `[data-left]` and, when the time is
 * over, shows what the server put in `[data-over]` instead. Nothing is lost: the server knows the limit by itself.
 */
import { announce } from "../lib/announce.ts";
import { asClock, markPassed, secondsLeft } from "../lib/countdown.ts";

export class HoldClock extends HTMLElement {
  private timer = 0;
  private end = 0;
  private left = Number.POSITIVE_INFINITY;

  connectedCallback(): void {
    // The visitor's clock may be wrong by hours; what counts is the time left as the server saw it when it wrote the page.
    this.end = performance.now() + Number(this.getAttribute("seconds")) * 1000;
    this.timer = window.setInterval(() => this.tick(), 1000);
    this.tick();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
  }

  private tick(): void {
    const left = secondsLeft(this.end, performance.now());
    const mark = markPassed(this.left, left);
    this.left = left;
    const words = this.querySelector("[data-left]");
    if (words !== null) {
      words.textContent = asClock(left);
    }
    if (left === 0) {
      this.finish();
    } else if (mark !== null) {
      announce((this.getAttribute("spoken") ?? "{left}").replace("{left}", asClock(mark)));
    }
  }

  private finish(): void {
    window.clearInterval(this.timer);
    this.querySelector("[data-running]")?.setAttribute("hidden", "");
    const over = this.querySelector("[data-over]");
    over?.removeAttribute("hidden");
    announce(over?.textContent?.trim() ?? "");
  }
}

customElements.define("clinic-hold-clock", HoldClock);
