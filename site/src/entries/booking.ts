import "./public.ts";
import "../elements/await-answer.ts";
import "../elements/hold-clock.ts";
import "../elements/signed-out.ts";
import "../elements/slot-choice.ts";
import "../elements/submit-once.ts";
