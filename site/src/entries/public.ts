import "../elements/cabinet-link.ts";
import "../elements/error-focus.ts";
import "../elements/swap-region.ts";
