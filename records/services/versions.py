"""Keeping what a record said before it was corrected."""

import base64
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from people.access import Access, Opened, open_fields
from people.fields import encrypted_fields
from records.models import DocumentContent, InvoiceLine, PreviousVersion


def keep_versions(access: Access, rows: Sequence[models.Model], *, now: datetime) -> None:
    """Seal the present content of these rows, of one model, as their previous version.

    Call it before the rows are changed. Components of an Observation are rows of their own and need no copy.
    """
    if not rows:
        return
    sealed = [field.name for field in encrypted_fields(type(rows[0]))]
    parts = _parts(access, rows)
    PreviousVersion.objects.bulk_create(
        PreviousVersion(
            patient_id=row.patient_id,  # type: ignore[attr-defined]  # every record has a patient
            resource_type=type(row).__name__,
            object_id=row.pk,
            content={**_content(opened, sealed), **parts[row.pk]},
            replaced_at=now,
        )
        for row, opened in zip(rows, open_fields(access, rows, sealed), strict=True)
    )


def _content(opened: Opened, sealed: Sequence[str]) -> dict[str, Any]:
    plain = {
        field.attname: _jsonable(getattr(opened.record, field.attname))
        for field in opened.record._meta.concrete_fields
        if field.name not in sealed
    }
    return {**plain, **opened.values}


def _parts(access: Access, rows: Sequence[models.Model]) -> defaultdict[UUID, dict[str, Any]]:
    parts: defaultdict[UUID, dict[str, Any]] = defaultdict(dict)
    ids = [row.pk for row in rows]
    contents = DocumentContent.objects.filter(document__in=ids)
    for opened in open_fields(access, contents, ["content"]):
        parts[opened.record.document_id]["content"] = base64.b64encode(opened.content).decode()
    for opened in open_fields(access, InvoiceLine.objects.filter(invoice__in=ids), ["title"]):
        lines = parts[opened.record.invoice_id].setdefault("lines", [])
        lines.append(_content(opened, ["title"]))
    return parts


def _jsonable(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.isoformat()
        case Decimal() | UUID():
            return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a version")
