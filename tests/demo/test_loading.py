"""The whole clinic in a database, once for this module: it is loaded, looked at and rolled back."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image
from wagtail.models import Page, Site
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from booking import models as booking
from booking.codes import AppointmentStatus, ReviewStatus
from booking.services.planning import find_program_plans
from cms.editor.reports import overdue_pages
from cms.editorial.translations import missing_translations
from cms.models import (
    ArticlePage,
    ClinicImage,
    DoctorPage,
    MedicalReviewTask,
    PromotionPage,
    SearchTerm,
    ServicePage,
)
from demo.identity import key
from demo.loading import everything, pictures
from demo.loading.people import READY_ACCOUNT, staff_accounts
from demo.loading.visits import DAYS_AHEAD
from demo.models import LoadedClinic
from people.codes import ConsentKind
from people.models import Authenticator, ConsentText, Patient, User
from people.services import patients_of
from records.models import DiagnosticReport, Observation
from simulators.fhir_mis.seed import plant
from simulators.fhir_mis.store import Store

# Each test runs in a savepoint of the module's transaction, so what it changes is taken back.
pytestmark = pytest.mark.django_db

SIZES = {"portrait": (40, 50), "logo": (50, 50)}


def draw_small(drawings):
    """Drawing itself is tested in test_pictures.py."""
    for drawing in drawings:
        file = Path(settings.MEDIA_ROOT, drawing.file)
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", SIZES.get(drawing.kind, (64, 40)), "white").save(file)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    systems = {name: {"state": folder / "mis" / name} for name in ("north", "south", "east")}
    with (
        django_db_blocker.unblock(),
        override_settings(
            MEDIA_ROOT=folder / "media", STORAGES=storages, MIS_CONNECTIONS=systems, OUTBOX_SUBSCRIBERS={}
        ),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(pictures, "_draw", draw_small)
        everything.load_everything(lambda _: None)
        yield systems
        transaction.set_rollback(True)


def rows_of_everything() -> Counter:
    """How many rows every table has, but for the logs that a loading adds to."""
    logs = {"auditevent", "accessevent", "delivery", "modellogentry", "pagelogentry", "catalogueversion"}
    return Counter(
        {
            m._meta.label: m._default_manager.count()
            for m in apps.get_models()
            if m._meta.model_name not in logs
        }
    )


def test_counts_are_as_promised(loaded):
    assert booking.Location.objects.count() == 4
    assert DoctorPage.objects.live().count() == 80
    assert ServicePage.objects.live().count() == 120
    assert ArticlePage.objects.live().count() == 60
    assert booking.Program.objects.count() == 3
    assert booking.Review.objects.published().count() == 500
    assert booking.Review.objects.waiting().count() == 12
    assert booking.HealthcareService.objects.count() == 60


def test_a_second_loading_changes_nothing(loaded):
    before = rows_of_everything()
    revisions = dict(Page.objects.values_list("pk", "latest_revision_id"))
    visits = set(booking.Appointment.objects.values_list("pk", "status", "updated_at"))

    LoadedClinic.objects.update(version="older")
    everything.load_everything(lambda _: None)

    assert rows_of_everything() - before == Counter()
    assert before - rows_of_everything() == Counter()
    assert dict(Page.objects.values_list("pk", "latest_revision_id")) == revisions
    assert set(booking.Appointment.objects.values_list("pk", "status", "updated_at")) == visits


def test_what_an_editor_changed_stays(loaded):
    page = DoctorPage.objects.get(slug="melissina", locale__language_code="ru")
    page.introduction = "Новые слова"
    page.save_revision().publish()

    LoadedClinic.objects.update(version="older")
    everything.load_everything(lambda _: None)

    page.refresh_from_db()
    assert page.introduction == "Новые слова"


def test_the_same_version_is_loaded_in_no_time(loaded, monkeypatch):
    monkeypatch.setattr(everything, "_load", None)

    everything.load_everything(lambda _: None)


def test_later_days_get_their_visits(loaded):
    now = timezone.now()
    later = now + dt.timedelta(days=3)
    last = timezone.localdate(now) + dt.timedelta(days=DAYS_AHEAD)
    assert not booking.Appointment.objects.filter(start__date__gt=last).exists()

    everything._reach_today(LoadedClinic.objects.get(), later)

    crowd = booking.Appointment.objects.filter(patient__user=None, patient__related_persons=None)
    assert crowd.filter(start__date__gt=last).count() > 20
    assert not crowd.filter(status=AppointmentStatus.BOOKED, end__lt=later).exists()


def test_every_page_is_published_in_both_languages_under_one_key(loaded):
    languages = Counter(
        Page.objects.live().filter(depth__gt=1).values_list("locale__language_code", flat=True)
    )
    keys = Page.objects.live().filter(depth__gt=1).values("translation_key").distinct().count()

    assert missing_translations() == []
    assert languages["ru"] == languages["en"] == keys
    assert Site.objects.get(is_default_site=True).root_page.specific_class.__name__ == "HomePage"


def test_localize_knows_every_string_in_english(loaded):
    translated = {(row.context_id, row.translation_of_id) for row in StringTranslation.objects.all()}
    segments = StringSegment.objects.values_list("context_id", "string_id", "string__data")

    assert TranslationSource.objects.count() == Translation.objects.count() > 150
    assert [data for context, string, data in segments if (context, string) not in translated] == []


def test_rows_of_localize_are_those_it_would_write_itself(loaded):
    page = ArticlePage.objects.get(slug="palpitations", locale__language_code="ru")
    ours = TranslationSource.objects.get(object_id=page.translation_key)

    def rows(source):
        return {
            kind: sorted(
                getattr(source, f"{kind}_set").values_list("context__path", "context__field_path", "order")
            )
            for kind in ("stringsegment", "templatesegment", "relatedobjectsegment", "overridablesegment")
        }

    written = rows(ours)
    ours.refresh_segments()

    assert rows(ours) == written


def test_an_english_page_can_be_made_again_from_its_translation(loaded):
    page = ArticlePage.objects.get(slug="palpitations", locale__language_code="en")
    translation = Translation.objects.get(source__object_id=page.translation_key)

    translation.save_target(publish=True)

    again = ArticlePage.objects.get(pk=page.pk)
    assert again.title == page.title
    assert again.body.raw_data[0]["value"] == page.body.raw_data[0]["value"]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "doctors/",
            "doctors/melissina/",
            "services/",
            "services/consultations/gp-visit/",
            "branches/lanterns/",
        ),
        *(
            "programs/heart-watch/",
            "blog/",
            "blog/children/fever-in-children/",
            "prices/",
            "contacts/",
            "faq/",
        ),
        *("about/", "legal/privacy/", "promotions/flu-season/", "booking/"),
    ],
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_pages_answer(loaded, language, path):
    answer = Client().get(f"/{language}/{path}", headers={"host": "localhost"})

    assert answer.status_code == 200


def test_pictures_are_described_in_both_languages(loaded):
    images = ClinicImage.objects.filter(file__startswith=pictures.FOLDER)

    assert images.count() > 100
    assert not images.filter(alt_ru="").exists()
    assert not images.filter(alt_en="").exists()


def test_free_times_of_the_mirror_are_those_of_the_simulated_systems(loaded, tmp_path):
    for branch in booking.Location.objects.exclude(mis_system=""):
        store = Store(tmp_path / branch.mis_system)
        plant(store, Path(loaded[branch.mis_system]["state"]) / "seed.json")
        theirs = {
            (slot["schedule"]["reference"], slot["start"])
            for slot in store.matching("Slot", [("status", "free")])
        }
        ours = {
            (span.booking_token, span.start.strftime("%Y-%m-%dT%H:%M:%SZ"))
            for span in branch.free_spans.all()
        }
        store.close()

        assert ours == theirs
        assert len(ours) > 100


def test_visits_of_the_simulated_systems_are_ours(loaded, tmp_path):
    store = Store(tmp_path / "north")
    plant(store, Path(loaded["north"]["state"]) / "seed.json")
    kept = {one["identifier"][0]["value"]: one["id"] for one in store.matching("Appointment", [])}
    store.close()

    ours = booking.Appointment.objects.filter(pk__in=kept)

    assert len(kept) > 50
    assert {str(visit.pk): visit.external_id for visit in ours} == kept


@pytest.mark.parametrize("program", ["everything-that-matters", "heart-watch", "ready-for-school"])
def test_every_program_can_be_booked_within_a_fortnight(loaded, program):
    found = booking.Program.objects.get(code=program)
    now = timezone.now()

    days = find_program_plans(
        program=found,
        locations=list(found.locations.all()),
        dates=[timezone.localdate(now) + dt.timedelta(days=number) for number in range(1, 15)],
        now=now,
    )

    possible = Counter(day.location.code for day in days if day.plan)
    assert set(possible) == set(found.locations.values_list("code", flat=True))


def test_named_patients_have_years_of_results_and_a_family(loaded):
    mother = User.objects.get(phone_index="+79720000001")
    now = timezone.now()

    assert len(patients_of(mother)) == 3
    assert Observation.objects.count() > 400
    assert DiagnosticReport.objects.filter(effective__lt=now - dt.timedelta(days=3 * 365)).exists()
    for patient in Patient.objects.exclude(user=None):
        assert patient.appointments.upcoming(now).exists()


def test_consent_texts_stand_in_both_languages(loaded):
    assert ConsentText.objects.count() == 2 * len(ConsentKind.values)


def test_staff_can_sign_in(loaded):
    for account in staff_accounts():
        user = User.objects.get(username=account.username)
        validate_password(account.password, user)
        assert user.check_password(account.password)
        assert user.is_staff
        assert set(user.groups.values_list("name", flat=True)) == set(account.groups)
    assert set(Group.objects.values_list("name", flat=True)) >= {
        name for account in staff_accounts() for name in account.groups
    }
    assert User.objects.get(username="doctor").practitioner.pk == key("practitioner", "oduvanchikova")
    assert [device.user.username for device in Authenticator.objects.all()] == [READY_ACCOUNT]


def test_reviews_are_all_different_and_partly_answered(loaded):
    texts = list(booking.Review.objects.values_list("text", flat=True))
    published = booking.Review.objects.filter(status=ReviewStatus.PUBLISHED)

    assert len(set(texts)) == len(texts)
    assert not [text for text in texts if "[" in text or "{" in text]
    assert 80 < published.exclude(reply="").count() < 400
    assert set(published.values_list("rating", flat=True)) == {1, 2, 3, 4, 5}


def test_editors_find_work_on_their_desks(loaded):
    drafts = ArticlePage.objects.filter(has_unpublished_changes=True)

    assert [draft.current_workflow_task.specific.__class__ for draft in drafts] == [MedicalReviewTask]
    assert PromotionPage.objects.filter(has_unpublished_changes=True).count() == 1
    assert len(overdue_pages(timezone.localdate())) == 1
    assert SearchTerm.objects.filter(results=0).count() == 3
