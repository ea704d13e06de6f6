from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from booking.codes import (
    PATIENT_CANCEL_REASONS,
    AppointmentStatus,
    CancelReason,
    Modality,
    ProgramBookingStatus,
    ReferralStatus,
    ReviewStatus,
    VisitType,
    WaitlistStatus,
)
from booking.errors import error_of
from booking.forms import MOST_COURSE_VISITS
from booking.rules import Refusal

#: How one visit takes place: hours and services may serve both, a visit is one of the two.
MEETING = [
    (Modality.IN_PERSON.value, Modality.IN_PERSON.label),
    (Modality.VIRTUAL.value, Modality.VIRTUAL.label),
]
_LONGEST_COMMENT = 1000


class NamedSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class PlaceSerializer(NamedSerializer):
    address = serializers.CharField(allow_blank=True)
    time_zone = serializers.CharField(help_text="IANA zone: the clock that the visit goes by.")


class OfferQuerySerializer(serializers.Serializer[Any]):
    """What times are wanted. Without days: the next two weeks."""

    service = serializers.UUIDField(required=False)
    speciality = serializers.UUIDField(required=False)
    practitioner = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=50)
    location = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=50)
    modality = serializers.ChoiceField(choices=MEETING, required=False)
    start = serializers.DateTimeField(required=False)
    end = serializers.DateTimeField(required=False)
    patient = serializers.UUIDField(required=False, help_text="For whom; decides first or repeat visit.")
    referral = serializers.UUIDField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=500, default=100)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("service")) == bool(attrs.get("speciality")):
            raise serializers.ValidationError(_("Name a service or a speciality."), code="required")
        return attrs


class VisitSerializer(serializers.Serializer[Any]):
    start = serializers.DateTimeField(help_text="UTC; show it by the clock of the location.")
    end = serializers.DateTimeField()
    service = NamedSerializer()
    practitioner = NamedSerializer()
    location = PlaceSerializer()
    modality = serializers.ChoiceField(choices=MEETING)
    visit_type = serializers.ChoiceField(choices=VisitType.choices)
    price = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    currency = serializers.CharField()


class OfferSerializer(VisitSerializer):
    offer = serializers.CharField(help_text="Token to hold the time with.")
    seats_left = serializers.IntegerField(allow_null=True)
    as_of = serializers.DateTimeField(
        allow_null=True, help_text="How old the branch's own word on this time is."
    )


class RefusalSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()


class OffersSerializer(serializers.Serializer[Any]):
    offers = OfferSerializer(many=True)
    is_complete = serializers.BooleanField(help_text="False when there are more times than were asked for.")
    refusal = RefusalSerializer(allow_null=True, help_text="Why there can be none at all.")


class HoldRequestSerializer(serializers.Serializer[Any]):
    offer = serializers.CharField(max_length=400)
    patient = serializers.UUIDField(required=False)
    referral = serializers.UUIDField(required=False)
    replacing = serializers.UUIDField(
        required=False, help_text="An earlier hold, given back once this one stands."
    )


class HoldSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    expires_at = serializers.DateTimeField()
    can_be_extended = serializers.SerializerMethodField()
    visits = VisitSerializer(many=True, source="legs.all")

    def get_can_be_extended(self, hold: Any) -> bool:
        return hold.extended_at is None


class BookingRequestSerializer(serializers.Serializer[Any]):
    hold = serializers.UUIDField()
    patient = serializers.UUIDField(required=False)
    consent = serializers.UUIDField(
        help_text="The consent text that the patient agreed to (/consents/appointment/)."
    )
    comment = serializers.CharField(required=False, allow_blank=True, max_length=_LONGEST_COMMENT, default="")
    referral = serializers.UUIDField(required=False)
    preparation_acknowledged = serializers.BooleanField(required=False, default=False)


class AppointmentSerializer(VisitSerializer):
    id = serializers.UUIDField()
    patient = serializers.UUIDField(source="patient_id")
    status = serializers.ChoiceField(choices=AppointmentStatus.choices)
    status_text = serializers.CharField(source="get_status_display")
    version = serializers.IntegerField(help_text="Grows with every change.")
    cancel_reason = serializers.CharField(allow_blank=True)
    reject_code = serializers.CharField(allow_blank=True)


class AppointmentsQuerySerializer(serializers.Serializer[Any]):
    when = serializers.ChoiceField(
        choices=[("upcoming", "To come"), ("past", "Past")], required=False, default="upcoming"
    )


