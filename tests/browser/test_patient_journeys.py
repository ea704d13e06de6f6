"""Step 3 of the demonstration: a patient books, moves, cancels, while information systems come and go."""

import itertools
import random

import icalendar
import pytest

from tests.browser import steps
from tests.browser.conftest import Visitor

_first_phone = random.randrange(1_000_000, 9_000_000)
_phones = (f"916{number}" for number in itertools.count(_first_phone))


def book_for_the_first_time(visitor: Visitor, doctor: str, *, number: int = 0) -> str:
    steps.choose_nearest_time(visitor, doctor, number=number)
    visitor.assert_accessible()
    steps.keep_the_time(visitor)
    visitor.assert_accessible()
    steps.sign_in_by_code(visitor, next(_phones))
    steps.tell_who_it_is(visitor)
    visitor.page.get_by_role("button", name="Подтвердить запись").wait_for()
    visitor.assert_accessible()
    steps.confirm(visitor)
    return steps.appointment_id(visitor)


def test_first_visit_is_processed_and_then_confirmed(visitor: Visitor) -> None:
    book_for_the_first_time(visitor, steps.DOCTORS["information system"])

    steps.wait_for_heading(visitor, steps.CONFIRMED)

    visitor.assert_accessible()


def test_booking_waits_while_the_system_is_down_and_confirms_by_itself(desktop_visitor: Visitor) -> None:
    down = desktop_visitor.portal.state_of("north") / "down"
    down.write_text("")
    try:
        book_for_the_first_time(desktop_visitor, steps.DOCTORS["information system"], number=1)
        steps.wait_for_heading(desktop_visitor, steps.PROCESSING)
        desktop_visitor.page.wait_for_timeout(8000)
        assert desktop_visitor.page.get_by_role("heading", name=steps.PROCESSING).count() == 1
    finally:
        down.unlink()

    steps.wait_for_heading(desktop_visitor, steps.CONFIRMED)


def test_visit_is_confirmed_at_once_where_the_portal_decides_then_moved_and_cancelled(
    visitor: Visitor,
) -> None:
    appointment = book_for_the_first_time(visitor, steps.DOCTORS["portal"])
    page = visitor.page
    assert page.get_by_role("heading", name=steps.CONFIRMED).count() == 1
    visit = f"/ru/cabinet/visits/{appointment}/"

    visitor.open("/ru/cabinet/")
    visitor.assert_accessible()
    assert page.locator(f"main a[href='{visit}']").count() >= 1
    visitor.open(visit)
    visitor.assert_accessible()
    before = page.locator("main").inner_text()

    calendar = icalendar.Calendar.from_ical(
        visitor.context.request.get(visitor.portal.url + visit + "calendar/").body()
    )
    assert [str(event["SUMMARY"]) != "" for event in calendar.walk("VEVENT")] == [True]

    visitor.open(visit + "move/")
    visitor.assert_accessible()
    # Pressing a time is the choice itself: the page goes on at once.
    page.locator("label.clinic-slot").last.click()
    page.wait_for_url(f"**{visit}*")
    assert page.locator("main").inner_text() != before

    visitor.open(visit + "cancel/")
    visitor.assert_accessible()
    page.locator("label.clinic-choice").first.click()
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_url(f"**{visit}*")
    assert "Отмен" in page.locator("main").inner_text()


def test_cabinet_of_a_patient_of_years_is_accessible(visitor: Visitor) -> None:
    visitor.open("/account/sign-in/?next=/ru/cabinet/")
    steps.sign_in_by_code(
        visitor, "+79720000001" if visitor.page.viewport_size["width"] > 500 else "+79720000003"
    )
    visitor.page.wait_for_url("**/cabinet/**")

    for path in (
        "",
        "visits/",
        "results/",
        "results/latest/",
        "prescriptions/",
        "documents/",
        "family/",
        "profile/",
        "consents/",
        "trail/",
    ):
        visitor.open(f"/ru/cabinet/{path}")
        assert visitor.page.locator("h1").count() == 1, path
        visitor.assert_accessible()


@pytest.mark.parametrize("path", ["", "visits/", "results/"])
def test_cabinet_asks_strangers_to_sign_in(desktop_visitor: Visitor, path: str) -> None:
    page = desktop_visitor.open(f"/ru/cabinet/{path}")

    assert "/account/sign-in/" in page.url


def test_someone_elses_visit_is_not_found(desktop_visitor: Visitor) -> None:
    appointment = book_for_the_first_time(desktop_visitor, steps.DOCTORS["portal"], number=2)
    desktop_visitor.context.clear_cookies()
    desktop_visitor.open("/account/sign-in/?next=/ru/cabinet/")
    steps.sign_in_by_code(desktop_visitor, next(_phones))
    steps.tell_who_it_is(desktop_visitor)
    desktop_visitor.page.wait_for_url("**/cabinet/**")

    answer = desktop_visitor.context.request.get(
        f"{desktop_visitor.portal.url}/ru/cabinet/visits/{appointment}/"
    )

    assert answer.status == 404
