"""Days and times as people say them. Everything takes times that are already local to the branch."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from booking.models import Location


def local(moment: datetime, location: Location) -> datetime:
    """The moment on the clocks of a branch."""
    return moment.astimezone(location.zone)


def day_words(day: date) -> str:
    """Tuesday 24 November; вторник, 24 ноября."""
    return _mid_sentence(date_format(day, pgettext("date format", "l j F")))


def day_with_year(day: date) -> str:
    return _mid_sentence(date_format(day, pgettext("date format", "l j F Y")))


def short_day(day: date) -> str:
    return date_format(day, pgettext("date format", "j F"))


def weekday(day: date) -> str:
    return _mid_sentence(date_format(day, "l"))


def clock(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def near_day(day: date, today: date) -> str:
    """Tomorrow, Tuesday 24 November."""
    if day == today:
        return gettext("today, %(day)s") % {"day": day_words(day)}
    if day == today + timedelta(days=1):
        return gettext("tomorrow, %(day)s") % {"day": day_words(day)}
    return day_words(day)


def soon(moment: datetime, today: date) -> str:
    """In few words: tomorrow, 09:40; 24 November, 09:40."""
    day = moment.date()
    if day == today:
        return gettext("today, %(day)s") % {"day": clock(moment)}
    if day == today + timedelta(days=1):
        return gettext("tomorrow, %(day)s") % {"day": clock(moment)}
    return gettext("%(day)s, %(time)s") % {"day": short_day(day), "time": clock(moment)}


def moment_words(moment: datetime) -> str:
    return gettext("%(day)s, %(time)s") % {"day": day_words(moment), "time": clock(moment)}


def utc_offset(moment: datetime) -> str:
    """UTC+3, UTC+5:30: said where patient and doctor may sit in different zones."""
    minutes = int((moment.utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def age_limits(least: int | None, most: int | None) -> str:
    """For whom a doctor, service or program is; empty where for everybody."""
    if least and most:
        return gettext("patients from %(least)s to %(most)s years of age") % {"least": least, "most": most}
    if least:
        return gettext("patients from %(least)s years of age") % {"least": least}
    if most:
        return gettext("patients up to %(most)s years of age") % {"most": most}
    return ""


def _mid_sentence(words: str) -> str:
    """Django writes Russian weekdays with a capital; within a sentence they have none. Templates say `capfirst`."""
    is_russian = (get_language() or "").startswith("ru")
    return words[:1].lower() + words[1:] if is_russian else words
