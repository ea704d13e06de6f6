"""`{% load patient_records %}`: figures and days inside the pictures of results."""

from datetime import datetime

from django import template
from django.utils.formats import date_format

from cabinet.presenters.readings import figure, value_words

register = template.Library()

register.filter("figure", figure)
register.filter("value", value_words)


@register.filter
def short_date(moment: datetime) -> str:
    """01.05.2020; 05/01/2020: room is short in a picture."""
    return date_format(moment, "SHORT_DATE_FORMAT")
