import { markSignedIn } from "../lib/signed-in.ts";
import "./public.ts";

markSignedIn(true);
