"""Visits as calendar files (RFC 5545, 5546).

The UID is the appointment's key for ever; SEQUENCE is its version, which grows with every change. Times bear the
zone of the branch with its VTIMEZONE. The texts name neither patient nor speciality: calendars are shared and synced.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vGeo, vText

from booking.codes import AppointmentStatus
from booking.models import Appointment

PRODUCT = "-//clinic portal//visits//EN"


class Method(StrEnum):
    """PUBLISH for a download, REQUEST for a mail about a visit that stands, CANCEL for one that does not."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


ICAL_STATUSES = {
    AppointmentStatus.PENDING: "TENTATIVE",
    AppointmentStatus.PROPOSED: "TENTATIVE",
    AppointmentStatus.CANCELLED: "CANCELLED",
    AppointmentStatus.ENTERED_IN_ERROR: "CANCELLED",
}


def visit_calendar(
    appointment: Appointment,
    *,
    method: Method = Method.PUBLISH,
    language: str,
    url: str,
    attendee: str = "",
    doctor: str = "",
) -> bytes:
    """The file of one visit. The same visit gives the same bytes.

    `attendee` is the address of the mail that carries it (REQUEST and CANCEL need one). `doctor` puts the name
    into the title: for a download by the patient, never for what is sent.
    """
    with translation.override(language):
        event = visit_event(appointment, url=url, doctor=doctor)
    if method is not Method.PUBLISH:
        event.add("organizer", vCalAddress(f"mailto:{bare_address(settings.DEFAULT_FROM_EMAIL)}"))
        event.add("attendee", invited(attendee))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(event)
    local = appointment.start.astimezone(appointment.location.zone).date()
    # Without bounds every change of the zone's law since 1970 would be written out.
    calendar.add_missing_timezones(local - timedelta(days=1), local + timedelta(days=2))
    content: bytes = calendar.to_ical()
    return content


def visit_event(appointment: Appointment, *, url: str, doctor: str) -> Event:
    location = appointment.location
    event = Event()
    event.add("uid", str(appointment.id))
    event.add("dtstamp", utc_second(appointment.updated_at))
    event.add("sequence", appointment.version)
    event.add("dtstart", appointment.start.astimezone(location.zone))
    event.add("dtend", appointment.end.astimezone(location.zone))
    event.add("status", ICAL_STATUSES.get(AppointmentStatus(appointment.status), "CONFIRMED"))
    event.add("summary", summary(location.name, doctor))
    event.add("location", ", ".join(part for part in (location.name, location.address) if part))
    if location.latitude is not None and location.longitude is not None:
        event.add("geo", vGeo((float(location.latitude), float(location.longitude))))
    event.add("url", url)
    event.add("class", "PRIVATE")
    return event


def summary(branch: str, doctor: str) -> str:
    if doctor:
        return _("Visit: %(doctor)s") % {"doctor": doctor}
    return _("Visit to %(branch)s") % {"branch": branch}


def invited(address: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{address}")
    # Accepted already and no answer wished: programs then show the visit and no buttons.
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def bare_address(sender: str) -> str:
    """ "clinic@example.org" of "The clinic <clinic@example.org>"."""
    return sender.rpartition("<")[2].rstrip(">").strip()


def utc_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
