"""A draft page for every doctor and branch that booking gets to know, so that an editor starts from something.

Subscribers of the outbox. A draft stands in both languages below the list it belongs to; publishing is the editor's.
"""

from typing import Any
from uuid import uuid4

from django.utils import translation
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page

from booking.models import Location, Practitioner
from cms.models import BranchIndexPage, BranchPage, DoctorIndexPage, DoctorPage
from cms.models.base import ContentPage
from outbox.errors import Refused
from outbox.message import Message


def practitioner_registered(message: Message) -> None:
    doctor = Practitioner.objects.filter(pk=message.subject).first()
    if doctor is not None:
        slug = " ".join(
            filter(None, (doctor.family_en or doctor.family_ru, doctor.given_en or doctor.given_ru))
        )
        _draft(DoctorPage, DoctorIndexPage, doctor, slug, practitioner=doctor)


def location_registered(message: Message) -> None:
    branch = Location.objects.filter(pk=message.subject).first()
    if branch is not None:
        _draft(BranchPage, BranchIndexPage, branch, branch.code, location=branch)


def _draft(
    model: type[ContentPage], list_model: type[ContentPage], named: Any, slug: str, **about: Any
) -> None:
    """The pages that are missing, one below the list of each language. Doing it again adds nothing.

    :raises Refused: the site has no such list yet. The operator resends the message when it has.
    """
    lists = list(list_model.objects.filter(live=True).select_related("locale"))
    if not lists:
        raise Refused(f"No {list_model._meta.label} is published: there is no place for the draft.")
    existing = {page.locale_id: page for page in model.objects.filter(**about)}
    family = next(iter(existing.values()), None)
    key, free = (family.translation_key, family.slug) if family else (uuid4(), _free_slug(slug, lists))
    for parent in lists:
        if parent.locale_id in existing:
            continue
        with translation.override(parent.locale.language_code):
            page = model(
                title=str(named), slug=free, locale=parent.locale, translation_key=key, live=False, **about
            )
        parent.add_child(instance=page)
        page.save_revision()


def _free_slug(text: str, parents: list[Any]) -> str:
    """Latin letters, and the same in every language."""
    stem = slugify(string_to_ascii(text)) or "page"
    number = 1
    while not all(Page._slug_is_available(_numbered(stem, number), parent) for parent in parents):
        number += 1
    return _numbered(stem, number)


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}-{number}"
