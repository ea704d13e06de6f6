import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.access import Access
from people.models import AccessEvent
from records.received import (
    Code,
    Dosage,
    ExternalRef,
    Moment,
    ReceivedCondition,
    ReceivedDocument,
    ReceivedInvoice,
    ReceivedInvoiceLine,
    ReceivedPrescription,
)
from records.services import store_records
from tests.factories import make_patient, make_user
from tests.records.conftest import NOW, SYSTEM, blood_pressure, glucose, observation, report

ACCESS = Access.system("tests", purpose="treatment")


@pytest.fixture(autouse=True)
def _cabinet_is_mounted(settings):
    settings.ROOT_URLCONF = "tests.records.urls"


@pytest.fixture
def patient(db):
    return make_patient(user=make_user(is_staff=False))


@pytest.fixture
def page(client, patient):
    """Text of a page of the patient's cabinet, in English."""
    client.force_login(patient.user)

    def get(path, language="en", status=200):
        response = client.get(f"/{language}/cabinet/{path}", headers={"accept-language": language})
        assert response.status_code == status
        return response.content.decode()

    return get


def store(*records):
    return [answer.object_id for answer in store_records(access=ACCESS, records=records, now=NOW)]


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def days_ago(days):
    return Moment(NOW - timedelta(days=days))


def test_reports_say_what_is_out_of_range(page, patient):
    values = store(observation(patient, "a"), observation(patient, "b", measurement=glucose("9.9")))
    store(
        report(patient, results=tuple(values), conclusion="Fine"),
        report(patient, "early", status="preliminary"),
    )

    shown = text(page("results/"))

    assert (
        "Basic metabolic panel 23 November 2026 · 2 values · 1 out of range · conclusion Out of range"
        in shown
    )
    assert "Preliminary" in shown


def test_report_shows_values_ranges_and_verdicts(page, patient):
    values = store(
        blood_pressure(patient), observation(patient, measurement=glucose("3.1", interpretation="LL"))
    )
    [key] = store(report(patient, results=tuple(values), conclusion="Eat something"))

    shown = text(page(f"results/{key}/"))

    assert "Conclusion Eat something" in shown
    assert "Blood pressure Systolic 121 mm[Hg]" in shown
    assert "Glucose 3.1 mmol/L Critically low 3.9 – 6.1" in shown


def test_figures_follow_the_language(page, patient):
    [value] = store(observation(patient, measurement=glucose("5.4375678")))

    assert "5.438" in text(page(f"results/course/{value}/"))
    assert "5,438" in text(page(f"results/course/{value}/", language="ru"))


def test_latest_value_stands_on_a_line_that_is_told_in_words(page, patient):
    store(
        observation(patient, "old", measurement=glucose("5.0"), effective=days_ago(40)),
        observation(patient, "new", measurement=glucose("7.2"), effective=days_ago(1)),
    )

    html = page("results/latest/")

    assert 'role="img" aria-label="Glucose: 7.2 mmol/L, range 3.9 – 6.1, above the range"' in html
    assert "Up from 5.0, 14 October 2026" in text(html)
    assert "1 value lies outside its range" in text(html)


def test_course_is_a_picture_with_a_sentence_and_a_table(page, patient):
    keys = store(*(
        observation(patient, str(number), measurement=glucose(value), effective=days_ago(100 - number))
        for number, value in enumerate(("4.0", "5.0", "6.9"))
    ))  # fmt: skip

    html = page(f"results/course/{keys[0]}/")

    assert (
        '<desc id="chart-sentence">3 measurements from 15 August 2026 to 17 August 2026, between 4.0 and 6.9 mmol/L; the newest is 6.9 mmol/L, above the range.</desc>'
        in html
    )
    assert html.count("clinic-chart__point ") == 3
    assert text(html).count("3.9 – 6.1") == 4
    assert "style=" not in html.split("<main")[1].split("</main>")[0]


def test_single_measurement_has_no_course_but_a_line(page, patient):
    [key] = store(observation(patient))

    html = page(f"results/course/{key}/")

    assert "clinic-chart" not in html
    assert "clinic-line__marker" in html


