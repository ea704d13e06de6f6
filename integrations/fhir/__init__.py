"""Medical information systems that speak FHIR R4 scheduling. See docs/integrations/fhir.md."""
