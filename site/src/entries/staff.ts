import "../elements/board-frame.ts";
import "../elements/print-page.ts";
import "../elements/staff-session.ts";
