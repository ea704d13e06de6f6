"""One data key (DEK) per person, stored wrapped by a master key.

Keys are never kept between calls: a destroyed key stops opening at once in every process, and a key whose
row was rolled back is never used again.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import timezone

from people import ring_seal
from people.cipher import KEY_BYTES, derive_key, join_context
from people.errors import KeyDestroyed, UnknownKey

if TYPE_CHECKING:
    from people.models import DataKey

_SUBJECTS_PER_QUERY = 500


@dataclass(frozen=True, slots=True)
class Generation:
    """One unwrapped data key. `number` is stored in every value it seals."""

    number: int
    key: bytes = field(repr=False)

    @property
    def key_id(self) -> bytes:
        return self.number.to_bytes(2, "big")

    def for_column(self, table_column: str) -> bytes:
        return derive_key(self.key, f"field/v1/{table_column}")


@dataclass(frozen=True, slots=True)
class SubjectKeys:
    """All data keys of one person; the newest generation seals."""

    subject: UUID
    generations: dict[int, Generation]
    destroyed: frozenset[int] = frozenset()

    @property
    def newest(self) -> Generation:
        return self.generations[max(self.generations)]

    def named(self, key_id: bytes) -> Generation:
        number = int.from_bytes(key_id, "big")
        if number in self.generations:
            return self.generations[number]
        if number in self.destroyed:
            raise KeyDestroyed(f"The data key of {self.subject} was destroyed.")
        raise UnknownKey(f"There is no data key {number} of {self.subject}.")


_remembered: ContextVar[dict[UUID, SubjectKeys] | None] = ContextVar("remembered_keys", default=None)


@contextmanager
def remembered(subjects: Iterable[UUID] = ()) -> Iterator[None]:
    """Look up each person's key for writing once for the length of the block.

    For one save or one bulk write only. A block must not outlive the transaction it began in: a key created by
    a transaction that is rolled back exists nowhere, and what it sealed could never be opened.
    """
    known = dict(_remembered.get() or {})
    known.update(_load_or_create(set(subjects) - known.keys()))
    token = _remembered.set(known)
    try:
        yield
    finally:
        _remembered.reset(token)


def for_writing(subject: UUID) -> SubjectKeys:
    """The subject's keys, created if there are none. Raises KeyDestroyed for an erased person."""
    known = _remembered.get()
    if known is None:
        return _load_or_create({subject})[subject]
    if subject not in known:
        known.update(_load_or_create({subject}))
    return known[subject]


def for_reading(subjects: Iterable[UUID]) -> dict[UUID, SubjectKeys]:
    """The keys of these subjects in one query per 500; a subject without keys gets an empty set of them."""
    wanted = list(set(subjects))
    rows: list[DataKey] = []
    for first in range(0, len(wanted), _SUBJECTS_PER_QUERY):
        rows += _data_keys().filter(subject__in=wanted[first : first + _SUBJECTS_PER_QUERY])
    generations: dict[UUID, dict[int, Generation]] = {subject: {} for subject in wanted}
    destroyed: dict[UUID, set[int]] = {subject: set() for subject in wanted}
    for row in rows:
        if row.wrapped is None:
            destroyed[row.subject].add(row.generation)
        else:
            generations[row.subject][row.generation] = Generation(row.generation, _unwrap(row))
    return {
        subject: SubjectKeys(subject, generations[subject], frozenset(destroyed[subject]))
        for subject in wanted
    }


def add_generation(subject: UUID) -> None:
    """Give the subject a new data key. Values move to it when they are next sealed or re-encrypted."""
    numbers = _data_keys().filter(subject=subject).values_list("generation", flat=True)
    _insert({subject: max(numbers, default=0) + 1})


def rewrap(row: "DataKey") -> None:
    """Seal the same data key again under the primary master key. The caller saves the row."""
    row.wrapped = _wrap(_unwrap(row), row.subject, row.generation)
    row.kek_id = ring_seal.key_id(row.wrapped)


def _unwrap(row: "DataKey") -> bytes:
    if row.wrapped is None:
        raise KeyDestroyed(f"The data key of {row.subject} was destroyed.")
    return ring_seal.unseal(
        bytes(row.wrapped), purpose="wrap/v1", context=_wrapping_context(row.subject, row.generation)
    )


def _load_or_create(subjects: set[UUID]) -> dict[UUID, SubjectKeys]:
    if not subjects:
        return {}
    found = for_reading(subjects)
    missing = [keys.subject for keys in found.values() if not keys.generations and not keys.destroyed]
    if missing:
        _insert(dict.fromkeys(missing, 1))
        # Read back: when two processes write a person's first value at once, one key row wins for both.
        found.update(for_reading(missing))
    for keys in found.values():
        if not keys.generations:
            raise KeyDestroyed(
                f"The data key of {keys.subject} was destroyed; nothing can be written for them."
            )
    return found


def _insert(generation_by_subject: dict[UUID, int]) -> None:
    rows = []
    for subject, generation in generation_by_subject.items():
        wrapped = _wrap(os.urandom(KEY_BYTES), subject, generation)
        rows.append(
            _model()(
                subject=subject,
                generation=generation,
                kek_id=ring_seal.key_id(wrapped),
                wrapped=wrapped,
                created_at=timezone.now(),
            )
        )
    _data_keys().bulk_create(rows, ignore_conflicts=True)


def _wrap(key: bytes, subject: UUID, generation: int) -> bytes:
    return ring_seal.seal(key, purpose="wrap/v1", context=_wrapping_context(subject, generation))


def _wrapping_context(subject: UUID, generation: int) -> bytes:
    return join_context(b"data key", subject.bytes, generation.to_bytes(2, "big"))


# Encrypted fields stand in models that load together with this room's own, so the model is found by name.
def _model() -> "type[DataKey]":
    return apps.get_model("people", "DataKey")


def _data_keys() -> "models.Manager[DataKey]":
    return _model()._default_manager
