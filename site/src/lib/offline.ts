/** Built files carry a hash of their content in the name, so a kept copy is never out of date. */
const HASHED = /^\/static\/site\/assets\/[^?]+$/;

export function isStatic(address: URL, origin: string): boolean {
  return address.origin === origin && HASHED.test(address.pathname);
}

/** Style sheets, fonts, scripts and pictures that a page of ours names. */
export function staticFilesOf(html: string): string[] {
  const found = [...html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1] ?? "");
  return [...new Set(found)];
}
