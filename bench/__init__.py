"""Measurements of the budgets in the plan. Never run by the test suite: absolute times on a shared machine prove nothing."""
