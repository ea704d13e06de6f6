/** The cabinet can be installed and opens without a network, to say so; its worker serves the cabinet's addresses only. */
const scope = document.documentElement.querySelector<HTMLLinkElement>('link[rel="manifest"]')?.dataset["scope"];

if (scope !== undefined && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service-worker.js", { scope, type: "classic" }).catch(() => {
    // Refused by a policy or a private window: the cabinet works as before.
  });
}
