"""Five hundred reviews of visits that took place: put together from pieces, good and bad, some answered."""

import datetime as dt
import random
import re
from collections import defaultdict

from django.utils import timezone

from booking.codes import AppointmentStatus, ReviewStatus
from booking.models import Review
from demo.agenda import Visit
from demo.clinic import Clinic, Doctor
from demo.crowd import Person, crowd
from demo.identity import key
from demo.loading.people import patient_key
from demo.loading.visits import appointment_key, status_of
from demo.words import Content, Language, read

REVIEWS = 500
#: Who writes: mostly people who are content, as everywhere.
MOODS = ("good",) * 15 + ("middling",) * 3 + ("bad",) * 2
ANSWERED = {"good": 0.3, "middling": 0.8, "bad": 1.0}
ENGLISH_SHARE = 0.12
#: For a child a parent writes, and does not sign with the child's name.
YOUNGEST_SIGNER = dt.date(2008, 1, 1)


class Mood(Content):
    rating: tuple[int, ...]
    openings: tuple[str, ...]
    middles: tuple[str, ...]
    closings: tuple[str, ...]


class Topic(Content):
    """Middles that fit only these specialities."""

    specialities: tuple[str, ...]
    ru: tuple[str, ...]
    en: tuple[str, ...]


class ReviewPieces(Content):
    ru: dict[str, Mood]
    en: dict[str, Mood]
    replies: dict[Language, dict[str, tuple[str, ...]]]
    topics: tuple[Topic, ...]
    waiting: int

    def middles(self, mood: str, language: Language, specialities: tuple[str, ...]) -> tuple[str, ...]:
        """What everybody may say, and in a good mood what fits the doctor's speciality, said twice as often."""
        pieces = (self.ru if language == "ru" else self.en)[mood].middles
        if mood != "good":
            return pieces
        fitting = [topic for topic in self.topics if set(topic.specialities) & set(specialities)]
        return pieces + 2 * tuple(
            line for topic in fitting for line in (topic.ru if language == "ru" else topic.en)
        )


def load_reviews(clinic: Clinic, visits: list[Visit], *, now: dt.datetime) -> None:
    pieces = read(ReviewPieces, "reviews.yaml")
    happened = [visit for visit in visits if status_of(visit, now=now) == AppointmentStatus.FULFILLED]
    writer = _Writer(clinic, pieces)
    chosen = _spread(happened, REVIEWS + pieces.waiting)
    # The latest are the ones nobody has read yet.
    by_age = sorted(chosen, key=lambda visit: visit.end)
    rows = [writer.review(visit, now, is_read=number < REVIEWS) for number, visit in enumerate(by_age)]
    Review.objects.bulk_create([row for row in rows if row], ignore_conflicts=True)


def _spread(visits: list[Visit], count: int) -> list[Visit]:
    """The same number for every doctor as far as it goes, the latest visits first."""
    by_doctor: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda visit: visit.end, reverse=True):
        by_doctor[visit.doctor].append(visit)
    chosen: list[Visit] = []
    for layer in range(max(map(len, by_doctor.values()), default=0)):
        chosen += [theirs[layer] for theirs in by_doctor.values() if layer < len(theirs)]
    return chosen[:count]


class _Writer:
    def __init__(self, clinic: Clinic, pieces: ReviewPieces) -> None:
        self.pieces = pieces
        self.doctors = {doctor.code: doctor for doctor in clinic.doctors}
        self.people = {person.code: person for person in crowd()}
        self.written: set[str] = set()

    def review(self, visit: Visit, now: dt.datetime, *, is_read: bool) -> Review:
        chance = random.Random(f"review {visit.name}")  # noqa: S311 - invented reviews
        language: Language = "en" if chance.random() < ENGLISH_SHARE else "ru"
        mood = chance.choice(MOODS)
        ratings = (self.pieces.ru if language == "ru" else self.pieces.en)[mood].rating
        asked = visit.end + dt.timedelta(hours=24)
        submitted = min(asked + dt.timedelta(hours=chance.randint(1, 60)), now - dt.timedelta(minutes=30))
        published = submitted + dt.timedelta(hours=chance.randint(3, 30))
        answered = is_read and chance.random() < ANSWERED[mood]
        return Review(
            id=key("review", visit.name),
            appointment_id=appointment_key(visit),
            patient_id=patient_key(visit.patient),
            practitioner_id=key("practitioner", visit.doctor),
            service_id=key("service", visit.service),
            location_id=key("location", visit.branch),
            status=ReviewStatus.PUBLISHED if is_read else ReviewStatus.SUBMITTED,
            rating=chance.choice(ratings),
            text=self._text(mood, self.doctors[visit.doctor], self.people[visit.patient], language, chance),
            language=language,
            author_name=_signature(self.people[visit.patient], language, chance),
            asked_at=asked,
            submitted_at=submitted,
            published_at=min(published, now) if is_read else None,
            reply=chance.choice(self.pieces.replies[language][mood]) if answered else "",
            replied_at=min(published + dt.timedelta(hours=20), timezone.now()) if answered else None,
        )

    def _text(
        self, mood: str, doctor: Doctor, person: Person, language: Language, chance: random.Random
    ) -> str:
        """No two reviews read the same."""
        pieces = (self.pieces.ru if language == "ru" else self.pieces.en)[mood]
        choice = self.pieces.middles(mood, language, doctor.specialities)
        name = f"{doctor.ru[1]} {doctor.ru[2]}" if language == "ru" else f"Dr {doctor.en[0]}"
        while True:
            middles = dict.fromkeys(chance.sample(choice, min(len(choice), chance.choice((1, 2, 2, 3)))))
            parts = (chance.choice(pieces.openings), *middles, chance.choice(pieces.closings))
            text = " ".join(part for part in parts if part)
            text = _in_gender(text, person).format(doctor=name, minutes=chance.choice((15, 20, 25, 30, 40)))
            if text not in self.written:
                self.written.add(text)
                return text


def _in_gender(text: str, person: Person) -> str:
    """`[Пришёл|Пришла]` as this person would write it."""
    return re.sub(r"\[(.+?)\|(.+?)\]", r"\1" if person.gender == "male" else r"\2", text)


def _signature(person: Person, language: Language, chance: random.Random) -> str:
    """As people sign: a first name and an initial, or nothing."""
    if chance.random() < 0.15 or person.birth_date > YOUNGEST_SIGNER:
        return ""
    if language == "en":
        return chance.choice(("Alex", "Sam", "Robin", "Jamie", "Chris", "Jo", "Max", "Kim")) + "."
    return f"{person.given} {person.family[0]}."
