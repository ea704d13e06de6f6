"""Model fields whose values are sealed with the key of the person they are about.

A model says whose key with `sealed_for`, the name of the attribute that holds the person's UUID::

    class DiagnosticReport(models.Model):
        sealed_for = "patient_id"
        conclusion = EncryptedTextField()

Assign plain values. Reading the attribute gives a `Sealed`, which shows nothing; `people.access` opens it and
writes the access event. Rows have UUID primary keys, because the place of a value is part of its seal.
"""

import json
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

from django.core import checks
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import pre_save

from people import data_keys
from people.cipher import Cipher, join_context
from people.errors import CannotOpen, EncryptedLookupRefused, PlaintextRefused, UnknownKey
from people.keyed_hash import keyed_hash

_cipher = Cipher()
_Plain = TypeVar("_Plain")


class Sealed:
    """The content of an encrypted column. Opaque: printing, comparing or testing it says nothing."""

    __slots__ = ("_plain", "stored")

    def __init__(self, stored: bytes | None, plain: Any = None) -> None:
        #: The bytes of the column, or None while an assigned value has not been saved.
        self.stored = stored
        self._plain = plain

    def __repr__(self) -> str:
        return "<Sealed>"

    def __str__(self) -> str:
        raise TypeError("A sealed value has no text: open it with people.access.open_fields().")

    def __format__(self, format_spec: str) -> str:
        return str(self)

    def __bool__(self) -> bool:
        raise TypeError("Whether a sealed value is empty is not known before it is opened.")

    def __reduce__(self) -> Any:
        if self.stored is None:
            raise TypeError(
                "An assigned value that has not been saved cannot be pickled: it is still readable."
            )
        return Sealed, (self.stored,)


