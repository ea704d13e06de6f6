"""Lengths of time in words."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def duration(minutes: int) -> str:
    """As a patient would say it: 40 min, 1 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def experience(since: dt.date | None, *, today: dt.date) -> str:
    """Full years in practice; empty in the first year and when nobody has told."""
    if since is None:
        return ""
    years = today.year - since.year - ((today.month, today.day) < (since.month, since.day))
    if years < 1:
        return ""
    return ngettext("%(years)s year of experience", "%(years)s years of experience", years) % {"years": years}
