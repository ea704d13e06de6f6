"""Finding a patient at the desk: by phone or by surname, through the blind indexes."""

from dataclasses import dataclass
from datetime import date

from people.access import Access, open_fields
from people.codes import AccessAction
from people.models import Patient

MOST_FOUND = 20
_FIELDS = ("family", "given", "patronymic", "birth_date", "phone")


@dataclass(frozen=True, slots=True)
class Found:
    patient: Patient
    name: str
    birth_date: date
    phone: str


def find_patients(term: str, *, access: Access) -> list[Found]:
    """Patients whose phone or surname is the term; every one shown is an access event of kind "search"."""
    is_name = any(character.isalpha() for character in term)
    rows = Patient.objects.filter(**{"family_index" if is_name else "phone_index": term})
    opened = open_fields(access, rows.filter(active=True)[:MOST_FOUND], _FIELDS, action=AccessAction.SEARCH)
    return [
        Found(one.record, full_name(one.family, one.given, one.patronymic), one.birth_date, one.phone)
        for one in opened
    ]


def full_name(family: str, given: str, patronymic: str) -> str:
    return " ".join(part for part in (family, given, patronymic) if part)
