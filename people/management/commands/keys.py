"""The key ceremony. `keys generate` prints a key; the ring itself lives outside the database, in FIELD_KEK_RING."""

import base64
import os
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from people import key_work
from people.access import Access
from people.cipher import KEY_BYTES
from people.codes import Purpose
from people.erasure import shred
from people.fields import encrypted_fields
from people.models import Patient


class Command(BaseCommand):
    help = "Generate, inspect, rotate and destroy the keys of encrypted fields."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("generate", help="Print a new key for FIELD_KEK_RING or BLIND_INDEX_KEY.")
        acts.add_parser("status", help="Count data keys per master key and sealed values per key.")
        acts.add_parser("rotate-kek", help="Wrap all data keys with the first key of FIELD_KEK_RING.")
        reencrypt = acts.add_parser("reencrypt", help="Move a model's values to the newest key and cipher.")
        reencrypt.add_argument("--model", required=True, help="app_label.ModelName")
        renew = acts.add_parser("renew", help="Replace one person's data key and destroy the old one.")
        renew.add_argument("--patient", required=True, type=UUID)
        destroy = acts.add_parser(
            "shred", help="Destroy one person's keys: nothing of theirs can be read again."
        )
        destroy.add_argument("--patient", required=True, type=UUID)
        destroy.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        access = Access.system("keys", purpose=Purpose.ADMINISTRATION)
        match act:
            case "generate":
                self.stdout.write(base64.b64encode(os.urandom(KEY_BYTES)).decode())
            case "status":
                self._status()
            case "rotate-kek":
                self.stdout.write(f"{key_work.rotate_kek(access)} data keys moved.")
            case "reencrypt":
                self.stdout.write(f"{key_work.reencrypt(access, self._model(options['model']))} rows moved.")
            case "renew":
                self.stdout.write(
                    f"{key_work.renew(access, self._patient(options['patient']).pk)} rows moved."
                )
            case "shred":
                self._shred(access, options["patient"], sure=options["yes"])

    def _status(self) -> None:
        status = key_work.key_status()
        for kek_id, count in sorted(status.wrapped_by.items()):
            mark = " (primary)" if kek_id == status.primary else ""
            self.stdout.write(f"master key {kek_id}{mark}: {count} data keys")
        self.stdout.write(f"destroyed data keys: {status.destroyed}")
        for model in key_work.sealed_models():
            for place, count in sorted(key_work.sealed_rows_by_generation(model).items()):
                self.stdout.write(f"{model._meta.label}: {count} values under {place}")

    def _shred(self, access: Access, patient_id: UUID, *, sure: bool) -> None:
        patient = self._patient(patient_id)
        if not sure and input(f"Destroy the keys of {patient_id} for ever? Type the id: ") != str(patient_id):
            raise CommandError("Nothing was destroyed.")
        for model, count in shred(access, patient).items():
            self.stdout.write(f"{model}: {count} rows unreadable")

    def _patient(self, patient_id: UUID) -> Patient:
        try:
            return Patient.objects.get(pk=patient_id)
        except Patient.DoesNotExist:
            raise CommandError(f"No patient {patient_id}.") from None

    def _model(self, label: str) -> Any:
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError) as error:
            raise CommandError(f"There is no model {label!r}; name it app_label.ModelName.") from error
        if not encrypted_fields(model):
            raise CommandError(f"{label} has no encrypted fields.")
        return model
