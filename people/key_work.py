"""Work on the keys and on what they seal: rotation, re-encryption, renewal, destruction. Every act is audited."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from people import audit, data_keys
from people.access import Access, open_fields
from people.cipher import Cipher
from people.codes import AccessAction
from people.fields import EncryptedField, Sealed, blind_index_fields, encrypted_fields, subject_of
from people.key_ring import key_ring
from people.models import DataKey

_BATCH = 200


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """How many data keys each master key wraps, and how many were destroyed."""

    primary: str
    wrapped_by: dict[str, int]
    destroyed: int


def key_status() -> KeyStatus:
    counts = dict(
        DataKey.objects.filter(wrapped__isnull=False)
        .values_list("kek_id")
        .annotate(models.Count("pk"))
        .order_by()
    )
    return KeyStatus(
        primary=key_ring().primary,
        wrapped_by=counts,
        destroyed=DataKey.objects.filter(wrapped__isnull=True).count(),
    )


def rotate_kek(access: Access) -> int:
    """Wrap every data key with the primary master key. Resumable; returns how many were moved."""
    primary, moved = key_ring().primary, 0
    behind = DataKey.objects.filter(wrapped__isnull=False).exclude(kek_id=primary)
    while True:
        with transaction.atomic():
            rows = list(behind.select_for_update().order_by("pk")[:_BATCH])
            for row in rows:
                data_keys.rewrap(row)
            DataKey.objects.bulk_update(rows, ["kek_id", "wrapped"])
        moved += len(rows)
        if len(rows) < _BATCH:
            break
    audit.record(access, "keys.rotated", None, detail={"master_key": primary, "data_keys": moved})
    return moved


def reencrypt(access: Access, model: type[models.Model], *, subject: UUID | None = None) -> int:
    """Seal again what is not under the subject's newest key and the current cipher. Resumable; returns rows moved."""
    fields = encrypted_fields(model)
    rows = model._default_manager.all()
    if subject is not None:
        rows = rows.filter(**{model.sealed_for: subject})  # type: ignore[attr-defined]
    moved = 0
    for batch in _batches(rows):
        keys = data_keys.for_reading(subject_of(row) for row in batch)
        for row in batch:
            behind = [field for field in fields if _is_behind(field, row, keys[subject_of(row)])]
            if behind:
                _seal_again(access, row, behind)
                moved += 1
    audit.record(access, "keys.reencrypted", None, detail={"model": model._meta.label_lower, "rows": moved})
    return moved


def renew(access: Access, subject: UUID) -> int:
    """Give a person a new data key, move all their values to it and destroy the old one. Returns rows moved."""
    with transaction.atomic():
        data_keys.add_generation(subject)
        moved = sum(reencrypt(access, model, subject=subject) for model in sealed_models())
        newest = max(DataKey.objects.filter(subject=subject).values_list("generation", flat=True))
        DataKey.objects.filter(subject=subject, generation__lt=newest, wrapped__isnull=False).update(
            wrapped=None, kek_id="", destroyed_at=timezone.now()
        )
        audit.record(access, "keys.renewed", None, patient_id=subject, detail={"rows": moved})
    return moved


def destroy(subject: UUID) -> dict[str, int]:
    """Destroy a person's keys and the blind indexes of their rows, in the caller's transaction.

    Returns how many rows of each model can no longer be read: the extract that proves the destruction.
    """
    unreadable = Counter[str]()
    for model in sealed_models():
        rows = model._default_manager.filter(**{model.sealed_for: subject})  # type: ignore[attr-defined]
        indexes = {index.name: None for index in blind_index_fields(model)}
        count = rows.update(**indexes) if indexes else rows.count()
        if count:
            unreadable[model._meta.label_lower] = count
    DataKey.objects.filter(subject=subject, wrapped__isnull=False).update(
        wrapped=None, kek_id="", destroyed_at=timezone.now()
    )
    return dict(unreadable)


def sealed_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if encrypted_fields(model) and not model._meta.proxy]


def sealed_rows_by_generation(model: type[models.Model]) -> Counter[str]:
    """How many values of a model stand under which cipher version and data-key generation. Reads headers only."""
    counts = Counter[str]()
    cipher = Cipher()
    for field in encrypted_fields(model):
        for value in model._default_manager.values_list(field.attname, flat=True).iterator():
            if value is not None:
                header = cipher.read_header(value.stored)
                counts[f"cipher {header.version}, key {int.from_bytes(header.key_id, 'big')}"] += 1
    return counts


def _is_behind(field: EncryptedField[object], row: models.Model, keys: data_keys.SubjectKeys) -> bool:
    value = getattr(row, field.attname)
    if not isinstance(value, Sealed) or value.stored is None or not keys.generations:
        return False
    header = Cipher().read_header(value.stored)
    return (header.version, header.key_id) != (Cipher.VERSION, keys.newest.key_id)


def _seal_again(access: Access, row: models.Model, fields: list[EncryptedField[object]]) -> None:
    names = [field.name for field in fields]
    with transaction.atomic():
        # Locked and read again: somebody may have changed the row since the batch was read.
        current = type(row)._default_manager.select_for_update().get(pk=row.pk)
        (opened,) = open_fields(access, [current], names, action=AccessAction.KEY_OPERATION)
        for name in names:
            setattr(current, name, opened.values[name])
        indexes = [index.name for index in blind_index_fields(type(row)) if index.source in names]
        current.save(update_fields=[*names, *indexes])


def _batches(rows: "models.QuerySet[models.Model]") -> Iterator[list[models.Model]]:
    """All rows in batches by primary key, so that a long run holds neither a cursor nor memory."""
    ordered = rows.order_by("pk")
    batch = list(ordered[:_BATCH])
    while batch:
        yield batch
        batch = list(ordered.filter(pk__gt=batch[-1].pk)[:_BATCH])
