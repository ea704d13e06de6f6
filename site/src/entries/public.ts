import "../elements/cabinet-link.ts";
import "../elements/error-focus.ts";
