"""StreamField blocks: one file per subject, one small template per block in `templates/blocks/`."""
