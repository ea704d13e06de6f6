"""Referrals, programs and the waiting list."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from booking.codes import Channel, WaitlistOfferStatus
from booking.models import (
    HealthcareService,
    Location,
    Practitioner,
    Program,
    ProgramLeg,
    ServiceRequest,
    WaitlistEntry,
    WaitlistOffer,
)
from booking.ports import ReferralAnswer
from booking.services.issuing import ask_referral, keep_referral
from booking.services.planning import find_program_plans
from booking.services.programs import book_program, cancel_program, hold_program
from booking.services.waiting import accept_offer, decline_offer, join_waitlist, leave_waitlist
from patient_api.idempotency import once, once_answered
from patient_api.pages import described_page
from patient_api.persons import access_for, birth_date_of, person_of
from patient_api.serializers.booking import (
    AppointmentSerializer,
    CancelRequestSerializer,
    HoldSerializer,
    ProgramBookingRequestSerializer,
    ProgramBookingSerializer,
    ProgramDaySerializer,
    ProgramDaysQuerySerializer,
    ProgramHoldRequestSerializer,
    ProgramSerializer,
    ReferralRequestSerializer,
    ReferralSerializer,
    WaitlistAcceptSerializer,
    WaitlistEntrySerializer,
    WaitlistRequestSerializer,
)
from patient_api.views.base import PAGE, PATIENT, PatientView, valid
from patient_api.views.own import (
    agreed_text,
    hold_with_names,
    own_appointment,
    own_hold,
    own_program_booking,
    own_waitlist_entry,
    own_waitlist_offer,
    program_bookings,
)
from people.codes import Purpose
from people.models import Patient


class Referrals(PatientView):
    @extend_schema(
        operation_id="referrals", parameters=[PATIENT, *PAGE], responses=described_page(ReferralSerializer)
    )
    def get(self, request: Request) -> Response:
        """The patient's referrals, the newest first."""
        rows = ServiceRequest.objects.filter(patient=self.person())
        page = self.page(
            rows.select_related("service", "speciality", "requester").order_by("-authored_on", "pk")
        )
        return page.answer(ReferralSerializer(page.rows, many=True).data)

    def _ask(self, request: Request) -> "_Asked":
        asked = valid(ReferralRequestSerializer(data=request.data))
        patient = person_of(request, asked.get("patient"))
        branches = Location.objects.filter(active=True).exclude(mis_system="")
        location = get_object_or_404(branches, pk=asked["location"])
        service = get_object_or_404(HealthcareService, active=True, pk=asked["service"])
        answer = ask_referral(patient=patient, number=asked["number"].strip(), location=location)
        return _Asked(patient, location, service, answer)

    @extend_schema(
        operation_id="add_referral", request=ReferralRequestSerializer, responses={201: ReferralSerializer}
    )
    @once_answered(_ask)
    def post(self, request: Request, asked: "_Asked") -> Response:
        """Add a referral by its number, which the branch's information system is asked for at once."""
        kept = keep_referral(
            access=access_for(request, asked.patient, purpose=Purpose.BOOKING),
            patient=asked.patient,
            answer=asked.answer,
            location=asked.location,
            service=asked.service,
            now=timezone.now(),
        )
        return Response(ReferralSerializer(kept).data, status=status.HTTP_201_CREATED)


class _Asked(NamedTuple):
    """A referral by its number, with what the branch's system says of it."""

    patient: Patient
    location: Location
    service: HealthcareService
    answer: ReferralAnswer


class Programs(PatientView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="programs", parameters=PAGE, responses=described_page(ProgramSerializer))
    def get(self, request: Request) -> Response:
        """Checkups of several visits in one day."""
        legs = ProgramLeg.objects.select_related("service").order_by("number")
        rows = Program.objects.filter(active=True, online_booking=True).order_by("code")
        page = self.page(rows.prefetch_related("locations", Prefetch("legs", queryset=legs)))
        return page.answer(ProgramSerializer(page.rows, many=True).data)


