"""Doctor, room, equipment and patient are taken together, each with its own span; groups share one doctor by seats."""

from datetime import UTC, datetime, time, timedelta

import pytest

from booking.codes import Modality
from booking.errors import EquipmentBusy, NoSeatsLeft, PatientBusy, RoomBusy, SlotTaken, TooFarApart
from booking.models import Commitment, Equipment, GroupSession
from booking.services import book, cancel, confirm, hold, release_hold, reschedule
from tests import factories as make
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SEVEN = datetime(2030, 1, 14, 7, tzinfo=UTC)  # ten o'clock in Moscow


def booked(clinic, offer, patient=None):
    patient = patient or make.make_patient()
    kept = hold(offer_token=offer.token, patient=patient, now=NOW)
    return book(
        access=make.access_of(patient), hold=kept, patient=patient, now=NOW, preparation_acknowledged=True
    )


def starts(offers):
    return [offer.start for offer in offers]


def span_of(kind):
    row = Commitment.objects.get(resource_type=kind)
    return row.start, row.end


def test_doctors_buffers_and_the_rooms_cleaning_are_their_own(clinic):
    kind = make.make_resource_kind()
    make.make_room(clinic.location, kind)
    service = clinic.service
    service.room_kind, service.buffer_before_minutes, service.room_buffer_after_minutes = kind, 5, 20
    service.save()

    appointment = booked(clinic, clinic.offers()[2])

    start, end = appointment.start, appointment.end
    assert span_of("practitioner") == (start - timedelta(minutes=5), end)
    assert span_of("room") == (start, end + timedelta(minutes=20))
    assert span_of("patient") == (start, end)


def test_last_visit_may_end_with_the_hours_and_its_buffer_after_them(clinic):
    clinic.service.buffer_after_minutes = 15
    clinic.service.save()

    assert clinic.offers()[-1].end == datetime(2030, 1, 14, 14, tzinfo=UTC)


def test_any_free_room_of_the_kind_is_given(clinic):
    kind = make.make_resource_kind()
    rooms = {make.make_room(clinic.location, kind).pk for _ in range(2)}
    make.make_room(clinic.location, make.make_resource_kind())
    clinic.service.room_kind = kind
    clinic.service.save()
    make.make_doctor(clinic.service, location=clinic.location)
    make.make_doctor(clinic.service, location=clinic.location)
    first = [offer for offer in clinic.offers() if offer.start == SEVEN]
    assert len(first) == 3

    given = {booked(clinic, offer).room_id for offer in first[:2]}

    assert given == rooms
    with pytest.raises(RoomBusy):
        hold(offer_token=first[2].token, session_key="browser", now=NOW)


def test_room_named_by_the_hours_is_the_room(clinic):
    kind = make.make_resource_kind()
    room = make.make_room(clinic.location, kind)
    clinic.doctor.hours_rules.all().delete()
    make.make_hours(clinic.doctor, clinic.location, room=room)

    assert {offer.room_id for offer in clinic.offers()} == {room.pk}


@pytest.mark.parametrize(
    ("hours", "offered"),
    [
        ({"modality": Modality.VIRTUAL}, {"usual": {"virtual"}, "other": {"virtual"}}),
        ({"modality": Modality.IN_PERSON}, {"usual": {"in-person"}, "other": {"in-person"}}),
        ({"services": ["other"]}, {"usual": set(), "other": {"in-person"}}),
    ],
)
def test_hours_are_for_a_modality_and_for_services(clinic, hours, offered):
    services = {"usual": clinic.service, "other": make.make_service()}
    for service in services.values():
        service.modality = Modality.BOTH
        service.save()
    clinic.doctor.roles.get().services.add(services["other"])
    clinic.doctor.hours_rules.all().delete()
    modality = hours.get("modality", Modality.BOTH)
    for rule in make.make_hours(clinic.doctor, clinic.location, modality=modality):
        rule.services.set(services[name] for name in hours.get("services", ()))

    assert {
        name: {offer.modality for offer in clinic.offers(service=service)}
        for name, service in services.items()
    } == offered


def test_equipment_is_taken_once(clinic):
    kind = make.make_resource_kind("equipment")
    Equipment.objects.create(location=clinic.location, kind=kind, name_ru="УЗИ")
    clinic.service.equipment_kinds.add(kind)
    make.make_doctor(clinic.service, location=clinic.location)
    first, second = [offer for offer in clinic.offers() if offer.start == SEVEN]

    booked(clinic, first)

    with pytest.raises(EquipmentBusy):
        hold(offer_token=second.token, session_key="browser", now=NOW)


