"""`{% load patient %}`: addresses of the patient's pages, and times as the branch's clocks show them."""

from typing import Any

from django import template

from cabinet import words
from cabinet.mount import patient_url as address_of
from people.phones import grouped

register = template.Library()


@register.simple_tag
def patient_url(name: str, *args: object, **query: Any) -> str:
    """`{% patient_url 'booking:times' service=service.pk %}`: keyword arguments become the query."""
    return address_of(None, name, *args, query=query)


register.filter("at", words.local)
register.filter("clock", words.clock)
register.filter("day_words", words.day_words)
register.filter("day_with_year", words.day_with_year)
register.filter("short_day", words.short_day)
register.filter("weekday_words", words.weekday)
register.filter("utc_offset", words.utc_offset)
register.filter("phone_number", grouped)