class ProgramDays(PatientView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="program_days",
        parameters=[ProgramDaysQuerySerializer],
        responses=ProgramDaySerializer(many=True),
    )
    def get(self, request: Request, program_id: UUID) -> Response:
        """The best plan of each day, or the visit that does not fit into it."""
        asked = valid(ProgramDaysQuerySerializer(data=request.query_params.dict()))
        program = _program(program_id)
        patient = person_of(request, asked["patient"]) if asked.get("patient") else None
        branches = program.locations.filter(active=True).order_by("code")
        if asked.get("location"):
            branches = branches.filter(pk=asked["location"])
        now = timezone.now()
        first = max(asked.get("first", now.date()), now.date())
        days = [first + timedelta(days=number) for number in range(asked["days"])]
        found = find_program_plans(
            program=program,
            locations=list(branches),
            dates=days,
            now=now,
            patient=patient,
            birth_date=birth_date_of(
                request,
                patient,
                program.legs.values_list("service", flat=True),
                is_limited=program.has_age_limits,
            ),
        )
        return Response(ProgramDaySerializer(found, many=True).data)


class ProgramHolds(PatientView):
    @extend_schema(
        operation_id="hold_program", request=ProgramHoldRequestSerializer, responses={201: HoldSerializer}
    )
    @once
    def post(self, request: Request, program_id: UUID) -> Response:
        """Keep all visits of a day, or none."""
        asked = valid(ProgramHoldRequestSerializer(data=request.data))
        kept = hold_program(
            program=_program(program_id),
            offer_tokens=asked["offers"],
            now=timezone.now(),
            patient=person_of(request, asked.get("patient")),
            channel=Channel.API,
            replacing=own_hold(request, asked["replacing"]) if asked.get("replacing") else None,
        )
        return Response(HoldSerializer(hold_with_names(kept.pk)).data, status=status.HTTP_201_CREATED)


class ProgramBookings(PatientView):
    @extend_schema(
        operation_id="program_bookings",
        parameters=[PATIENT, *PAGE],
        responses=described_page(ProgramBookingSerializer),
    )
    def get(self, request: Request) -> Response:
        """Booked programs, the latest first."""
        page = self.page(program_bookings().filter(patient=self.person()).order_by("-date", "pk"))
        return page.answer(ProgramBookingSerializer(page.rows, many=True).data)


class BookProgram(PatientView):
    @extend_schema(
        operation_id="book_program",
        request=ProgramBookingRequestSerializer,
        responses={201: ProgramBookingSerializer},
    )
    @once
    def post(self, request: Request, program_id: UUID) -> Response:
        """Book all held visits of a program, or none."""
        asked = valid(ProgramBookingRequestSerializer(data=request.data))
        patient = person_of(request, asked.get("patient"))
        booked = book_program(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            program=_program(program_id),
            hold=asked["hold"],
            patient=patient,
            now=timezone.now(),
            comment=asked["comment"],
            consent=agreed_text(asked["consent"]),
            preparation_acknowledged=asked["preparation_acknowledged"],
        )
        return Response(_booking(request, booked.pk), status=status.HTTP_201_CREATED)


class OneProgramBooking(PatientView):
    @extend_schema(operation_id="program_booking", responses=ProgramBookingSerializer)
    def get(self, request: Request, booking_id: UUID) -> Response:
        return Response(_booking(request, booking_id))


class CancelProgram(PatientView):
    @extend_schema(
        operation_id="cancel_program", request=CancelRequestSerializer, responses=ProgramBookingSerializer
    )
    @once
    def post(self, request: Request, booking_id: UUID) -> Response:
        """Cancel every visit that is still to come, or none."""
        asked = valid(CancelRequestSerializer(data=request.data))
        booked = own_program_booking(request, booking_id)
        cancel_program(
            access=access_for(request, booked.patient, purpose=Purpose.BOOKING),
            booking=booked,
            reason=asked["reason"],
            now=timezone.now(),
        )
        return Response(_booking(request, booking_id))


