import { markSignedIn } from "../lib/signed-in.ts";
import "../elements/cabinet-app.ts";
import "./booking.ts";

markSignedIn(true);
