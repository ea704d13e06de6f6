/** The mark that the cabinet leaves in this browser goes when its owner signs out, or is asked to sign in again. */
import { markSignedIn } from "../lib/signed-in.ts";

if (location.pathname.startsWith("/account/sign-in/")) {
  markSignedIn(false);
}

document.addEventListener("submit", (event) => {
  if (event.target instanceof HTMLFormElement && location.pathname.startsWith("/account/sign-out/")) {
    markSignedIn(false);
  }
});
