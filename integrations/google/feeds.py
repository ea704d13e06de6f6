"""Merchants, services and availability as Google wants them each day, from the engine that books.

Times come branch by branch and week by week, so memory does not grow with the network. A service is listed where it
has a free time, a branch where it has a service: a reference that leads nowhere makes Google refuse the feed.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import orjson
from django.conf import settings
from django.utils import translation

from booking.codes import Audience, Modality
from booking.models import HealthcareService, Location, Practitioner, PractitionerRole
from booking.offers import Offer
from booking.search import TimeQuery
from booking.services import find_many
from integrations.google.ports import branch_addresses
from integrations.google.records import ListedService, Prices, listed_services, merchant
from integrations.google.shards import RECORDS_PER_SHARD, ShardedFeed, move_into_place

WEEK = timedelta(days=7)
# What the last run wrote, for the guard against a feed that empties itself.
SUMMARY = "last_run.json"
LEAST_SHARE_OF_LAST_RUN = 0.8


class FeedShrank(Exception):
    """A complete feed deletes what it leaves out, so one much smaller than the last needs a person's word."""


@dataclass
class Feeds:
    """What a run wrote."""

    files: list[Path] = field(default_factory=list)
    services: int = 0
    times: int = 0
    times_by_branch: dict[str, int] = field(default_factory=dict)

    @property
    def merchants(self) -> int:
        return len(self.times_by_branch)


def write_feeds(
    folder: Path,
    *,
    days: int,
    now: datetime,
    compress: bool = False,
    accept_shrunk: bool = False,
    records_per_shard: int = RECORDS_PER_SHARD,
) -> Feeds:
    """Write the three feeds into the folder. Raises OSError when it cannot be written, FeedShrank; then none is there.

    Google reads the feeds in this order: merchants, services, availability. So they are put in place in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".google_feeds_", dir=folder) as temporary:
        run = Run(Path(temporary), now=now, days=days, records_per_shard=records_per_shard)
        try:
            feeds = run.write(compress=compress)
        finally:
            run.abandon()
        if not accept_shrunk:
            refuse_shrunk(feeds, folder / SUMMARY)
        feeds.files = move_into_place(feeds.files, folder)
        summary = Path(temporary) / SUMMARY
        summary.write_text(json.dumps({"times": feeds.times, "branches": feeds.times_by_branch}))
        move_into_place([summary], folder)
    return feeds


def refuse_shrunk(feeds: Feeds, summary: Path) -> None:
    if not summary.exists():
        return
    last = json.loads(summary.read_text())
    emptied = sorted(set(last["branches"]) - set(feeds.times_by_branch))
    if emptied:
        raise FeedShrank(
            f"These branches had free times in the last feed and have none now: {', '.join(emptied)}"
        )
    if feeds.times < last["times"] * LEAST_SHARE_OF_LAST_RUN:
        raise FeedShrank(f"The last feed had {last['times']} times, this one has {feeds.times}")


class Run:
    def __init__(self, folder: Path, *, now: datetime, days: int, records_per_shard: int) -> None:
        self.now = now
        self.until = now + timedelta(days=days)
        timestamp = int(now.timestamp())

        def feed(kind: str, opening: bytes, closing: bytes) -> ShardedFeed:
            return ShardedFeed(kind, folder, timestamp, opening, closing, records_per_shard)

        self.merchants = feed("merchants", b'"merchant":[\n', b"\n]}\n")
        self.services = feed("services", b'"service":[\n', b"\n]}\n")
        self.availability = feed("availability", b'"service_availability":[{"availability":[\n', b"\n]}]}\n")
        with translation.override(settings.LANGUAGE_CODE):
            self.names = {one.id: one.name for one in Practitioner.objects.filter(active=True)}
        self.offered = listed_services(HealthcareService.objects.select_related("speciality"))

    def write(self, *, compress: bool) -> Feeds:
        feeds = Feeds()
        urls = branch_addresses(settings.LANGUAGE_CODE)
        for location in Location.objects.filter(active=True).select_related("organization").order_by("code"):
            before = self.availability.records
            prices = self.write_times(location)
            if not prices:
                continue
            self.merchants.write([orjson.dumps(merchant(location, url=urls.get(location.id, "")))])
            listed = [
                ListedService(location, one, prices[one.id]) for one in self.offered if one.id in prices
            ]
            self.services.write(orjson.dumps(one.record()) for one in listed)
            feeds.services += len(listed)
            feeds.times_by_branch[str(location.id)] = self.availability.records - before
        feeds.times = self.availability.records
        for feed in (self.merchants, self.services, self.availability):
            feeds.files += feed.finish(compress=compress)
        return feeds

    def abandon(self) -> None:
        for feed in (self.merchants, self.services, self.availability):
            feed.abandon()

    def write_times(self, location: Location) -> dict[UUID, Prices]:
        """Write the branch's free times; the services that have some, with their prices."""
        services = self.services_of(location)
        written = Availability(location, self.names, {service.id: service.seats for service in services})
        for start, end in self.weeks():
            queries = [query(service, location, start, end) for service in services]
            for answer in find_many(queries, now=self.now) if queries else []:
                self.availability.write(written.records(answer.offers))
        return written.prices

    def services_of(self, location: Location) -> list[HealthcareService]:
        given = set(
            PractitionerRole.objects.filter(location=location, active=True, online_booking=True).values_list(
                "services", flat=True
            )
        )
        return [service for service in self.offered if service.id in given]

    def weeks(self) -> Iterator[tuple[datetime, datetime]]:
        start = self.now
        while start < self.until:
            yield start, min(start + WEEK, self.until)
            start += WEEK


