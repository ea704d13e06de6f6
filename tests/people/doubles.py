"""Stand-ins for the rooms above, named by the test settings."""

from dataclasses import dataclass

from django.http import HttpRequest

from people.errors import CodeNotSent


@dataclass(frozen=True)
class SentCode:
    phone: str
    code: str
    language: str
    host: str


class CodeBox:
    """Every code that was sent; `broken` makes the gateway fail."""

    def __init__(self):
        self.sent: list[SentCode] = []
        self.broken = False

    def clear(self):
        self.sent.clear()
        self.broken = False


code_box = CodeBox()


def send_code(phone: str, code: str, language: str, *, host: str) -> None:
    if code_box.broken:
        raise CodeNotSent("the gateway is silent")
    code_box.sent.append(SentCode(phone, code, language, host))


def patient_home(request: HttpRequest) -> str:
    return "/home-of-the-patient/"
