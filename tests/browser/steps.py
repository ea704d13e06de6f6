"""What people do on the portal, step by step, as the journeys need it."""

import re
import time

from tests.browser.conftest import Visitor

#: Branches by whose word a visit stands: `north` is a simulated information system, `maples` the portal itself.
DOCTORS = {"information system": "airova", "portal": "oduvanchikova"}
CONFIRMED, PROCESSING = "Запись подтверждена", "Запись обрабатывается"
ANSWER_SECONDS = 90


def choose_nearest_time(visitor: Visitor, doctor: str, *, number: int = 0) -> None:
    """From the doctor's page to the page that shows what is about to be booked."""
    page = visitor.open(f"/ru/doctors/{doctor}/")
    page.locator("#times").scroll_into_view_if_needed()
    page.locator("#times a[href*='start=']").nth(number).click()
    page.get_by_role("heading", name="Проверьте запись").wait_for()


def keep_the_time(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Записаться на это время").click()


def sign_in_by_code(visitor: Visitor, phone: str) -> None:
    page = visitor.page
    page.locator("input[type=tel]").fill(phone)
    page.get_by_role("button", name="Получить код").click()
    page.get_by_role("heading", name="Введите код").wait_for()
    page.locator("input[autocomplete='one-time-code']").fill(visitor.code_from_messages())
    page.get_by_role("button", name="Войти", exact=True).click()


def tell_who_it_is(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("heading", name="О вас").wait_for()
    for name, value in {"family": "Ягодкина", "given": "Проба", "patronymic": "Тестовна"}.items():
        page.locator(f"input[name={name}]").fill(value)
    for field, value in zip(page.locator("input[name^=birth_date]").all(), ("17", "5", "1990"), strict=True):
        field.fill(value)
    page.get_by_label("Женский").check()
    page.locator("input[type=checkbox]").check()
    page.get_by_role("button", name="Продолжить").click()


def confirm(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="Подтвердить запись").wait_for()
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Подтвердить запись").click()


def wait_for_heading(visitor: Visitor, heading: str) -> None:
    """The page renews itself; no reloading by hand."""
    visitor.page.get_by_role("heading", name=heading).wait_for(timeout=ANSWER_SECONDS * 1000)


def appointment_id(visitor: Visitor) -> str:
    found = re.search(r"/visit/([0-9a-f-]{36})/", visitor.page.url)
    assert found, visitor.page.url
    return found[1]


def sign_in_staff(visitor: Visitor, username: str, password: str, code: str) -> None:
    page = visitor.page
    page.locator("input[name=auth-username]").fill(username)
    page.locator("input[name=auth-password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=token-otp_token]").fill(code)
    page.locator("main form button[type=submit]").first.click()


def wait_for_next_code() -> None:
    """A one-time code is good once: wait for the next half minute."""
    time.sleep(30 - time.time() % 30 + 0.5)
