"""The mirror of free times: what the branches' information systems had free when last asked, with its age.

A system that does not answer leaves its mirror as it was: it ages, pages say how old it is, and booking stops
selling from it when it is too old. Every question also tells the outbox whether the system is up.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from booking.codes import HoursSource
from booking.models import FreeSpan, Location, PractitionerRole
from booking.ports import FreeTimes, SystemUnavailable
from booking.rules import PATIENT_LIMITS
from integrations.connections import connect
from integrations.errors import IntegrationError
from outbox.services import system_answered, system_failed

logger = logging.getLogger(__name__)

NEAR = timedelta(days=14)
FAR = PATIENT_LIMITS.horizon + timedelta(days=1)
# The past goes as a whole day: a span that began this morning is still sold from.
KEPT_AFTER = timedelta(days=1)


def refresh_near() -> None:
    """Periodic, each minute: the days most patients book."""
    refresh(NEAR)


def refresh_all() -> None:
    """Periodic, each quarter of an hour: as far as anyone may book."""
    refresh(FAR)


def refresh(length: timedelta) -> None:
    """Ask every branch's system; one that fails does not keep the others from being asked."""
    down: set[str] = set()
    for location in Location.objects.filter(active=True, mis_system__in=settings.MIS_CONNECTIONS):
        if location.mis_system in down:
            continue
        try:
            refresh_location(location, length, now=timezone.now())
        except SystemUnavailable as error:
            logger.warning("%s does not answer: %s", location.mis_system, error)
            system_failed(f"mis:{location.mis_system}", now=timezone.now())
            down.add(location.mis_system)
        except IntegrationError as error:
            logger.error("The free times of branch %s cannot be read: %s", location.code, error)


def refresh_location(location: Location, length: timedelta, *, now: datetime) -> int:
    """Bring the mirror of one branch up to date; the number of its free times.

    Raises SystemUnavailable or another IntegrationError, and then changes nothing.
    """
    answer = connect(location.mis_system).list_free(location.id, start=now, end=now + length)
    replace_window(location, answer, start=now - KEPT_AFTER, end=now + length)
    system_answered(f"mis:{location.mis_system}", now=now)
    return len(answer.times)


@transaction.atomic
def replace_window(location: Location, answer: FreeTimes, *, start: datetime, end: datetime) -> None:
    """Write only what differs: most minutes change nothing, and searches go on reading."""
    ours = set(
        PractitionerRole.objects.filter(
            location=location, hours_source=HoursSource.MIS, active=True
        ).values_list("practitioner_id", flat=True)
    )
    theirs = {
        (time.practitioner_id, time.start, time.end, time.booking_token)
        for time in answer.times
        if time.practitioner_id in ours
    }
    window = FreeSpan.objects.filter(location=location, start__gte=start, start__lt=end)
    known = {
        (span.practitioner_id, span.start, span.end, span.booking_token): span.pk
        for span in window.select_for_update()
    }
    gone = [pk for key, pk in known.items() if key not in theirs]
    FreeSpan.objects.filter(pk__in=gone).delete()
    FreeSpan.objects.filter(location=location, end__lt=start).delete()
    window.update(as_of=answer.as_of)
    FreeSpan.objects.bulk_create(
        FreeSpan(
            location=location,
            practitioner_id=practitioner_id,
            start=span_start,
            end=span_end,
            booking_token=token,
            as_of=answer.as_of,
        )
        for practitioner_id, span_start, span_end, token in theirs - known.keys()
    )