def test_prescription_says_how_to_take_it(page, patient):
    dosage = Dosage(
        dose="1 tablet", frequency=2, period=1, period_unit="d", as_needed=True, as_needed_for="pain"
    )
    store(
        ReceivedPrescription(ref=ExternalRef(SYSTEM, "a"), patient_id=patient.pk, status="active", intent="order", medication=Code(text="Samplecillin"), dosage=(dosage,), repeats=2),
        ReceivedPrescription(ref=ExternalRef(SYSTEM, "b"), patient_id=patient.pk, status="stopped", intent="order", medication=Code(text="Oldcillin")),
    )  # fmt: skip

    shown = text(page("prescriptions/"))

    assert (
        "Current prescriptions Samplecillin 1 tablet, 2 times a day, as needed: pain 2 repeats In force Earlier prescriptions Oldcillin Stopped"
        in shown
    )


def test_document_is_downloaded_and_never_shown_in_place(page, client, patient):
    [key] = store(ReceivedDocument(
        ref=ExternalRef(SYSTEM, "d"), patient_id=patient.pk, status="current", kind=Code(text="Letter"), title="Выписка",
        content=b"<script>alert(1)</script>", content_type="text/html",
    ))  # fmt: skip

    assert f"documents/{key}/" in page("documents/")
    response = client.get(f"/ru/cabinet/documents/{key}/")

    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%92")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]


def test_history_and_invoices(page, patient):
    store(
        ReceivedCondition(
            ref=ExternalRef(SYSTEM, "c"),
            patient_id=patient.pk,
            status="active",
            code=Code(text="Cold"),
            onset_text="in spring",
        )
    )
    store(
        ReceivedInvoice(
            ref=ExternalRef(SYSTEM, "i"),
            patient_id=patient.pk,
            status="issued",
            number="17",
            currency="RUB",
            total_gross=1200,
            lines=(ReceivedInvoiceLine("Blood test", 1200),),
        )
    )

    assert "Diagnoses Cold in spring Ongoing" in text(page("history/"))
    assert "Invoice No. 17 Blood test – 1,200 ₽ 1,200 ₽ To be paid" in text(page("invoices/"))


@pytest.mark.parametrize(
    "place", ["results", "results/latest", "prescriptions", "documents", "history", "invoices"]
)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_empty_file_is_said_to_be_empty(page, place, language):
    words = {"ru": "нет", "en": "yet"}[language]

    assert words in text(page(f"{place}/", language=language)).lower()


@pytest.mark.parametrize("place", ["results/{}/", "results/course/{}/", "documents/{}/"])
def test_somebody_elses_record_is_not_found(page, patient, place):
    somebody = make_patient(user=make_user(is_staff=False))
    [value] = store(observation(somebody))
    [sheet] = store(report(somebody, results=(value,)))
    [document] = store(
        ReceivedDocument(
            ref=ExternalRef(SYSTEM, "d"),
            patient_id=somebody.pk,
            status="current",
            kind=Code(text="x"),
            content=b"x",
        )
    )
    before = AccessEvent.objects.filter(patient_id=somebody.pk).count()

    for key in (value, sheet, document):
        page(place.format(key), status=404)

    assert AccessEvent.objects.filter(patient_id=somebody.pk).count() == before


def test_visitor_is_led_to_sign_in(client, db):
    response = client.get("/ru/cabinet/results/")

    assert response.status_code == 302
    assert "next=%2Fru%2Fcabinet%2Fresults%2F" in response["Location"]


def test_looking_is_written_down(page, patient):
    [value] = store(observation(patient))
    AccessEvent.objects.all()

    page(f"results/course/{value}/")

    event = AccessEvent.objects.filter(object_type="records.observation").latest("at")
    assert (event.actor_id, event.patient_id, event.action, event.object_ids) == (
        patient.user_id,
        patient.pk,
        "view",
        [str(value)],
    )


@pytest.mark.parametrize("place", ["results/", "results/latest/"])
def test_queries_do_not_grow_with_rows(page, client, patient, place):
    def fill(number):
        values = store(
            observation(patient, f"a{number}"),
            observation(patient, f"b{number}", measurement=replace(glucose(), code=Code(text=f"T{number}"))),
        )
        store(report(patient, f"r{number}", results=tuple(values)))

    def count():
        with CaptureQueriesContext(connection) as queries:
            page(place)
        return len(queries)

    fill(1)
    count()  # fills the caches of sites and settings
    with_one = count()
    fill(2)
    fill(3)

    assert count() == with_one
