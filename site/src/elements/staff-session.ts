/**
 * `<clinic-staff-session activity="/…" sign-in="/…" seconds="900">` with a `<dialog>` that holds a button: tells the
 * server of keys and pointer presses at most once a minute, warns two minutes before the session ends, and clears the
 * page when it has ended.
 */
import { StaffClock } from "../lib/staff-clock.ts";

const TICK = 5_000;

export class StaffSession extends HTMLElement {
  private clock = new StaffClock(Date.now(), 0);
  private timer = 0;
  private readonly touch = (): void => this.clock.touch(Date.now());

  connectedCallback(): void {
    this.clock = new StaffClock(Date.now(), Number(this.getAttribute("seconds")));
    for (const event of ["keydown", "pointerdown"]) {
      document.addEventListener(event, this.touch, { capture: true, passive: true });
    }
    this.timer = window.setInterval(() => void this.tick(), TICK);
  }

  disconnectedCallback(): void {
    window.clearInterval(this.timer);
    for (const event of ["keydown", "pointerdown"]) {
      document.removeEventListener(event, this.touch, { capture: true });
    }
  }

  private async tick(): Promise<void> {
    const step = this.clock.next(Date.now());
    if (step !== "wait") {
      await this.speak(step === "report");
    }
    const now = Date.now();
    if (this.clock.isOver(now)) {
      this.leave();
    } else if (this.clock.isEnding(now)) {
      this.warn();
    } else {
      this.querySelector("dialog")?.close();
    }
  }

  private warn(): void {
    const dialog = this.querySelector("dialog");
    if (dialog?.open === false) {
      // Pressing its button is a sign of life like any other, and reported as such.
      dialog.showModal();
    }
  }

  /** Ask how long is left; marked, the request also says that a person is here. */
  private async speak(marked: boolean): Promise<void> {
    let response: Response;
    try {
      response = await fetch(this.getAttribute("activity") ?? "", {
        headers: marked ? { "X-User-Activity": "1" } : {},
        cache: "no-store",
      });
    } catch {
      // Offline: the clock on this side runs on and ends the session by itself.
      return;
    }
    if (response.status === 401) {
      this.leave();
    } else if (response.ok) {
      const { seconds_left: left } = (await response.json()) as { seconds_left: number };
      this.clock.answered(Date.now(), left);
    }
  }

  private leave(): void {
    window.clearInterval(this.timer);
    document.body.replaceChildren();
    const here = encodeURIComponent(location.pathname + location.search);
    location.assign(`${this.getAttribute("sign-in") ?? "/"}?next=${here}`);
  }
}

customElements.define("clinic-staff-session", StaffSession);
