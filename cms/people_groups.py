"""Names of the groups that the migrations create. Who may do what is written down in `0002_groups_and_workflow`."""

EDITORS = "Editors"
MEDICAL_AUTHORS = "Medical authors"
MEDICAL_REVIEWERS = "Medical reviewers"
MARKETING_LEADS = "Marketing leads"
OPERATORS = "Operators"
