"""One writer per resource at a time, and dead holds out of the way.

PostgreSQL: advisory locks of the transaction, taken in one fixed order. The exclusion constraint would be enough
to be right, but not to be fast: transactions that meet on it in different orders deadlock for seconds. SQLite has
one writer anyway.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, Self
from uuid import UUID

from django.db import connection
from django.db.models import F

from booking.codes import CommitmentKind, ResourceType
from booking.models import Commitment, GroupSession, Hold, HoldLeg

LOCK_TIMEOUT = "2s"
#: A browser session is no resource, but what it may hold is counted, so it takes part in the locking.
BROWSER = "browser"
_ORDER = {kind: number for number, kind in enumerate([*ResourceType.values, BROWSER])}


class LostRace(Exception):
    """What was offered went to somebody else before the lock was ours: look again."""


#: SQLSTATE of lock_not_available, deadlock_detected and serialization_failure: a server may speak any language.
WAITED_IN_VAIN = ("55P03", "40P01", "40001")


def is_lost_race(error: Exception) -> bool:
    """Whether the error says that somebody was faster: in the code, in the database, or by sitting on a lock."""
    if isinstance(error, LostRace):
        return True
    if getattr(error.__cause__, "sqlstate", None) in WAITED_IN_VAIN:
        return True
    text = str(error)
    return "booking_commitment_no_overlap" in text or "database is locked" in text


class Resource(NamedTuple):
    type: str
    id: UUID

    @classmethod
    def of_browser(cls, session_key: str) -> Self:
        return cls(BROWSER, UUID(bytes=sha256(session_key.encode()).digest()[:16]))

    @property
    def lock_key(self) -> int:
        """63 bits: the type above the low bits of the key, so that sorting sorts by type first."""
        return _ORDER[self.type] << 60 | self.id.int & (1 << 60) - 1


def lock(resources: Iterable[Resource]) -> None:
    """Wait for whoever is changing these resources; hold them to the end of the transaction.

    Take all of a transaction's resources in one call. Raises OperationalError after two seconds of waiting.
    """
    keys = sorted({resource.lock_key for resource in resources})
    if connection.vendor != "postgresql" or not keys:
        return
    with connection.cursor() as cursor:
        # The functions of FROM run before any row is made, so the timeout holds for these locks too.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(key) FROM set_config('lock_timeout', %s, true), unnest(%s::bigint[]) AS key",
            [LOCK_TIMEOUT, keys],
        )


def reap(resources: Iterable[Resource], start: datetime, end: datetime, *, now: datetime) -> None:
    """End expired holds that still stand in the way of these resources between start and end, buffers included."""
    expired = Commitment.objects.overlapping(start, end).filter(
        resource_id__in={resource.id for resource in resources}, expires_at__lte=now
    )
    rows = list(expired.values_list("leg__hold_id", "session_id"))
    if not rows:
        return
    sessions = {session_id for _, session_id in rows if session_id}
    seats = HoldLeg.objects.filter(session__in=sessions, hold__expires_at__lte=now)
    end_holds(
        {hold_id for hold_id, _ in rows if hold_id} | set(seats.values_list("hold_id", flat=True)), now=now
    )
    for session_id in sessions:
        settle_session(session_id)


def end_holds(hold_ids: Iterable[UUID], *, now: datetime) -> int:
    """Take from expired holds all that they keep. Their rows stay for a while: they tell what was lost.

    A hold that is being booked or extended at this moment is waited for, and is dead no longer.
    """
    wanted = Hold.objects.filter(pk__in=list(hold_ids), expires_at__lte=now, booked_at=None)
    dead = list(wanted.select_for_update().order_by("pk").values_list("pk", flat=True))
    if not dead:
        return 0
    # Dead by the clock of every server from now on.
    Hold.objects.filter(pk__in=dead).update(expires_at=F("created_at"))
    legs = HoldLeg.objects.filter(hold__in=dead)
    sessions = set(legs.exclude(session=None).values_list("session_id", flat=True))
    Commitment.objects.filter(leg__in=legs).delete()
    legs.update(session=None)
    for session_id in sessions:
        settle_session(session_id)
    return len(dead)


def remove_holds(hold_ids: Iterable[UUID], *, joined: Collection[UUID | None] = ()) -> int:
    """Delete holds with all they keep. A session ends with its last hold, but for those about to be joined again."""
    wanted = list(hold_ids)
    if not wanted:
        return 0
    legs = HoldLeg.objects.filter(hold__in=wanted)
    sessions = set(legs.exclude(session=None).values_list("session_id", flat=True))
    Hold.objects.filter(pk__in=wanted).delete()
    for session_id in sessions.difference(joined):
        settle_session(session_id)
    return len(wanted)


def settle_session(session_id: UUID) -> None:
    """After a seat came or went: a session stands while a seat is booked, else as long as its last hold.

    Whoever joins it or ends it has its row: a hold may be reaped by somebody who wants only the room or a patient.
    """
    GroupSession.objects.select_for_update().filter(pk=session_id).first()
    seats = Commitment.objects.filter(session=session_id, resource_type=ResourceType.SEAT)
    own = Commitment.objects.filter(session=session_id, kind=CommitmentKind.SESSION)
    expiries = list(seats.values_list("expires_at", flat=True))
    if expiries:
        own.update(expires_at=None if None in expiries else max(filter(None, expiries)))
        return
    own.delete()
    # Cancelled appointments, and holds that became them, still tell which session they were part of.
    GroupSession.objects.filter(pk=session_id, appointments=None, holdlegs=None).delete()
