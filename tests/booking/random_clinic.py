"""Small clinics made by chance: zones, rooms, equipment, buffers, mirrors, groups, closures and old visits."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from booking.codes import AppointmentStatus, ExceptionKind, HoursSource, Modality, VisitType
from booking.models import Appointment, Block, Commitment, Equipment, FreeSpan, HoursException
from booking.queries import TimeQuery
from booking.services import find_times, hold
from tests import factories as make

#: The night of 30 to 31 March 2030 has no hour from two to three in Berlin.
NOW = datetime(2030, 3, 29, 6, tzinfo=UTC)
TODAY = date(2030, 3, 29)


class RandomClinic:
    def __init__(self, seed):
        self.chance = chance = Random(seed)
        self.locations = [
            make.make_location(time_zone=zone)
            for zone in chance.sample(["Europe/Moscow", "Europe/Berlin", "Asia/Kathmandu"], 2)
        ]
        self.room_kind = make.make_resource_kind()
        self.equipment_kind = make.make_resource_kind("equipment")
        self.rooms = [
            make.make_room(where, self.room_kind)
            for where in self.locations
            for _ in range(chance.randint(0, 2))
        ]
        for where in self.locations:
            Equipment.objects.create(location=where, kind=self.equipment_kind, name_ru="Аппарат")
        self.services = [self._service() for _ in range(3)]
        self.doctors = [self._doctor() for _ in range(3)]
        self.patient = make.make_patient(user=make.make_user())
        self._closures()
        self._blocks()
        self._history()
        self._lost_holds()

    def _service(self):
        chance = self.chance
        service = make.make_service(
            duration_minutes=chance.choice([15, 20, 30, 45, 60]),
            speciality=make.make_speciality(repeat_interval_days=chance.choice([None, 30])),
            step_minutes=chance.choice([None, None, 10, 15]),
            buffer_before_minutes=chance.choice([0, 0, 5]),
            buffer_after_minutes=chance.choice([0, 0, 10]),
            room_buffer_after_minutes=chance.choice([0, 15]),
            room_kind=chance.choice([None, self.room_kind]),
            seats=chance.choice([1, 1, 1, 3]),
            fasting=chance.random() < 0.2,
            modality=chance.choice([Modality.IN_PERSON, Modality.BOTH, Modality.VIRTUAL]),
        )
        if chance.random() < 0.3:
            service.equipment_kinds.add(self.equipment_kind)
        make.make_price(service, "1500")
        make.make_price(
            service, "900", visit_type=VisitType.REPEAT, duration_minutes=chance.choice([None, 15])
        )
        make.make_price(service, "1700", valid_from=TODAY + timedelta(days=2))
        return service

    def _doctor(self):
        chance = self.chance
        doctor = make.make_practitioner()
        for where in chance.sample(self.locations, chance.randint(1, 2)):
            mirrored = chance.random() < 0.25
            make.make_role(
                doctor,
                where,
                *chance.sample(self.services, 2),
                hours_source=HoursSource.MIS if mirrored else HoursSource.PORTAL,
            )
            if mirrored:
                self._mirror(doctor, where)
            else:
                start = chance.randint(7, 20)
                rooms = [room for room in self.rooms if room.location_id == where.pk]
                make.make_hours(
                    doctor,
                    where,
                    start=time(start, chance.choice([0, 12, 30])),
                    end=time((start + chance.randint(2, 6)) % 24),
                    step_minutes=chance.choice([None, 12, 20]),
                    modality=chance.choice([Modality.BOTH, Modality.IN_PERSON]),
                    room=chance.choice([None, *rooms]),
                )
        return doctor

    def _mirror(self, doctor, where):
        for day in range(3):
            start = NOW + timedelta(days=day, minutes=self.chance.randint(0, 400))
            for number in range(self.chance.randint(1, 6)):
                FreeSpan.objects.create(
                    practitioner=doctor,
                    location=where,
                    start=start + timedelta(minutes=12 * number),
                    end=start + timedelta(minutes=12 * (number + 1)),
                    booking_token=f"{number}",
                    as_of=NOW,
                )

    def _closures(self):
        HoursException.objects.create(
            kind=ExceptionKind.CLOSED,
            location=self.chance.choice([None, *self.locations]),
            practitioner=self.chance.choice(self.doctors),
            start_date=TODAY + timedelta(days=1),
            end_date=TODAY + timedelta(days=1),
            start_time=time(9, 10),
            end_time=time(12),
            reason_ru="Совещание",
        )

    def _blocks(self):
        for _ in range(6):
            start = NOW + timedelta(minutes=5 * self.chance.randint(0, 600))
            resource = self.chance.choice([*self.doctors, *self.rooms])
            block = Block.objects.create(
                resource_type="practitioner",
                resource_id=resource.pk,
                start=start,
                end=start + timedelta(minutes=25),
                reason="Test",
            )
            if (
                not Commitment.objects.overlapping(block.start, block.end)
                .filter(resource_id=resource.pk)
                .exists()
            ):
                Commitment.objects.create(
                    resource_type="practitioner",
                    resource_id=resource.pk,
                    start=block.start,
                    end=block.end,
                    kind="block",
                    block=block,
                )

    def _lost_holds(self):
        """Times that somebody kept and left: they are free, whatever their rows still say."""
        long_ago = NOW - timedelta(minutes=30)
        for service in self.services:
            query = TimeQuery(start=NOW, end=NOW + timedelta(days=3), service_id=service.pk)
            for number in range(3):
                offers = find_times(query, now=long_ago).offers
                if offers:
                    token = self.chance.choice(offers).token
                    hold(offer_token=token, session_key=f"{service.pk} {number}", now=long_ago)

    def _history(self):
        if self.chance.random() < 0.5:
            start = NOW - timedelta(days=28, hours=self.chance.randint(0, 40))
            Appointment.objects.create(
                patient=self.patient,
                practitioner=self.doctors[0],
                service=self.services[0],
                location=self.locations[0],
                start=start,
                end=start + timedelta(minutes=30),
                status=AppointmentStatus.FULFILLED,
                created_at=start,
                updated_at=start,
            )
