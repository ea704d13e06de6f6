/**
 * The anonymous page is cached for everybody, so it cannot know who reads it. The cabinet leaves a mark in this browser
 * (no name, no identifier); with it, the header marks its link as signed in.
 */
import { isSignedIn } from "../lib/signed-in.ts";

if (isSignedIn()) {
  for (const link of document.querySelectorAll<HTMLElement>("[data-cabinet-link]")) {
    link.classList.add("clinic-header__link--signed-in");
  }
}
