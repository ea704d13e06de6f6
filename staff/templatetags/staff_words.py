"""How staff pages say times: always the branch's wall clock, never the reader's."""

from datetime import datetime

from django import template
from django.utils.formats import date_format

from booking.models import Location

register = template.Library()


@register.filter
def wall_time(moment: datetime, location: Location) -> str:
    """Hours and minutes in the branch's zone, with 24 hours."""
    return f"{moment.astimezone(location.zone):%H:%M}"


@register.filter
def wall_date(moment: datetime, location: Location) -> str:
    return date_format(moment.astimezone(location.zone), "j E Y")