def test_patient_is_in_one_place_at_a_time(clinic):
    make.make_doctor(clinic.service, location=clinic.location)
    first, second = [offer for offer in clinic.offers() if offer.start == SEVEN]
    booked(clinic, first, clinic.patient)

    assert SEVEN not in starts(clinic.offers(patient_id=clinic.patient.pk))
    with pytest.raises(PatientBusy):
        hold(offer_token=second.token, patient=clinic.patient, now=NOW)


def test_patient_has_time_to_travel_between_branches(clinic):
    for branch, longitude in ((clinic.location, "37.60"), (make.make_location(), "37.70")):
        branch.latitude, branch.longitude = "55.75", longitude
        branch.save()
    make.make_doctor(clinic.service, location=branch)
    here, _ = [offer for offer in clinic.offers() if offer.start == SEVEN]
    there = [offer for offer in clinic.offers() if offer.start == SEVEN + timedelta(minutes=30)][1]
    assert here.location_id != there.location_id
    booked(clinic, here, clinic.patient)

    # Six kilometres and the way to the door are forty minutes: 10:30 to 11:10, so 11:30 is the next on the grid.
    later = clinic.offers(patient_id=clinic.patient.pk, location_ids=frozenset([there.location_id]))
    assert later[0].start == SEVEN + timedelta(minutes=90)
    with pytest.raises(TooFarApart):
        hold(offer_token=there.token, patient=clinic.patient, now=NOW)


def test_video_visit_needs_no_travel_and_no_room(clinic):
    clinic.service.modality = Modality.BOTH
    clinic.service.room_kind = make.make_resource_kind()
    clinic.service.save()

    assert {offer.modality for offer in clinic.offers()} == {Modality.VIRTUAL}


# --- Groups -----------------------------------------------------------------------------------------------


@pytest.fixture
def group(clinic):
    clinic.service.seats = 2
    clinic.service.save()
    return clinic


def test_group_visit_has_seats_and_no_more(group):
    offer = group.offers()[0]
    booked(group, offer)

    (again, *_) = group.offers()
    assert (again.start, again.seats_left) == (offer.start, 1)
    booked(group, again)

    assert offer.start not in starts(group.offers())
    with pytest.raises(NoSeatsLeft):
        hold(offer_token=again.token, session_key="browser", now=NOW)


def test_group_takes_its_doctor_once(group):
    other = make.make_service()
    group.doctor.roles.get().services.add(other)
    booked(group, group.offers()[0])
    booked(group, group.offers()[0])

    assert GroupSession.objects.count() == 1
    assert Commitment.objects.filter(resource_id=group.doctor.pk).count() == 1
    assert SEVEN not in starts(group.offers(service=other))


def test_session_ends_with_its_last_seat(group):
    offer = group.offers()[0]
    kept = hold(offer_token=offer.token, session_key="one", now=NOW)
    appointment = booked(group, group.offers()[0])
    release_hold(hold=kept)
    assert GroupSession.objects.count() == 1

    cancel(
        access=make.access_of(make.make_user(is_staff=True)), appointment=appointment, reason="other", now=NOW
    )

    assert not Commitment.objects.exists()
    assert group.offers()[0].session_id is None


def test_session_held_by_expired_holds_blocks_nobody(group):
    other = make.make_service()
    make.make_price(other, "100")
    group.doctor.roles.get().services.add(other)
    late = group.offers()[4]
    hold(offer_token=late.token, session_key="one", now=NOW)
    after = NOW + timedelta(minutes=11)

    (offer,) = [offer for offer in group.offers(service=other, now=after) if offer.start == late.start]

    assert hold(offer_token=offer.token, session_key="two", now=after)
    assert not GroupSession.objects.exists()


def test_move_between_sessions_takes_a_seat_and_frees_one(group):
    offers = group.offers()
    appointment = booked(group, offers[-1], group.patient)
    booked(group, offers[-2])

    moved = reschedule(
        access=group.access, appointment=appointment, offer_token=group.offers()[-2].token, now=NOW
    )

    assert moved.session.start == offers[-2].start
    assert GroupSession.objects.filter(commitments__kind="session").distinct().count() == 1
    seats = {offer.start: offer.seats_left for offer in group.offers()}
    assert offers[-2].start not in seats
    assert seats[offers[-1].start] == 2


