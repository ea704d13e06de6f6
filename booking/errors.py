"""Everything booking may refuse, each with a code for programs and a sentence for people.

BookingError
├── TimeRefused            this time cannot be had; carries other times that can
│   ├── SlotTaken, HoldExpired, OfferStale, …
├── PatientRefused         this patient may not have this service now
├── ChangeRefused          this appointment may not be moved, cancelled or answered now
└── RequestRefused         the request itself makes no sense
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext, gettext_lazy, ngettext

if TYPE_CHECKING:
    from booking.offers import Offer
    from booking.rules import Refusal

_ = gettext_lazy


class BookingError(Exception):
    """`str(error)` is the sentence in the active language; `values` are what it speaks of."""

    code: ClassVar[str] = "booking-refused"
    sentence: ClassVar[Any] = _("This cannot be booked.")

    def __init__(self, *, alternatives: "Sequence[Offer]" = (), **values: Any) -> None:
        super().__init__(self.code)
        self.values = values
        self.alternatives = tuple(alternatives)

    def __str__(self) -> str:
        return str(self.sentence) % self.values


class TimeRefused(BookingError):
    code = "time-not-available"
    sentence = _("This time is not available. Please choose another one.")


class SlotTaken(TimeRefused):
    code = "slot-taken"
    sentence = _("This time has just been taken. Please choose another one.")


class TryAgain(TimeRefused):
    code = "try-again"
    sentence = _("Many people are booking at this moment. Please try again.")


class NoSeatsLeft(TimeRefused):
    code = "no-seats-left"
    sentence = _("All places at this time are taken. Please choose another one.")


class RoomBusy(TimeRefused):
    code = "room-busy"
    sentence = _("No suitable room is free at this time. Please choose another one.")


class EquipmentBusy(TimeRefused):
    code = "equipment-busy"
    sentence = _("The equipment is in use at this time. Please choose another one.")


class HoldExpired(TimeRefused):
    code = "hold-expired"
    sentence = _("The time was kept for you for a while, and that while is over. Please choose a time again.")


class OfferStale(TimeRefused):
    code = "offer-stale"
    sentence = _(
        "The schedule or the price has changed since you opened the page. Please choose a time again."
    )


class InThePast(TimeRefused):
    code = "in-the-past"
    sentence = _("This time has already passed. Please choose another one.")


class NoticeTooShort(TimeRefused):
    code = "notice-too-short"
    sentence = _("It is too late to book this time online. Please choose a later one or call the clinic.")


class BeyondHorizon(TimeRefused):
    code = "beyond-horizon"
    sentence = _("Booking for this day is not open yet. Please choose an earlier day.")


class OffGrid(TimeRefused):
    code = "off-grid"
    sentence = _("Visits do not start at this minute. Please choose one of the times offered.")


class TooLongForHours(TimeRefused):
    code = "too-long"
    sentence = _("The visit would not end before the doctor's hours do. Please choose an earlier time.")


class BranchClosed(TimeRefused):
    code = "branch-closed"
    sentence = _("The branch is closed at this time. Please choose another day or branch.")


class DoctorAway(TimeRefused):
    code = "no-hours"
    sentence = _("The doctor does not see patients at this time. Please choose another one.")


class NotInTheMorning(TimeRefused):
    code = "preparation-limits"
    sentence = _(
        "This needs preparation and is done only at certain hours. Please choose one of the times offered."
    )


class NoFreeTime(TimeRefused):
    code = "no-free-time"
    sentence = _("There is no free time on these days.")


class PatientBusy(TimeRefused):
    code = "patient-busy"
    sentence = _("The patient already has a visit at this time.")


class TooFarApart(TimeRefused):
    code = "travel-time"
    sentence = _("There is not enough time for the way between this visit and another one on this day.")


class OutOfProgram(TimeRefused):
    code = "program-order"
    sentence = _(
        "At this time the visit does not fit in with the others of its program. Please choose another one."
    )


class PatientRefused(BookingError):
    code = "patient-refused"
    sentence = _("This visit cannot be booked for this patient.")


class TooYoung(PatientRefused):
    code = "too-young"

    def __str__(self) -> str:
        age = self.values["age"]
        return ngettext(
            "Patients are seen here from the age of %(age)d year.",
            "Patients are seen here from the age of %(age)d years.",
            age,
        ) % {"age": age}


class TooOld(PatientRefused):
    code = "too-old"

    def __str__(self) -> str:
        age = self.values["age"]
        return ngettext(
            "Patients are seen here up to the age of %(age)d year.",
            "Patients are seen here up to the age of %(age)d years.",
            age,
        ) % {"age": age}


class AgeLimits(PatientRefused):
    code = "age-limits"
    sentence = _("On this day the patient is not of the age that is seen here.")


class ReferralRequired(PatientRefused):
    code = "referral-required"
    sentence = _("This visit needs a referral. Sign in to use yours, or ask your doctor for one.")


class ReferralUnusable(PatientRefused):
    code = "referral-unusable"
    sentence = _("This referral has been used, has expired, or is for another service.")


class TooManyBookings(PatientRefused):
    code = "too-many-bookings"

    def __str__(self) -> str:
        limit = self.values["limit"]
        return ngettext(
            "A patient can have at most %(limit)d booked visit. Cancel it first, or call the clinic.",
            "A patient can have at most %(limit)d booked visits. Cancel one first, or call the clinic.",
            limit,
        ) % {"limit": limit}


class TooManyHolds(PatientRefused):
    code = "too-many-holds"
    sentence = _("You are already keeping other times. Book or release them first.")


class PreparationNotAcknowledged(PatientRefused):
    code = "preparation-not-acknowledged"
    sentence = _("Please read how to prepare for this visit and confirm that you have.")


class ServiceUnavailable(PatientRefused):
    code = "service-unavailable"
    sentence = _("This service cannot be booked online. Please call the clinic.")


class ServiceNotGiven(PatientRefused):
    code = "service-not-given"
    sentence = _("This doctor does not give this service at this branch.")


class ChangeRefused(BookingError):
    code = "change-refused"
    sentence = _("This appointment cannot be changed.")


class ChangeNoticeTooShort(ChangeRefused):
    code = "change-notice-too-short"

    def __str__(self) -> str:
        return gettext("It is less than %(notice)s before the visit. Please call the clinic.") % {
            "notice": spoken(self.values["notice"])
        }


class OfferedInstead(ChangeRefused):
    code = "offered-instead"
    sentence = _("This time is offered instead of the visit you have. Accept it on the page of the offer.")


class VisitHasBegun(ChangeRefused):
    code = "visit-has-begun"
    sentence = _("The visit has begun or is over, so it can no longer be changed.")


class IllegalTransition(ChangeRefused):
    code = "illegal-transition"
    sentence = _("The appointment is in a state in which this cannot be done.")


class MoveUnderWay(ChangeRefused):
    code = "move-under-way"
    sentence = _("The appointment is being moved. Please wait until the clinic has answered.")


class HoldExtendedAlready(ChangeRefused):
    code = "hold-extended-already"
    sentence = _("The time can be kept longer only once.")


class RequestRefused(BookingError):
    code = "request-refused"
    sentence = _("The request could not be understood.")


class OfferInvalid(RequestRefused):
    code = "offer-invalid"
    sentence = _("This link to a time is damaged. Please choose a time again.")


class NotYours(RequestRefused):
    """Someone else's object: the same answer as one that does not exist."""

    code = "not-found"
    sentence = _("There is no such appointment.")


