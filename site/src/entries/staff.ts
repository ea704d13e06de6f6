import "../elements/staff-session.ts";
