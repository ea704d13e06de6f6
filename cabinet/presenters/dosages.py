"""How to take a medicine, in words."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from cabinet.presenters.readings import figure
from records.received import Dosage


def dosage_words(dosages: Sequence[Dosage]) -> list[str]:
    """One line per step. The prescriber's own words stand as they are; parts are put into a sentence."""
    return [words for dosage in dosages if (words := _dosage(dosage))]


def _dosage(dosage: Dosage) -> str:
    parts = (
        [dosage.text]
        if dosage.text
        else [dosage.dose, _how_often(dosage), _when_needed(dosage), dosage.route]
    )
    return ", ".join(part for part in (*parts, *dosage.instructions) if part)


def _how_often(dosage: Dosage) -> str:
    every = _period(dosage)
    if dosage.frequency is None or not every:
        return ""
    if dosage.frequency_max and dosage.frequency_max != dosage.frequency:
        return _("%(least)s to %(most)s times %(every)s") % {
            "least": dosage.frequency,
            "most": dosage.frequency_max,
            "every": every,
        }
    if dosage.frequency == 1:
        return every
    times = ngettext("%(count)s time", "%(count)s times", dosage.frequency) % {"count": dosage.frequency}
    return f"{times} {every}"


def _period(dosage: Dosage) -> str:
    """A day; every 8 hours; every 4 to 6 hours."""
    if dosage.period is None or not dosage.period_unit:
        return ""
    if dosage.period_max and dosage.period_max != dosage.period:
        return _("every %(least)s to %(time)s") % {
            "least": figure(dosage.period),
            "time": _time(dosage.period_max, dosage.period_unit),
        }
    if dosage.period == 1:
        return {
            "s": _("every second"),
            "min": _("every minute"),
            "h": _("every hour"),
            "d": _("a day"),
            "wk": _("a week"),
            "mo": _("a month"),
            "a": _("a year"),
        }[dosage.period_unit]
    return _("every %(time)s") % {"time": _time(dosage.period, dosage.period_unit)}


def _time(amount: Decimal, unit: str) -> str:
    count = figure(amount)
    number = int(amount) if amount == amount.to_integral_value() else 2
    words = {
        "s": npgettext("every …", "%(count)s second", "%(count)s seconds", number),
        "min": npgettext("every …", "%(count)s minute", "%(count)s minutes", number),
        "h": npgettext("every …", "%(count)s hour", "%(count)s hours", number),
        "d": npgettext("every …", "%(count)s day", "%(count)s days", number),
        "wk": npgettext("every …", "%(count)s week", "%(count)s weeks", number),
        "mo": npgettext("every …", "%(count)s month", "%(count)s months", number),
        "a": npgettext("every …", "%(count)s year", "%(count)s years", number),
    }
    return words[unit] % {"count": count}


def _when_needed(dosage: Dosage) -> str:
    if not dosage.as_needed:
        return ""
    if dosage.as_needed_for:
        return _("as needed: %(reason)s") % {"reason": dosage.as_needed_for}
    return _("as needed")
