from uuid import uuid4

import pytest
from django.utils import timezone

from booking.models import Location, Organization, Practitioner
from cms.models import BranchIndexPage, BranchPage, DoctorIndexPage, DoctorPage
from outbox.models import Delivery
from outbox.services import deliver_due, publish
from tests import factories as make


@pytest.fixture(autouse=True)
def _subscribed(settings):
    settings.OUTBOX_SUBSCRIBERS = {
        "practitioner.registered": ["cms.drafting.practitioner_registered"],
        "location.registered": ["cms.drafting.location_registered"],
    }


def announce(entity):
    publish(f"{type(entity).__name__.lower()}.registered", subject=entity.pk, payload={})
    deliver_due(now=timezone.now(), system="")
    return Delivery.objects.latest("id").state


def test_doctor_gets_a_draft_in_both_languages(site):
    doctor = make.make_practitioner(family_ru="", given_ru="", family_en="Sampleton", given_en="Ann")

    announce(doctor)

    pages = DoctorPage.objects.filter(practitioner=doctor)
    assert {(page.locale.language_code, page.title, page.slug, page.live) for page in pages} == {
        ("ru", "Ann Sampleton", "sampleton-ann", False),
        ("en", "Ann Sampleton", "sampleton-ann", False),
    }
    assert len({page.translation_key for page in pages}) == 1
    assert all(isinstance(page.get_parent().specific, DoctorIndexPage) for page in pages)
    assert all(page.latest_revision is not None for page in pages)


def test_draft_can_be_published(site, client):
    doctor = make.make_practitioner(family_en="Sampleton", given_en="Ann")
    announce(doctor)
    draft = DoctorPage.objects.get(practitioner=doctor, locale__language_code="en")
    assert client.get(draft.url).status_code == 404

    draft.get_latest_revision_as_object().save_revision().publish()

    assert client.get(draft.url).status_code == 200


def test_branch_gets_a_draft_below_the_branches(site):
    branch = make.make_location(code="new-branch", name_ru="Новый филиал", name_en="New branch")

    announce(branch)

    titles = {page.locale.language_code: page.title for page in BranchPage.objects.filter(location=branch)}
    assert titles == {"ru": "Новый филиал", "en": "New branch"}
    assert all(
        isinstance(page.get_parent().specific, BranchIndexPage)
        for page in BranchPage.objects.filter(location=branch)
    )


def test_second_announcement_adds_nothing(site):
    doctor = make.make_practitioner()

    announce(doctor)
    announce(doctor)

    assert DoctorPage.objects.filter(practitioner=doctor).count() == 2


def test_namesakes_get_addresses_of_their_own(site):
    doctors = [make.make_practitioner(family_en="Namesake", given_en="Ann") for _ in range(2)]

    for doctor in doctors:
        announce(doctor)

    slugs = {
        DoctorPage.objects.filter(practitioner=doctor).values_list("slug", flat=True).distinct().get()
        for doctor in doctors
    }
    assert slugs == {"namesake-ann", "namesake-ann-2"}


def test_cyrillic_names_get_latin_addresses(site):
    doctor = make.make_practitioner(family_ru="Щукин", given_ru="Яков", family_en="", given_en="")

    announce(doctor)

    assert (
        DoctorPage.objects.filter(practitioner=doctor).values_list("slug", flat=True).distinct().get()
        == "shchukin-yakov"
    )


def test_site_without_the_list_leaves_the_message_to_an_operator(db):
    organization = Organization.objects.create(code="o", name_ru="О")
    branch = Location.objects.create(code="b", name_ru="Б", organization=organization)

    assert announce(branch) == "parked"


def test_somebody_who_is_gone_needs_no_draft(site):
    doctor = Practitioner(pk=uuid4())

    assert announce(doctor) == "delivered"
