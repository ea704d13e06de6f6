import pytest

from notifications.codes import Kind
from notifications.letters import Letter

SECRETS = ("Тайнова", "Мария", "Онколог", "онколог", "Oncolog", "Secretov", "Секретов")


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", list(Kind))
def test_no_notice_names_anybody_or_anything_medical(visit, kind, language):
    letter = Letter(kind, visit, language)
    mail = letter.mail("patient@example.org")

    for text in (letter.sms(), mail.subject, mail.text, mail.html):
        assert text.strip()
        assert not [secret for secret in SECRETS if secret in text]
        assert "&#x27;" not in mail.text


@pytest.mark.parametrize("kind", list(Kind))
def test_sms_is_one_line_of_at_most_three_parts(visit, kind):
    for language in ("ru", "en"):
        text = Letter(kind, visit, language).sms()
        assert "\n" not in text
        assert len(text) <= 3 * 67


def test_sms_tells_the_branchs_wall_clock_in_the_patients_language(visit):
    english, russian = (Letter(Kind.CONFIRMED, visit, language).sms() for language in ("en", "ru"))

    assert english == (
        "Your visit is confirmed: Tuesday, 3 December, 09:30. Yekaterinburg, 1 Example Street. "
        "https://clinic.example/en/cabinet/visits/"
    )
    assert "вторник, 3 декабря, 09:30" in russian
    assert "https://clinic.example/ru/cabinet/visits/" in russian


def test_video_visit_has_no_address(visit):
    visit.modality = "virtual"

    assert "Example Street" not in Letter(Kind.CONFIRMED, visit, "en").sms()
    assert "video visit" in Letter(Kind.CONFIRMED, visit, "en").mail("a@example.org").text


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (Kind.REQUESTED, None),
        (Kind.CONFIRMED, "REQUEST"),
        (Kind.MOVED, "REQUEST"),
        (Kind.MOVE_REFUSED, None),
        (Kind.CANCELLED, "CANCEL"),
        (Kind.REJECTED, None),
        (Kind.MOVE_OFFERED, None),
        (Kind.REVIEW_ASKED, None),
    ],
)
def test_mail_brings_the_calendar_up_to_date(visit, kind, method):
    calendar = Letter(kind, visit, "en").mail("patient@example.org").calendar

    assert (calendar.method if calendar else None) == method


def test_html_escapes_what_the_clinic_typed(visit):
    visit.location.street_en = "<b>1</b> & 2"

    mail = Letter(Kind.CONFIRMED, visit, "en").mail("patient@example.org")

    assert "<b>1</b>" not in mail.html
    assert "<b>1</b> & 2" in mail.text
