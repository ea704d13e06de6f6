/**
 * Parts of a cached page that change by the minute. `<clinic-late src>` fetches its source once it comes near the screen and puts
 * each element of the answer that has an id in place of the page's element of that id. Until then, without script, and
 * whenever anything goes wrong, the links that the server wrote there stay.
 */
export class LateParts extends HTMLElement {
  connectedCallback(): void {
    if (!this.hasAttribute("src")) {
      return;
    }
    const nearby = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) {
          nearby.disconnect();
          void this.load();
        }
      },
      { rootMargin: "400px" },
    );
    nearby.observe(this.firstElementChild ?? this);
  }

  private async load(): Promise<void> {
    try {
      const answer = await fetch(this.getAttribute("src") ?? "", { headers: { Accept: "text/html" } });
      if (answer.ok) {
        this.place(await answer.text());
      }
    } catch {
      // The links that stand there lead to the same times.
    }
  }

  private place(html: string): void {
    const parts = new DOMParser().parseFromString(html, "text/html");
    for (const part of parts.querySelectorAll("[id]")) {
      this.querySelector(`#${CSS.escape(part.id)}`)?.replaceWith(document.adoptNode(part));
    }
  }
}

customElements.define("clinic-late", LateParts);
