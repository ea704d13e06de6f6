"""Opening sealed values. Whoever opens says who, for what purpose and through which channel, and it is written
down first: when the event cannot be written, nothing is opened.
"""

import ipaddress
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar
from uuid import UUID

from django.db import DatabaseError, models
from django.http import HttpRequest
from django.utils import timezone

from people import data_keys
from people.client_address import client_address
from people.codes import AccessAction, Purpose, Role
from people.errors import AccessNotRecorded, CannotOpen
from people.fields import EncryptedField, Sealed, subject_of
from people.models import AccessEvent, Patient, User

security_log = logging.getLogger("people.security")

_Record = TypeVar("_Record", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Access:
    """Who acts, in what capacity, why and by which road."""

    actor: User | None
    role: str
    purpose: str
    channel: str
    #: Id of the patient the actor represents, when they act for somebody else.
    on_behalf_of: UUID | None = None
    request_id: str = ""
    ip: str = ""

    def __post_init__(self) -> None:
        # A purpose nobody can look up explains nothing to the patient who reads it.
        Purpose(self.purpose)
        Role(self.role)

    @classmethod
    def of_request(cls, request: HttpRequest, *, purpose: str, channel: str = "web") -> Self:
        # request.user is a lazy wrapper, which isinstance() sees through.
        user = request.user if isinstance(request.user, User) else None
        return cls.of(user, request, purpose=purpose, channel=channel)

    @classmethod
    def of(cls, user: User | None, request: HttpRequest, *, purpose: str, channel: str = "web") -> Self:
        """As `of_request`, for the moments in which the request's user is not the one who acts."""
        return cls(
            actor=user,
            role=role_of(user),
            purpose=purpose,
            channel=channel,
            request_id=request.headers.get("X-Request-ID", "")[:64],
            ip=client_address(request),
        )

    @classmethod
    def system(cls, channel: str, *, purpose: str) -> Self:
        """The portal itself, in a room's background work."""
        return cls(actor=None, role=Role.SYSTEM, purpose=purpose, channel=channel)

    def for_patient(self, patient: Patient) -> Self:
        """The same access, marked as on behalf of the patient when the actor is somebody else's account."""
        if self.actor is None or self.role != Role.PATIENT or patient.user_id == self.actor.pk:
            return self
        return replace(self, role=Role.REPRESENTATIVE, on_behalf_of=patient.pk)


@dataclass(frozen=True, slots=True)
class Opened:
    """The readable values of one record: `opened.family`, `opened.record`."""

    record: Any
    values: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(f"{name!r} was not opened") from None

    def __repr__(self) -> str:
        return f"<Opened {self.record!r}: {', '.join(self.values)}>"


def role_of(user: User | None) -> str:
    if user is None:
        return Role.ANONYMOUS
    return Role.STAFF if user.is_staff or user.is_superuser else Role.PATIENT


def open_fields(
    access: Access, records: Iterable[_Record], fields: Sequence[str], *, action: str = AccessAction.VIEW
) -> list[Opened]:
    """Open these fields of records of one model, in order, and write one AccessEvent per person.

    Raises AccessNotRecorded when the event cannot be written, CannotOpen when a value does not open.
    """
    return open_together(access, (records, fields), action=action)[0]


def open_together(
    access: Access, *wanted: tuple[Iterable[models.Model], Sequence[str]], action: str = AccessAction.VIEW
) -> list[list[Opened]]:
    """Open fields of records of several models, for one page: two queries, whatever the page shows.

    Writes one AccessEvent per person and model, and raises, as `open_fields` does.
    """
    chosen = [(list(records), fields) for records, fields in wanted]
    columns = [[_encrypted(rows[0], name) for name in fields] if rows else [] for rows, fields in chosen]
    _write([event for rows, fields in chosen for event in _events(access, rows, fields, action)])
    keys = data_keys.for_reading(subject_of(row) for rows, _ in chosen for row in rows)
    try:
        return [
            [Opened(row, {field.name: _value(field, row, keys) for field in fields}) for row in rows]
            for (rows, _), fields in zip(chosen, columns, strict=True)
        ]
    except CannotOpen as error:
        security_log.error("Sealed value did not open: %s", "; ".join([str(error), *error.__notes__]))
        raise


def open_one(access: Access, record: models.Model, *fields: str) -> Opened:
    return open_fields(access, [record], fields)[0]


def record_access(
    access: Access, records: Sequence[models.Model], fields: Sequence[str], *, action: str = AccessAction.VIEW
) -> None:
    """Write one AccessEvent per person these records are about. For files and refusals; opening does it itself."""
    _write(_events(access, records, fields, action))


def _events(
    access: Access, records: Sequence[models.Model], fields: Sequence[str], action: str
) -> list[AccessEvent]:
    ids_by_subject: dict[UUID, list[str]] = {}
    for row in records:
        ids_by_subject.setdefault(subject_of(row), []).append(str(row.pk))
    now = timezone.now()
    return [
        AccessEvent(
            at=now,
            patient_id=subject,
            action=action,
            object_type=records[0]._meta.label_lower,
            object_ids=ids,
            fields=list(fields),
            **trail_columns(access),
        )
        for subject, ids in ids_by_subject.items()
    ]


def _write(events: list[AccessEvent]) -> None:
    try:
        AccessEvent.objects.bulk_create(events)
    except DatabaseError as error:
        raise AccessNotRecorded("The access could not be recorded, so nothing was opened.") from error


def trail_columns(access: Access) -> dict[str, Any]:
    """The columns both trails share."""
    return {
        "actor_id": access.actor.pk if access.actor else None,
        "actor_role": access.role,
        "on_behalf_of": access.on_behalf_of,
        "purpose": access.purpose,
        "channel": access.channel,
        "request_id": access.request_id,
        "ip": _valid_ip(access.ip),
    }


def _encrypted(record: models.Model, name: str) -> EncryptedField[Any]:
    field = record._meta.get_field(name)
    if not isinstance(field, EncryptedField):
        raise TypeError(f"{record._meta.label}.{name} is not encrypted: read it from the record.")
    return field


def _value(column: EncryptedField[Any], row: models.Model, keys: dict[UUID, data_keys.SubjectKeys]) -> Any:
    value = getattr(row, column.attname)
    return column.open(value, row, keys[subject_of(row)]) if isinstance(value, Sealed) else value


def _valid_ip(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
