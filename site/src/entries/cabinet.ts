import { markSignedIn } from "../lib/signed-in.ts";
import "./booking.ts";

markSignedIn(true);
