const KEY = "clinic.signed-in";

/** Storage may be refused (private windows, policies): then the page simply stays as the server made it. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function isSignedIn(): boolean {
  return storage()?.getItem(KEY) === "1";
}

export function markSignedIn(signedIn: boolean): void {
  if (signedIn) {
    storage()?.setItem(KEY, "1");
  } else {
    storage()?.removeItem(KEY);
  }
}
