"""A referral with a number: asked of the branch's system, then a time is chosen on it."""

from dataclasses import dataclass, field

import pytest

from booking.models import ServiceRequest
from booking.ports import ReferralAnswer, ReferralState, SystemUnavailable
from tests import factories as make


@dataclass
class Asked:
    answer: object = None
    numbers: list[str] = field(default_factory=list)

    def check_referral(self, number, *, patient_id):
        self.numbers.append(number)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def system(monkeypatch):
    asked = Asked()
    monkeypatch.setattr("booking.services.issuing.scheduling_system", lambda connection: asked)
    return asked


@pytest.fixture
def scan(mis_house, client):
    """A service that needs a referral, at a branch with an information system; its patient is signed in."""
    scan = make.make_service(name_en="Scan", referral_required=True)
    mis_house.doctor.roles.get().services.add(scan)
    client.force_login(mis_house.user)
    return scan


def tell(client, scan, house, number="77-1"):
    told = {"number": number, "location": house.location.pk}
    return client.post(f"/en/booking/referral/?service={scan.code}", told)


def test_page_of_times_asks_for_the_number(scan, client):
    page = client.get("/en/booking/times/", {"service": scan.code})

    assert page.context["referral_url"] == f"/en/booking/referral/?service={scan.code}"
    assert client.get(page.context["referral_url"]).status_code == 200


def test_valid_referral_leads_to_its_times(mis_house, scan, client, system):
    system.answer = ReferralAnswer(ReferralState.VALID, "77-1")

    led = tell(client, scan, mis_house, " 77-1 ")

    added = ServiceRequest.objects.get()
    assert (added.patient, added.service, system.numbers) == (mis_house.patient, scan, ["77-1"])
    assert f"referral={added.pk}" in led.url
    assert client.get(led.url).context["week"].groups


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ReferralAnswer(ReferralState.EXPIRED, "77-1"), "has expired"),
        (SystemUnavailable(), "does not answer"),
    ],
    ids=["expired", "away"],
)
def test_referral_that_cannot_be_used_says_why_and_keeps_what_was_typed(
    mis_house, scan, client, system, answer, words
):
    system.answer = answer

    page = tell(client, scan, mis_house)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert page.context["form"]["number"].value() == "77-1"
    assert not ServiceRequest.objects.exists()


def test_branch_without_a_system_is_not_asked(house, signed_in):
    scan = make.make_service(referral_required=True)
    house.doctor.roles.get().services.add(scan)

    page = signed_in.get("/en/booking/times/", {"service": scan.code})

    assert (page.context["referral_url"], bool(page.context["refusal"])) == ("", True)
