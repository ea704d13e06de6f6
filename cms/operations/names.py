"""What events and outside systems are called to an operator."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVENTS = {
    "addresses.changed": gettext_lazy("addresses of the site changed"),
    "appointment.cancelled": gettext_lazy("visit cancelled"),
    "appointment.confirmed": gettext_lazy("visit confirmed"),
    "appointment.fulfilled": gettext_lazy("visit took place"),
    "appointment.moved": gettext_lazy("visit moved"),
    "appointment.rejected": gettext_lazy("visit refused"),
    "appointment.requested": gettext_lazy("visit requested"),
    "location.registered": gettext_lazy("new branch"),
    "notification.planned": gettext_lazy("message to a patient"),
    "picture.uploaded": gettext_lazy("picture uploaded"),
    "practitioner.registered": gettext_lazy("new doctor"),
}
CHANNELS = {
    "email": gettext_lazy("mail"),
    "push": gettext_lazy("push messages"),
    "sms": gettext_lazy("SMS"),
}


def event_name(event: str) -> str:
    return str(EVENTS.get(event, event))


def system_name(system: str) -> str:
    """In words, where we have any; an adapter may bring a system that nobody has named here."""
    kind, _colon, name = system.partition(":")
    if not system:
        return _("the portal itself")
    if kind == "mis":
        return _("information system “%(name)s”") % {"name": name}
    if kind == "channel":
        return str(CHANNELS.get(name, name))
    if system == "pictures":
        return _("making of pictures")
    return system
