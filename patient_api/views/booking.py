"""Times, holds and appointments."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from booking import services
from booking.codes import Channel
from booking.errors import error_of
from booking.models import HealthcareService, PractitionerRole, Speciality
from booking.offers import Offer
from booking.search import TimeQuery
from patient_api.idempotency import once
from patient_api.pages import described_page
from patient_api.persons import access_for, birth_date_of, person_of
from patient_api.serializers.booking import (
    AppointmentSerializer,
    AppointmentsQuerySerializer,
    BookingRequestSerializer,
    CancelRequestSerializer,
    HoldRequestSerializer,
    HoldSerializer,
    MoveRequestSerializer,
    OfferQuerySerializer,
    OffersSerializer,
)
from patient_api.views.base import PAGE, PATIENT, PatientView, valid
from patient_api.views.own import agreed_text, hold_with_names, own_appointment, own_hold, own_referral
from people.codes import Purpose

#: What is searched without days, and at most.
USUAL_DAYS = timedelta(days=14)
MOST_DAYS = timedelta(days=31)


class Offers(PatientView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="offers", parameters=[OfferQuerySerializer], responses=OffersSerializer)
    def get(self, request: Request) -> Response:
        """Free times, the earliest first. Every one of them, taken alone, can be held and booked."""
        asked = valid(OfferQuerySerializer(data=_lists(request.query_params, "practitioner", "location")))
        now = timezone.now()
        patient = person_of(request, asked["patient"]) if asked.get("patient") else None
        start = max(asked.get("start", now), now)
        query = TimeQuery(
            start=start,
            end=min(asked.get("end", start + USUAL_DAYS), start + MOST_DAYS),
            service_id=asked.get("service"),
            speciality_id=asked.get("speciality"),
            practitioner_ids=frozenset(asked.get("practitioner", ())),
            location_ids=frozenset(asked.get("location", ())),
            modality=asked.get("modality", ""),
            patient_id=patient.pk if patient else None,
            birth_date=birth_date_of(request, patient, _services_asked_for(asked)),
            referral_id=asked.get("referral"),
        )
        found = services.find_times(query, now=now)
        shown = found.offers[: asked["limit"]]
        refusal = error_of(found.refusal) if found.refusal else None
        answer = {
            "offers": _with_names(shown),
            "is_complete": len(shown) == len(found.offers),
            "refusal": {"code": refusal.code, "detail": str(refusal)} if refusal else None,
        }
        return Response(OffersSerializer(answer).data)


class Holds(PatientView):
    @extend_schema(operation_id="hold", request=HoldRequestSerializer, responses={201: HoldSerializer})
    @once
    def post(self, request: Request) -> Response:
        """Keep an offered time for a patient while they decide."""
        asked = valid(HoldRequestSerializer(data=request.data))
        patient = person_of(request, asked.get("patient"))
        replaced = own_hold(request, asked["replacing"]) if asked.get("replacing") else None
        kept = services.hold(
            offer_token=asked["offer"],
            now=timezone.now(),
            patient=patient,
            channel=Channel.API,
            referral_id=asked.get("referral"),
            replacing=replaced,
        )
        return Response(HoldSerializer(hold_with_names(kept.pk)).data, status=status.HTTP_201_CREATED)


class OneHold(PatientView):
    @extend_schema(operation_id="held", responses=HoldSerializer)
    def get(self, request: Request, hold_id: UUID) -> Response:
        return Response(HoldSerializer(own_hold(request, hold_id)).data)

    @extend_schema(operation_id="release", responses={204: None})
    def delete(self, request: Request, hold_id: UUID) -> Response:
        """Give the time back."""
        services.release_hold(hold=own_hold(request, hold_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class HoldExtension(PatientView):
    @extend_schema(operation_id="extend", request=None, responses=HoldSerializer)
    @once
    def post(self, request: Request, hold_id: UUID) -> Response:
        """Keep the time longer, once."""
        services.extend_hold(hold=own_hold(request, hold_id), now=timezone.now())
        return Response(HoldSerializer(hold_with_names(hold_id)).data)


class Appointments(PatientView):
    @extend_schema(
        operation_id="appointments",
        parameters=[
            PATIENT,
            AppointmentsQuerySerializer,
            *PAGE,
        ],
        responses=described_page(AppointmentSerializer),
    )
    def get(self, request: Request) -> Response:
        """Visits to come, the next first; or past ones, the latest first."""
        own = self.person().appointments
        now = timezone.now()
        asked = valid(AppointmentsQuerySerializer(data=request.query_params.dict()))
        rows = own.past(now) if asked["when"] == "past" else own.upcoming(now)
        page = self.page(rows.with_names())
        return page.answer(AppointmentSerializer(page.rows, many=True).data)

    @extend_schema(
        operation_id="book", request=BookingRequestSerializer, responses={201: AppointmentSerializer}
    )
    @once
    def post(self, request: Request) -> Response:
        """Book a held time. The status is "booked", or "pending" until the branch has answered."""
        asked = valid(BookingRequestSerializer(data=request.data))
        patient = person_of(request, asked.get("patient"))
        text = agreed_text(asked["consent"])
        appointment = services.book(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            hold=asked["hold"],
            patient=patient,
            now=timezone.now(),
            comment=asked["comment"],
            referral=own_referral(patient, asked.get("referral")),
            consent=text,
            preparation_acknowledged=asked["preparation_acknowledged"],
        )
        return Response(_shown(request, appointment.pk), status=status.HTTP_201_CREATED)


class OneAppointment(PatientView):
    @extend_schema(operation_id="appointment", responses=AppointmentSerializer)
    def get(self, request: Request, appointment_id: UUID) -> Response:
        return Response(_shown(request, appointment_id))


class Move(PatientView):
    @extend_schema(operation_id="move", request=MoveRequestSerializer, responses=AppointmentSerializer)
    @once
    def post(self, request: Request, appointment_id: UUID) -> Response:
        """Move to another offered time of the same service; the earlier one stays until the new one stands."""
        asked = valid(MoveRequestSerializer(data=request.data))
        appointment = own_appointment(request, appointment_id)
        services.reschedule(
            access=access_for(request, appointment.patient, purpose=Purpose.BOOKING),
            appointment=appointment,
            offer_token=asked["offer"],
            now=timezone.now(),
        )
        return Response(_shown(request, appointment_id))


class Cancel(PatientView):
    @extend_schema(operation_id="cancel", request=CancelRequestSerializer, responses=AppointmentSerializer)
    @once
    def post(self, request: Request, appointment_id: UUID) -> Response:
        """Cancel a visit."""
        asked = valid(CancelRequestSerializer(data=request.data))
        appointment = own_appointment(request, appointment_id)
        services.cancel(
            access=access_for(request, appointment.patient, purpose=Purpose.BOOKING),
            appointment=appointment,
            reason=asked["reason"],
            now=timezone.now(),
        )
        return Response(_shown(request, appointment_id))


def _services_asked_for(asked: dict[str, Any]) -> list[UUID]:
    """The service, or the usual visit of the speciality."""
    if asked.get("service"):
        return [asked["service"]]
    usual = Speciality.objects.filter(pk__in=filter(None, [asked.get("speciality")])).exclude(
        consultation=None
    )
    return list(usual.values_list("consultation", flat=True))


def _shown(request: Request, appointment_id: UUID) -> Any:
    return AppointmentSerializer(own_appointment(request, appointment_id)).data


def _with_names(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """Offers with what a person reads of them; two queries for any number."""
    if not offers:
        return []
    posts = PractitionerRole.objects.filter(_places(offers)).select_related("practitioner", "location")
    doctors = {post.practitioner_id: post.practitioner for post in posts}
    places = {post.location_id: post.location for post in posts}
    service = HealthcareService.objects.get(pk=offers[0].service_id)
    return [
        {
            "offer": offer.token,
            "start": offer.start,
            "end": offer.end,
            "service": service,
            "practitioner": doctors[offer.practitioner_id],
            "location": places[offer.location_id],
            "modality": offer.modality,
            "visit_type": offer.visit_type,
            "price": offer.price,
            "currency": offer.currency,
            "seats_left": offer.seats_left,
            "as_of": offer.as_of,
        }
        for offer in offers
    ]


def _places(offers: Iterable[Offer]) -> Q:
    return Q(
        practitioner__in={offer.practitioner_id for offer in offers},
        location__in={offer.location_id for offer in offers},
    )


def _lists(parameters: Any, *names: str) -> dict[str, Any]:
    """Query parameters as a plain dictionary; those that may be repeated as lists."""
    values = dict(parameters.items())
    values.update({name: parameters.getlist(name) for name in names if name in parameters})
    return values