def query(service: HealthcareService, location: Location, start: datetime, end: datetime) -> TimeQuery:
    is_virtual = service.modality == Modality.VIRTUAL
    return TimeQuery(
        start=start,
        end=end,
        service_id=service.id,
        location_ids=frozenset({location.id}),
        modality=Modality.VIRTUAL if is_virtual else Modality.IN_PERSON,
        audience=Audience.PATIENT,
    )


class Availability:
    """Offers as Availability records. What the times of one doctor and service share is made into JSON once."""

    def __init__(self, location: Location, names: dict[UUID, str], seats: dict[UUID, int]) -> None:
        self.merchant_id = str(location.id)
        self.names = names
        self.seats = seats
        # A branch with a system of its own answers later; Google is told so, and creates what is pending.
        mode = "SYNCHRONOUS" if location.confirms_itself else "ASYNCHRONOUS"
        self.confirmation_mode = f"CONFIRMATION_MODE_{mode}"
        #: By service: what has been written, with its prices.
        self.prices: dict[UUID, Prices] = defaultdict(set)

    def records(self, offers: list[Offer]) -> Iterator[bytes]:
        """Identity stands for equality in the key: offers of one doctor and segment share these objects, and
        hashing a UUID and a Decimal a million times is slow."""
        openings: dict[tuple[int, int, timedelta, int | None], bytes] = {}
        for offer in offers:
            key = (id(offer.practitioner_id), id(offer.price), offer.end - offer.start, offer.seats_left)
            opening = openings.get(key)
            if opening is None:
                opening = openings[key] = self.opening(offer)
            yield b"%b%d}" % (opening, offer.start.timestamp())

    def opening(self, offer: Offer) -> bytes:
        prices = self.prices[offer.service_id]
        if offer.price is not None:
            prices.add((offer.price, offer.currency))
        shared = {
            "merchant_id": self.merchant_id,
            "service_id": str(offer.service_id),
            "duration_sec": offer.duration_minutes * 60,
            "spots_total": self.seats[offer.service_id],
            "spots_open": offer.seats_left or 1,
            "resources": {
                "staff_id": str(offer.practitioner_id),
                "staff_name": self.names[offer.practitioner_id],
            },
            "confirmation_mode": self.confirmation_mode,
        }
        return orjson.dumps(shared)[:-1] + b',"start_sec":'
