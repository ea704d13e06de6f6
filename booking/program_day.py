"""The day of a booked program: where a visit that is being moved still fits in with the others."""

from collections.abc import Sequence
from uuid import UUID

from booking.codes import OPEN_STATUSES, AppointmentStatus
from booking.models import Appointment, ProgramLeg
from booking.planning import Leg
from booking.queries import RestOfProgram
from booking.timeline import minute_after, minute_of

#: Visits in these states have their place in the day.
KEPT = (*OPEN_STATUSES, AppointmentStatus.FULFILLED)


def rules_of(legs: Sequence[ProgramLeg]) -> list[Leg]:
    places = {leg.pk: at for at, leg in enumerate(legs)}
    return [
        Leg(
            number=leg.number,
            stage=leg.stage,
            fasting=leg.fasting,
            after=places.get(leg.gap_after_id) if leg.gap_after_id else None,
            least=leg.gap_min_minutes,
            most=leg.gap_max_minutes,
        )
        for leg in legs
    ]


def rest_of(program_booking_id: UUID, *, moved: UUID) -> RestOfProgram | None:
    """What the other visits of the program leave to the one that is moved; None where it is the last one."""
    visits = list(
        Appointment.objects.filter(program_booking=program_booking_id, status__in=KEPT)
        .select_related("program_leg", "program_booking__program", "location")
        .order_by("program_leg__number")
    )
    others = [visit for visit in visits if visit.pk != moved]
    own = next((at for at, visit in enumerate(visits) if visit.pk == moved), None)
    if own is None or not others:
        return None
    return RestOfProgram(
        location_id=others[0].location_id,
        zone=others[0].location.zone,
        legs=tuple(rules_of([visit.program_leg for visit in visits])),
        spans=tuple((minute_of(visit.start), minute_after(visit.end)) for visit in visits),
        moved=own,
        longest=visits[0].program_booking.program.longest_day_minutes,
    )