class MoveRequestSerializer(serializers.Serializer[Any]):
    offer = serializers.CharField(max_length=400)


class CancelRequestSerializer(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(
        choices=[(reason.value, reason.label) for reason in PATIENT_CANCEL_REASONS],
        default=CancelReason.OTHER.value,
    )


class ReferralSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    number = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=ReferralStatus.choices)
    service = NamedSerializer(allow_null=True)
    speciality = NamedSerializer(allow_null=True)
    requester = NamedSerializer(allow_null=True)
    authored_on = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)
    visits_left = serializers.IntegerField()


class ReferralRequestSerializer(serializers.Serializer[Any]):
    patient = serializers.UUIDField(required=False, help_text="The account's own person when left out.")
    number = serializers.CharField(max_length=100)
    location = serializers.UUIDField(help_text="The branch whose system knows the number.")
    service = serializers.UUIDField(help_text="What the patient is referred to.")


class CourseWishSerializer(serializers.Serializer[Any]):
    """The same visit at the same time of the branch's day, every so many days."""

    service = serializers.UUIDField()
    location = serializers.UUIDField()
    practitioner = serializers.UUIDField(
        required=False, help_text="Without one: who can give the most of the visits."
    )
    visits = serializers.IntegerField(min_value=2, max_value=MOST_COURSE_VISITS)
    every_days = serializers.IntegerField(required=False, min_value=1, max_value=31, default=1)
    first_day = serializers.DateField()
    time = serializers.TimeField(help_text="By the clock of the location.")
    patient = serializers.UUIDField(required=False)


class CourseRequestSerializer(CourseWishSerializer):
    plan = serializers.CharField(
        max_length=64, help_text="The mark of the plan that was looked at; another plan is a conflict."
    )
    consent = serializers.UUIDField()
    comment = serializers.CharField(required=False, allow_blank=True, max_length=_LONGEST_COMMENT, default="")
    preparation_acknowledged = serializers.BooleanField(required=False, default=False)


class SkippedDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    reason_code = serializers.CharField()
    reason = serializers.SerializerMethodField()

    def get_reason(self, day: Any) -> str:
        return str(error_of(Refusal(day.reason_code)))