class MomentUnreadable(RequestRefused):
    code = "moment-unreadable"
    sentence = _("This is not a date and time.")


class UnknownZone(RequestRefused):
    code = "unknown-time-zone"
    sentence = _("There is no time zone named “%(zone)s”.")


class AmbiguousTime(RequestRefused):
    code = "ambiguous-time"
    sentence = _(
        "On this night the clocks go back and this hour happens twice. Please choose an offered time."
    )


class NonexistentTime(RequestRefused):
    code = "nonexistent-time"
    sentence = _(
        "On this night the clocks go forward and this hour does not happen. Please choose another time."
    )


class BlockTooLong(RequestRefused):
    code = "block-too-long"
    sentence = _("Time is blocked for at most a day at once; for longer absences change the working hours.")


class OverrideReasonRequired(RequestRefused):
    code = "override-reason-required"
    sentence = _("Say why the rules are overridden.")


class IdempotencyConflict(RequestRefused):
    code = "idempotency-conflict"
    sentence = _("This request was already sent with other contents.")


class ReviewNotModerated(RequestRefused):
    code = "review-not-moderated"
    sentence = _("This review is in a state in which this cannot be done.")


class ReviewWritten(RequestRefused):
    code = "review-written"
    sentence = _("You have already written about this visit.")


class RejectReasonRequired(RequestRefused):
    code = "reject-reason-required"
    sentence = _("Say which rule the review breaks.")


class ProgramRefused(TimeRefused):
    code = "program-infeasible"
    sentence = _("The visits of this program do not fit into this day. The first that does not: %(service)s.")


def _family(base: type[BookingError]) -> dict[str, type[BookingError]]:
    family = {base.code: base}
    for child in base.__subclasses__():
        family |= _family(child)
    return family


BY_CODE = _family(BookingError)


def error_of(refusal: "Refusal", *, alternatives: "Sequence[Offer]" = ()) -> BookingError:
    return BY_CODE[refusal.code](alternatives=alternatives, **refusal.values)


def spoken(length: timedelta) -> str:
    """A length of time as people say it: whole days, else whole hours, else minutes."""
    minutes = int(length.total_seconds() // 60)
    if minutes and minutes % (24 * 60) == 0:
        days = minutes // (24 * 60)
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if minutes and minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
