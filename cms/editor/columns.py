"""Columns of lists that Wagtail lacks."""

from wagtail.admin.ui.tables import Column


class DayColumn(Column):
    """A day as the calendar names it. Wagtail's own column says “just now” of every day to come."""

    cell_template_name = "wagtailadmin/tables/day_cell.html"


class MomentColumn(Column):
    """Day and time to the second: what an operator compares with a log."""

    cell_template_name = "wagtailadmin/tables/moment_cell.html"