class Waitlist(PatientView):
    @extend_schema(
        operation_id="waitlist",
        parameters=[PATIENT, *PAGE],
        responses=described_page(WaitlistEntrySerializer),
    )
    def get(self, request: Request) -> Response:
        """What the patient waits for, the latest first, with the times that are offered to them."""
        page = self.page(_entries(self.person()).order_by("-created_at", "pk"))
        return page.answer(WaitlistEntrySerializer(page.rows, many=True).data)

    @extend_schema(
        operation_id="join_waitlist",
        request=WaitlistRequestSerializer,
        responses={201: WaitlistEntrySerializer},
    )
    @once
    def post(self, request: Request) -> Response:
        """Wait for a time of a service. Waiting for the same one again changes the earlier wish."""
        asked = valid(WaitlistRequestSerializer(data=request.data))
        patient = person_of(request, asked.pop("patient", None))
        service = HealthcareService.objects.filter(pk=asked.pop("service"), active=True).first()
        if service is None:
            raise Http404
        visit = own_appointment(request, asked.pop("appointment")) if "appointment" in asked else None
        entry = join_waitlist(
            access=access_for(request, patient, purpose=Purpose.BOOKING),
            patient=patient,
            service=service,
            practitioners=Practitioner.objects.filter(pk__in=asked.pop("practitioners"), active=True),
            locations=Location.objects.filter(pk__in=asked.pop("locations"), active=True),
            appointment=visit,
            now=timezone.now(),
            **asked,
        )
        shown = WaitlistEntrySerializer(_entries(patient).get(pk=entry.pk)).data
        return Response(shown, status=status.HTTP_201_CREATED)


class OneWaitlistEntry(PatientView):
    @extend_schema(operation_id="leave_waitlist", responses={204: None})
    def delete(self, request: Request, entry_id: UUID) -> Response:
        """Wait no longer."""
        entry = own_waitlist_entry(request, entry_id)
        access = access_for(request, entry.patient, purpose=Purpose.BOOKING)
        leave_waitlist(access=access, entry=entry, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class AcceptWaitlistOffer(PatientView):
    @extend_schema(
        operation_id="accept_waitlist_offer",
        request=WaitlistAcceptSerializer,
        responses={201: AppointmentSerializer},
    )
    @once
    def post(self, request: Request, offer_id: UUID) -> Response:
        """Book the time that was offered, or move the visit it was wanted for."""
        asked = valid(WaitlistAcceptSerializer(data=request.data))
        offer = own_waitlist_offer(request, offer_id)
        visit = accept_offer(
            access=access_for(request, offer.entry.patient, purpose=Purpose.BOOKING),
            offer=offer,
            now=timezone.now(),
            consent=agreed_text(asked["consent"]),
            preparation_acknowledged=asked["preparation_acknowledged"],
        )
        shown = AppointmentSerializer(own_appointment(request, visit.pk)).data
        return Response(shown, status=status.HTTP_201_CREATED)


class DeclineWaitlistOffer(PatientView):
    @extend_schema(operation_id="decline_waitlist_offer", request=None, responses={204: None})
    @once
    def post(self, request: Request, offer_id: UUID) -> Response:
        """Not this time: it goes to the next one, and the patient keeps waiting."""
        offer = own_waitlist_offer(request, offer_id)
        access = access_for(request, offer.entry.patient, purpose=Purpose.BOOKING)
        decline_offer(access=access, offer=offer, now=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


def _program(program_id: UUID) -> Program:
    found = Program.objects.filter(pk=program_id, active=True, online_booking=True).first()
    if found is None:
        raise Http404
    return found


def _booking(request: Request, booking_id: UUID) -> Any:
    return ProgramBookingSerializer(own_program_booking(request, booking_id)).data


def _entries(patient: Patient) -> Any:
    offers = WaitlistOffer.objects.filter(status=WaitlistOfferStatus.OFFERED).select_related(
        "practitioner", "location"
    )
    rows = WaitlistEntry.objects.filter(patient=patient).select_related("service")
    return rows.prefetch_related(
        "practitioners", "locations", Prefetch("offers", queryset=offers, to_attr="open_offers")
    )
