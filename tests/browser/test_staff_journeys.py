"""Steps 4 and 5 of the demonstration: an editor publishes behind a second factor, the desk and an operator do their work."""

import base64
import re

import pytest
from django_otp.oath import totp

from tests.browser.conftest import Visitor


def staff_account(visitor: Visitor, username: str) -> str:
    """The password that the demonstration printed at its start."""
    found = re.search(rf"^\s*{username} \(.*?\)\s+(\S+)", visitor.portal.printed, re.MULTILINE)
    assert found, f"{username} is not among the printed sign-ins"
    return found[1]


def enrol(visitor: Visitor, username: str) -> bytes:
    """First sign-in of a member of staff: scan the picture, type the digits. Returns the seed."""
    page = visitor.open("/admin/")
    page.locator("input[name=auth-username]").fill(username)
    page.locator("input[name=auth-password]").fill(staff_account(visitor, username))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/setup/**")
    visitor.assert_accessible()
    while page.locator("input[name=generator-token]").count() == 0:
        page.locator("main form button[type=submit]").first.click()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.locator("main").inner_text())
    assert secret, "the page does not show the secret for typing"
    seed = base64.b32decode(secret[0])
    page.locator("input[name=generator-token]").fill(f"{totp(seed):06}")
    page.locator("main form button[type=submit]").first.click()
    return seed


def test_password_alone_opens_nothing(desktop_visitor: Visitor) -> None:
    page = desktop_visitor.open("/admin/login/")

    assert "/staff/account/sign-in/" in page.url
    desktop_visitor.assert_accessible()


def test_editor_enrols_publishes_and_the_page_and_its_json_ld_change(desktop_visitor: Visitor) -> None:
    enrol(desktop_visitor, "marketing")
    page = desktop_visitor.open("/admin/")
    assert page.url.endswith("/admin/")
    site, doctor = desktop_visitor.context.request, desktop_visitor.portal.url + "/ru/doctors/airova/"
    before = site.get(doctor).text()
    page.goto(_edit_address(desktop_visitor, "Аирова"))
    field = page.locator("[name=seo_title], [name=search_title]").first
    if not field.is_visible():
        page.get_by_role("tab").nth(1).click()
    field.fill("Проверка публикации")
    description = page.locator("[name=search_description]")
    kept = description.input_value()
    description.fill("Гарантируем полное излечение")
    remark = page.locator("[data-contentpath=search_description] [data-clinic-remark]")
    remark.first.wait_for()
    assert "обещают излечение" in remark.first.inner_text()
    description.fill(kept)
    remark.first.wait_for(state="detached")
    # Behind a menu: drafts and workflow come first.
    with page.expect_navigation():
        page.evaluate("document.querySelector('button[name=action-publish]').click()")
    after = site.get(doctor).text()

    assert "Проверка публикации" in after
    assert "Проверка публикации" not in before


def _edit_address(visitor: Visitor, name: str) -> str:
    """Where the Russian page of that name is edited; its translation is edited elsewhere."""
    found = visitor.context.request.get(f"{visitor.portal.url}/admin/pages/search/?q={name}").text()
    page_id = re.search(rf'/admin/pages/(\d+)/edit/"[^>]*>\s*{name}', found) or re.search(
        r"/admin/pages/(\d+)/edit/", found
    )
    assert page_id, f"no page {name} among the search results"
    return f"{visitor.portal.url}/admin/pages/{page_id[1]}/edit/"


def test_operator_sees_deliveries_with_state_and_attempts(desktop_visitor: Visitor) -> None:
    enrol(desktop_visitor, "operator")
    for address in ("/admin/operations/deliveries/", "/admin/operations/appointments/", "/demo/mis/"):
        page = desktop_visitor.open(address)
        assert page.locator("main").inner_text().strip(), address


@pytest.mark.parametrize(
    "place",
    ["/staff/", "/staff/why/", "/staff/block/", "/staff/maples/hours/", "/staff/maples/find-patient/"],
)
def test_front_desk_pages_are_accessible(desktop_visitor: Visitor, place: str, desk_state: dict) -> None:
    desktop_visitor.context.add_cookies(desk_state["cookies"])
    desktop_visitor.open(place)

    assert desktop_visitor.page.locator("h1").count() == 1
    desktop_visitor.assert_accessible()


def test_daily_acts_of_the_desk_take_two_clicks(desktop_visitor: Visitor, desk_state: dict) -> None:
    """Typing apart: a visit is booked by phone, moved, its patient checked in, another cancelled, a delay noted."""
    desktop_visitor.context.add_cookies(desk_state["cookies"])
    page = desktop_visitor.open("/staff/maples/")
    free = page.locator("a.staff-free[aria-label*='Одуванчикова']")
    page.get_by_role("link", name="Следующий день").click()
    while not free.count():
        page.get_by_role("link", name="Следующий день").click()
    board = page.url

    free.first.click()  # one
    page.locator("input[name=term]").fill("+79720000005")
    page.keyboard.press("Enter")
    page.locator("button.staff-time").first.click()  # two
    page.wait_for_url("**/staff/visits/**")
    visit = page.url

    page.goto(board)
    page.locator(f"a[href='{visit.removeprefix(desktop_visitor.portal.url)}move/']").click()  # one
    page.locator("button.staff-time").last.click()  # two
    page.wait_for_url(visit)

    page.goto(board)
    page.get_by_role("button", name="Отметить приход").first.click()  # one
    page.wait_for_url(board)

    page.goto(visit + "cancel/")  # one: the board's link
    page.get_by_role("button", name="Отменить визит").click()  # two
    assert "Отменена" in page.locator("main").inner_text()

    # The portal's own branch, whose day does not depend on what an information system still tells of it.
    page.goto(desktop_visitor.portal.url + "/staff/maples/")
    page.get_by_role("link", name="Задерживается").first.click()  # one
    page.locator("button.staff-time", has_text="15").first.click()  # two
    assert "Опаздывает на 15 мин" in page.locator("main").inner_text()


@pytest.fixture(scope="module")
def desk_state(browser, portal):
    context = browser.new_context(locale="ru-RU")
    visitor = Visitor(context, context.new_page(), portal, None)  # type: ignore[arg-type]
    enrol(visitor, "desk")
    yield context.storage_state()
    context.close()
