import "../elements/analytics-consent.ts";
import "../elements/cabinet-link.ts";
import "../elements/error-focus.ts";
import "../elements/late-parts.ts";
import "../elements/swap-region.ts";
