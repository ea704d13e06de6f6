import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from demo.channels import SmsOnScreen
from demo.models import MessageChannel, SentMessage
from notifications.mail import DjangoMailer
from notifications.ports import CalendarPart, Mail
from people.models import User
from tests.staff.conftest import sign_in

pytestmark = pytest.mark.django_db

CODE_MESSAGE = "Your code is 042137. Never share it.\n@localhost #042137"


@pytest.fixture
def on_screen(settings):
    settings.EMAIL_BACKEND = "demo.channels.MailOnScreen"


def send_sms(text, *, key="1", to="+79720000001"):
    return SmsOnScreen().send(to, text, purpose="test", idempotency_key=key)


def test_sms_is_kept_once_for_one_key():
    for text in ("first", "again"):
        send_sms(text)

    assert [message.text for message in SentMessage.objects.all()] == ["first"]


def test_code_is_read_from_the_line_bound_to_the_host():
    send_sms(CODE_MESSAGE)

    assert SentMessage.objects.get().code == "042137"


def test_message_without_a_code_has_none():
    send_sms("Your visit on 14 March at 10:30 is confirmed")

    assert SentMessage.objects.get().code == ""


def test_mail_is_kept_with_its_calendar(on_screen):
    calendar = CalendarPart(b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "REQUEST")
    mail = Mail("olivia@example.org", "Your visit", "plain", "<p>rich</p>", calendar)

    for _ in range(2):
        DjangoMailer().send(mail, idempotency_key="one")

    message = SentMessage.objects.get()
    assert (message.channel, message.to, message.subject) == (
        MessageChannel.EMAIL,
        "olivia@example.org",
        "Your visit",
    )
    assert (message.text, message.html) == ("plain", "<p>rich</p>")
    assert message.calendar.startswith("BEGIN:VCALENDAR")


def test_page_shows_the_newest_first_with_the_code(client):
    send_sms("older", key="1")
    send_sms(CODE_MESSAGE, key="2")

    page = client.get(reverse("demo:messages"), headers={"accept-language": "en"}).content.decode()

    assert page.index("<code>042137</code>") < page.index("older")


def test_page_shows_one_phone_only(client):
    send_sms("for one", key="1", to="+79720000001")
    send_sms("for another", key="2", to="+79720000002")

    for typed in ("+79720000002", " 79720000002", "0000002"):
        page = client.get(reverse("demo:messages"), {"to": typed}).content.decode()
        assert "for another" in page
        assert "for one" not in page


def test_page_reads_itself_again_only_when_asked(client):
    asked = client.get(reverse("demo:messages") + "?refresh").content.decode()
    unasked = client.get(reverse("demo:messages")).content.decode()

    assert 'http-equiv="refresh" content="5"' in asked
    assert 'http-equiv="refresh"' not in unasked


def test_mail_as_it_looks_gets_no_scripts_and_no_network(client, on_screen):
    DjangoMailer().send(Mail("a@example.org", "s", "t", "<script>alert(1)</script>"), idempotency_key="x")

    answer = client.get(reverse("demo:mail", args=[SentMessage.objects.get().pk]))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert (
        "script-src 'self'" not in policy
        or "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    )


def test_what_a_message_lacks_is_not_found(client):
    send_sms("plain")
    message = SentMessage.objects.get()

    assert client.get(reverse("demo:mail", args=[message.pk])).status_code == 404
    assert client.get(reverse("demo:calendar", args=[message.pk])).status_code == 404


def test_calendar_is_a_file(client):
    message = SentMessage.objects.create(
        channel="email",
        to="a@example.org",
        text="",
        calendar="BEGIN:VCALENDAR",
        key="k",
        sent_at=timezone.now(),
    )

    answer = client.get(reverse("demo:calendar", args=[message.pk]))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "visit.ics" in answer.headers["Content-Disposition"]


# --- The switches of the simulated systems ---------------------------------------------------------------


@pytest.fixture
def simulated(settings, tmp_path):
    settings.MIS_CONNECTIONS = {
        "north": {"state": tmp_path / "north"},
        "elsewhere": {"base_url": "https://mis.example"},
    }
    return tmp_path / "north"


@pytest.fixture
def staff_client(client):
    return sign_in(client, User.objects.create_user("operator", password="x"))


def test_switches_are_for_staff_with_a_second_factor(client, simulated):
    assert isinstance(client.get("/demo/mis/").wsgi_request.user, AnonymousUser)
    assert client.get("/demo/mis/").status_code == 302

    client.force_login(User.objects.create_user("operator", password="x"))
    answer = client.post("/demo/mis/", {"system": "north", "act": "down"})

    assert answer.status_code == 302
    assert not (simulated / "down").exists()


def test_system_is_taken_down_and_brought_up(staff_client, simulated):
    staff_client.post("/demo/mis/", {"system": "north", "act": "down"})
    assert (simulated / "down").exists()

    staff_client.post("/demo/mis/", {"system": "north", "act": "up"})
    assert not (simulated / "down").exists()


def test_next_answer_is_lost_once(staff_client, simulated):
    staff_client.post("/demo/mis/", {"system": "north", "act": "lose-answer"})

    assert (simulated / "lose-answer").read_text() == "1"


@pytest.mark.parametrize(
    ("system", "act"),
    [("west", "down"), ("elsewhere", "down"), ("north", "explode"), ("", ""), ("../north", "down")],
)
def test_unknown_switch_is_not_found(staff_client, simulated, system, act):
    assert staff_client.post("/demo/mis/", {"system": system, "act": act}).status_code == 404


def test_page_says_which_system_is_down(staff_client, simulated):
    simulated.mkdir()
    (simulated / "down").touch()

    page = staff_client.get("/demo/mis/", headers={"accept-language": "en"}).content.decode()

    assert "Down" in page
    assert "Bring it up" in page