def test_form_sent_twice_keeps_one_seat(group):
    offer = group.offers()[0]

    kept = {hold(offer_token=offer.token, session_key="browser", now=NOW).pk for _ in range(2)}

    assert len(kept) == 1
    assert group.offers()[0].seats_left == 1


def test_seat_chosen_again_is_the_same_seat(group):
    (offer, *_) = group.offers()
    kept = hold(offer_token=offer.token, session_key="browser", now=NOW)

    again = hold(offer_token=offer.token, session_key="browser", now=NOW, replacing=kept)

    assert GroupSession.objects.get().commitments.filter(resource_type="seat").get().leg.hold == again


def test_visit_moves_into_the_session_that_its_hold_began(group):
    offers = group.offers()
    appointment = booked(group, offers[-1], group.patient)
    kept = hold(offer_token=offers[2].token, patient=group.patient, now=NOW)

    moved = reschedule(access=group.access, appointment=appointment, hold=kept, now=NOW)

    assert moved.start == offers[2].start
    assert moved.session.commitments.get(resource_type="seat").appointment == moved


def test_cancelling_a_move_between_sessions_leaves_neither(mis_clinic):
    mis_clinic.service.seats = 2
    mis_clinic.service.save()
    offers = mis_clinic.offers()
    appointment = booked(mis_clinic, offers[-1], mis_clinic.patient)
    confirm(access=mis_clinic.access, appointment=appointment, external_id="A-1", now=NOW)
    reschedule(access=mis_clinic.access, appointment=appointment, offer_token=offers[2].token, now=NOW)

    desk = make.access_of(make.make_user(is_staff=True))
    cancel(access=desk, appointment=appointment, reason="other", now=NOW)

    assert not Commitment.objects.exists()


def test_session_outside_the_new_hours_takes_nobody_in(group):
    booked(group, group.offers()[-1])
    group.doctor.hours_rules.all().delete()
    make.make_hours(group.doctor, group.location, end=time(12))

    assert max(offer.end for offer in group.offers()) == datetime(2030, 1, 14, 9, tzinfo=UTC)


def test_room_that_waits_for_an_expired_session_is_free(group):
    """Whoever wants only the room ends the session whose patients never came back."""
    kind = make.make_resource_kind()
    room = make.make_room(group.location, kind)
    group.service.room_kind = kind
    group.service.save()
    alone = make.make_service(room_kind=kind)
    make.make_doctor(alone, location=group.location)
    offer = group.offers()[4]
    hold(offer_token=offer.token, session_key="one", now=NOW)
    after = NOW + timedelta(minutes=11)
    (wanted,) = [one for one in group.offers(service=alone, now=after) if one.start == offer.start]

    kept = hold(offer_token=wanted.token, session_key="two", now=after)

    assert kept.legs.get().room == room
    assert not GroupSession.objects.exists()


# --- Moves ------------------------------------------------------------------------------------------------


def test_move_across_doctors_and_branches_keeps_identity(clinic):
    elsewhere = make.make_location(time_zone="Asia/Yekaterinburg")
    other = make.make_doctor(clinic.service, location=elsewhere)
    appointment = booked(clinic, clinic.offers()[-1], clinic.patient)
    (offer, *_) = clinic.offers(start=NOW + timedelta(hours=20), location_ids=frozenset([elsewhere.pk]))

    moved = reschedule(access=clinic.access, appointment=appointment, offer_token=offer.token, now=NOW)

    assert moved.pk == appointment.pk
    assert (moved.practitioner_id, moved.location_id) == (other.pk, elsewhere.pk)
    assert offer.start == datetime(2030, 1, 15, 4, tzinfo=UTC)  # nine o'clock, two hours ahead of Moscow
    assert not Commitment.objects.filter(resource_id=clinic.doctor.pk).exists()


def test_lost_target_of_a_move_leaves_the_old_time(clinic):
    appointment = booked(clinic, clinic.offers()[-1], clinic.patient)
    wanted = clinic.offers()[5]
    booked(clinic, wanted)

    with pytest.raises(SlotTaken):
        reschedule(access=clinic.access, appointment=appointment, offer_token=wanted.token, now=NOW)

    appointment.refresh_from_db()
    assert Commitment.objects.filter(appointment=appointment, resource_id=clinic.doctor.pk).exists()
    assert appointment.version == 1


def test_hours_end_before_the_visit_would(clinic):
    clinic.doctor.hours_rules.all().delete()
    make.make_hours(clinic.doctor, clinic.location, start=time(12), end=time(12, 50))

    assert starts(clinic.offers()) == [datetime(2030, 1, 14, 9, tzinfo=UTC)]