class _SealingAttribute(DeferredAttribute):
    """Wraps what is assigned, so that no path from the instance to a page or a log holds readable text."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        field = cast("EncryptedField[Any]", self.field)
        instance.__dict__[field.attname] = field.wrap(value)


class EncryptedField(models.Field, Generic[_Plain]):  # type: ignore[type-arg]
    """Base of the encrypted fields. Subclasses say how a value becomes bytes and back."""

    descriptor_class = _SealingAttribute
    #: Part of the seal: a text never opens as a date, and a changed encoding gets a new number.
    meaning: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Generated forms would show the wrapper; people edit these values through forms written for it.
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, kwargs

    @abstractmethod
    def encode(self, value: _Plain) -> bytes:
        """What is sealed."""

    @abstractmethod
    def decode(self, plaintext: bytes) -> _Plain:
        """The value again, of what was unsealed."""

    def wrap(self, value: "_Plain | Sealed | None") -> Sealed | None:
        if value is None or isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return cast("Sealed | None", value)
        self.encode(value)  # a value of the wrong type is refused where it is assigned, not at the save
        return Sealed(None, value)

    # --- Sealing and opening ---------------------------------------------------------------------------

    def seal(self, value: _Plain, instance: models.Model) -> bytes:
        generation = data_keys.for_writing(subject_of(instance)).newest
        return _cipher.seal(
            self.encode(value),
            key=generation.for_column(self.table_column),
            key_id=generation.key_id,
            context=self._context(instance),
        )

    def open(self, value: Sealed, instance: models.Model, keys: data_keys.SubjectKeys) -> _Plain:
        """Return the plain value. Only `people.access` and the key commands call this; they record it."""
        if value.stored is None:
            return cast("_Plain", value._plain)
        try:
            generation = keys.named(_cipher.read_header(value.stored).key_id)
            plaintext = _cipher.open(
                value.stored,
                key=generation.for_column(self.table_column),
                context=self._context(instance),
            )
        except CannotOpen as error:
            error.add_note(f"{self.table_column} of row {instance.pk}")
            raise
        return self.decode(plaintext)

    @property
    def table_column(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def _context(self, instance: models.Model) -> bytes:
        return join_context(
            self.table_column.encode(),
            cast("UUID", instance.pk).bytes,
            subject_of(instance).bytes,
            self.meaning.encode(),
        )

    # --- Django's side ---------------------------------------------------------------------------------

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_model()]

    def _check_model(self) -> list[checks.CheckMessage]:
        problems: list[checks.CheckMessage] = []
        if not hasattr(self.model, "sealed_for"):
            problems.append(
                checks.Error(
                    "A model with encrypted fields declares `sealed_for`.", obj=self, id="people.E001"
                )
            )
        if not isinstance(self.model._meta.pk, models.UUIDField):
            problems.append(
                checks.Error(
                    "A model with encrypted fields has a UUID primary key.", obj=self, id="people.E002"
                )
            )
        return problems

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if isinstance(value, Sealed) and value.stored is None:
            # The instance keeps the assigned value: after a rollback it must be sealed again, with a key that exists.
            return Sealed(self.seal(value._plain, model_instance))
        return value

    def get_prep_value(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        if isinstance(value, Sealed) and value.stored is not None:
            return connection.Database.Binary(value.stored)  # type: ignore[attr-defined]  # set by each backend
        raise PlaintextRefused(
            f"{self.model._meta.label}.{self.name} is encrypted: set it on the instance and save, or use "
            "SealedQuerySet.bulk_update(); update() and expressions cannot seal."
        )

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise EncryptedLookupRefused(
            f"{self.model._meta.label}.{self.name} is encrypted, so it cannot be searched with {lookup_name!r}. "
            "Give the model a BlindIndexField with this source and search that."
        )

    def get_transform(self, lookup_name: str) -> Any:
        return self.get_lookup(lookup_name)


class EncryptedTextField(EncryptedField[str]):
    meaning = "text/1"

    def encode(self, value: str) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text, not {type(value).__name__}.")
        return value.encode()

    def decode(self, plaintext: bytes) -> str:
        return plaintext.decode()


class EncryptedDateField(EncryptedField[date]):
    meaning = "date/1"
    empty_strings_allowed = False

    def encode(self, value: date) -> bytes:
        # A datetime is a date too, and would lose its time here.
        if type(value) is not date:
            raise TypeError(f"{self.name} takes a date, not {type(value).__name__}.")
        return value.isoformat().encode()

    def decode(self, plaintext: bytes) -> date:
        return date.fromisoformat(plaintext.decode())


class EncryptedJSONField(EncryptedField[Any]):
    meaning = "json/1"
    empty_strings_allowed = False

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, plaintext: bytes) -> Any:
        return json.loads(plaintext)


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """A keyed fingerprint of another field's value, for finding rows by equality and for uniqueness.

    Search with the plain value; the field normalises and fingerprints it::

        User.objects.filter(phone_index="8 916 123-45-67")

    Not for small sets of values (sex, birth date, diagnosis): equal values have equal fingerprints, and how
    often one occurs would tell which it is.
    """

    def __init__(self, *, source: str, normalise: Callable[[str], str], **kwargs: Any) -> None:
        self.source = source
        self.normalise = normalise
        kwargs.update(null=True, editable=False, max_length=32)
        kwargs.setdefault("db_index", not kwargs.get("unique", False))
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "editable", "max_length"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "source": self.source, "normalise": self.normalise}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            pre_save.connect(self._refuse_partial_save, sender=cls)

    def _refuse_partial_save(self, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
        if update_fields is not None and self.source in update_fields and self.name not in update_fields:
            raise ValueError(
                f"update_fields names {self.source!r} without {self.name!r}: the index would be stale."
            )

    def fingerprint(self, text: str) -> bytes | None:
        """The stored form of a plain value; None when nothing of it is left to compare."""
        normalised = self.normalise(text)
        if not normalised:
            return None
        return keyed_hash(f"bidx/v1/{self.model._meta.db_table}.{self.column}", normalised)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.source)
        if value is None:
            setattr(model_instance, self.attname, None)
        elif isinstance(value, Sealed) and value.stored is None:
            setattr(model_instance, self.attname, self.fingerprint(value._plain))
        return getattr(model_instance, self.attname)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            # Not None for text that has no fingerprint: Django would look for rows without one, and find them all.
            return self.fingerprint(value) or b""
        return super().get_prep_value(value)


class SealedQuerySet(models.QuerySet[Any]):
    """Bulk writes that load the keys of all rows in one query."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        records = list(objs)
        with data_keys.remembered(subject_of(record) for record in records):
            return super().bulk_create(records, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """As Django's, with values sealed and the blind indexes of changed columns renewed."""
        records, names = list(objs), list(fields)
        meta = self.model._meta
        names += [
            index.name
            for index in meta.concrete_fields
            if isinstance(index, BlindIndexField) and index.source in names and index.name not in names
        ]
        assigned: list[tuple[Any, str, Sealed]] = []
        with data_keys.remembered(subject_of(record) for record in records):
            for record in records:
                # Indexes first: they are computed from the value as assigned.
                for field in sorted(map(meta.get_field, names), key=lambda f: isinstance(f, EncryptedField)):
                    if isinstance(field, BlindIndexField):
                        field.pre_save(record, False)
                    elif isinstance(field, EncryptedField):
                        assigned.append((record, field.attname, getattr(record, field.attname)))
                        setattr(record, field.attname, field.pre_save(record, False))
        try:
            return super().bulk_update(records, names, *args, **kwargs)
        finally:
            for record, attname, value in assigned:
                setattr(record, attname, value)


def subject_of(instance: models.Model) -> UUID:
    """The person whose key seals this row."""
    value = getattr(instance, instance.sealed_for)  # type: ignore[attr-defined]
    if value is None:
        raise UnknownKey(f"{instance._meta.label}.{instance.sealed_for} is empty: whose key?")  # type: ignore[attr-defined]
    return value if isinstance(value, UUID) else UUID(str(value))


def encrypted_fields(model: type[models.Model]) -> Sequence[EncryptedField[Any]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]


def blind_index_fields(model: type[models.Model]) -> Sequence[BlindIndexField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]
