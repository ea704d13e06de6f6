import "../elements/page-findings.ts";
