"""A medical information system that speaks FHIR R4 scheduling: a server of its own, with its own memory.

It knows nothing of the portal and imports nothing but the standard library. See docs/integrations/fhir.md.
"""
