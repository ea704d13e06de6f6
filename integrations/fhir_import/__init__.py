"""Reads FHIR R4 files: bundles, bulk exports and single resources.

`reading` turns a file into entries, `element` gives checked access to their JSON, `datatypes` and the
`…_mapping` modules turn resources into values of ours, `storing` writes them and `importing` runs the
whole. The mapping knows no database.
"""