class CourseVisitSerializer(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    price = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    currency = serializers.CharField()


class CoursePlanSerializer(serializers.Serializer[Any]):
    """The days of a course, and those it has to leave out. Nothing is kept yet."""

    plan = serializers.CharField(source="mark")
    service = NamedSerializer()
    practitioner = NamedSerializer()
    location = PlaceSerializer()
    visits = CourseVisitSerializer(many=True)
    skipped = SkippedDaySerializer(many=True)


class CourseSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    patient = serializers.UUIDField(source="patient_id")
    service = NamedSerializer()
    practitioner = NamedSerializer(allow_null=True)
    location = PlaceSerializer()
    every_days = serializers.IntegerField()
    visits = AppointmentSerializer(many=True, source="appointments.all")
    skipped = SkippedDaySerializer(many=True, source="skips.all")


class KeptVisitSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(help_text="The appointment.")
    code = serializers.CharField()
    detail = serializers.CharField(help_text="In the language of the request.")


class CourseCancelledSerializer(serializers.Serializer[Any]):
    course = CourseSerializer()
    kept = KeptVisitSerializer(many=True, help_text="Visits that are booked still, each with why.")


class ReviewSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    appointment = serializers.UUIDField(source="appointment_id")
    practitioner = NamedSerializer()
    service = NamedSerializer()
    status = serializers.ChoiceField(choices=ReviewStatus.choices)
    asked_at = serializers.DateTimeField()
    rating = serializers.IntegerField(allow_null=True)
    text = serializers.CharField(allow_blank=True)
    reply = serializers.CharField(allow_blank=True, help_text="The clinic's answer.")


class ReviewRequestSerializer(serializers.Serializer[Any]):
    rating = serializers.IntegerField(min_value=1, max_value=5)
    text = serializers.CharField(required=False, allow_blank=True, max_length=3000, default="")
    author_name = serializers.CharField(required=False, allow_blank=True, max_length=60, default="")


class ProgramLegSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    stage = serializers.IntegerField(help_text="A lower stage comes wholly before a higher one.")
    service = NamedSerializer()
    fasting = serializers.BooleanField()
    gap_min_minutes = serializers.IntegerField()
    gap_max_minutes = serializers.IntegerField(allow_null=True)


class ProgramSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    summary = serializers.CharField(allow_blank=True)
    price = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    locations = PlaceSerializer(many=True, source="locations.all")
    legs = ProgramLegSerializer(many=True, source="legs.all")


class ProgramDaysQuerySerializer(serializers.Serializer[Any]):
    """Which days. Without them: the next two weeks at every branch of the program."""

    location = serializers.UUIDField(required=False)
    first = serializers.DateField(required=False)
    days = serializers.IntegerField(required=False, min_value=1, max_value=14, default=14)
    patient = serializers.UUIDField(required=False)


class ProgramVisitSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField(source="leg.number")
    service = NamedSerializer(source="leg.service")
    practitioner = serializers.UUIDField(source="offer.practitioner_id")
    start = serializers.DateTimeField(source="offer.start")
    end = serializers.DateTimeField(source="offer.end")


class ProgramPlanSerializer(serializers.Serializer[Any]):
    offers = serializers.ListField(
        child=serializers.CharField(), source="tokens", help_text="To hold the day with."
    )
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    minutes_waiting = serializers.IntegerField()
    price = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    visits = ProgramVisitSerializer(many=True)


class ProgramDaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    location = PlaceSerializer()
    plan = ProgramPlanSerializer(allow_null=True)
    blocked_by = NamedSerializer(
        source="blocked_by.service",
        default=None,
        allow_null=True,
        help_text="The visit that does not fit into the day.",
    )


class ProgramHoldRequestSerializer(serializers.Serializer[Any]):
    offers = serializers.ListField(child=serializers.CharField(max_length=400), min_length=1, max_length=20)
    patient = serializers.UUIDField(required=False)
    replacing = serializers.UUIDField(
        required=False, help_text="An earlier hold, given back once this one stands."
    )


class ProgramBookingRequestSerializer(serializers.Serializer[Any]):
    hold = serializers.UUIDField()
    patient = serializers.UUIDField(required=False)
    consent = serializers.UUIDField(
        help_text="The consent text that the patient agreed to (/consents/appointment/)."
    )
    comment = serializers.CharField(required=False, allow_blank=True, max_length=_LONGEST_COMMENT, default="")
    preparation_acknowledged = serializers.BooleanField(required=False, default=False)


class ProgramBookingSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    patient = serializers.UUIDField(source="patient_id")
    program = NamedSerializer()
    location = PlaceSerializer()
    date = serializers.DateField()
    status = serializers.ChoiceField(choices=ProgramBookingStatus.choices)
    price = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    visits = AppointmentSerializer(many=True, source="appointments.all")


class WaitlistRequestSerializer(serializers.Serializer[Any]):
    service = serializers.UUIDField()
    earliest_date = serializers.DateField()
    latest_date = serializers.DateField()
    patient = serializers.UUIDField(required=False)
    practitioners = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=50, default=list
    )
    locations = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=50, default=list
    )
    modality = serializers.ChoiceField(choices=Modality.choices, required=False, default=Modality.BOTH.value)
    earliest_time = serializers.TimeField(required=False, help_text="By the clock of the branch.")
    latest_time = serializers.TimeField(required=False)
    appointment = serializers.UUIDField(required=False, help_text="The visit to be moved to an earlier time.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["latest_date"] < attrs["earliest_date"]:
            raise serializers.ValidationError({"latest_date": _("The last day is before the first.")})
        return attrs


class WaitlistAcceptSerializer(serializers.Serializer[Any]):
    consent = serializers.UUIDField(
        help_text="The consent text that the patient agreed to (/consents/appointment/)."
    )
    preparation_acknowledged = serializers.BooleanField(required=False, default=False)


class WaitlistOfferSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    practitioner = NamedSerializer()
    location = PlaceSerializer()
    expires_at = serializers.DateTimeField(help_text="Until then the time is kept for this patient alone.")


class WaitlistEntrySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    service = NamedSerializer()
    practitioners = NamedSerializer(many=True, source="practitioners.all")
    locations = PlaceSerializer(many=True, source="locations.all")
    modality = serializers.ChoiceField(choices=Modality.choices)
    earliest_date = serializers.DateField()
    latest_date = serializers.DateField()
    status = serializers.ChoiceField(choices=WaitlistStatus.choices)
    appointment = serializers.UUIDField(source="appointment_id", allow_null=True)
    offers = WaitlistOfferSerializer(
        many=True, source="open_offers", help_text="Times that wait for an answer."
    )
