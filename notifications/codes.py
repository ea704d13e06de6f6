from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    REQUESTED = "requested", _("booking is being processed")
    CONFIRMED = "confirmed", _("booking confirmed")
    REJECTED = "rejected", _("booking refused")
    MOVED = "moved", _("visit moved")
    MOVE_REFUSED = "move-refused", _("move refused, the earlier time stands")
    CANCELLED = "cancelled", _("visit cancelled")
    MOVE_OFFERED = "move-offered", _("asked to choose another time")
    REVIEW_ASKED = "review-asked", _("asked for a review")


class Channel(TextChoices):
    """Values are the keys of settings.NOTIFICATION_CHANNELS."""

    SMS = "sms", _("SMS")
    EMAIL = "email", _("e-mail")


class State(TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("sent, but the provider has not answered")
    SUPPRESSED = "suppressed", _("not sent")
    FAILED = "failed", _("refused by the provider")


class Suppressed(TextChoices):
    """Why a notice was not sent."""

    NO_CONTACT = "no-contact", _("the patient has left no such contact")
    ANSWERED = "answered", _("the clinic had answered before")
    SUPERSEDED = "superseded", _("the visit had changed again before")
    TOO_LATE = "too-late", _("it would have come too late")
