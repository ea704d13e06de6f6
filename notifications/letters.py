"""The words of a notice in the patient's language. No name and no medical content: anyone may read a lock screen."""

from dataclasses import dataclass
from typing import Any

from babel.dates import format_date, format_time
from django.template.loader import render_to_string
from django.utils import translation

from booking.models import Appointment
from notifications.calendar import Method, visit_calendar
from notifications.codes import Kind
from notifications.ports import CalendarPart, Mail, patient_url

CALENDAR_METHODS = {
    Kind.CONFIRMED: Method.REQUEST,
    Kind.MOVED: Method.REQUEST,
    Kind.CANCELLED: Method.CANCEL,
}


@dataclass(frozen=True, slots=True)
class Letter:
    kind: Kind
    appointment: Appointment
    language: str

    def sms(self) -> str:
        """One line: line breaks cost characters and some gateways cut at them."""
        return " ".join(self.render("sms.txt").split())

    def mail(self, to: str) -> Mail:
        subject = " ".join(self.render("subject.txt").split())
        paragraphs = [
            " ".join(part.split()) for part in self.render("text.txt").split("\n\n") if part.strip()
        ]
        around = {"subject": subject, "paragraphs": paragraphs}
        return Mail(
            to=to,
            subject=subject,
            text=self.render_file("messages/mail.txt", around),
            html=self.render_file("messages/mail.html", around),
            calendar=self.calendar(to),
        )

    def calendar(self, to: str) -> CalendarPart | None:
        method = CALENDAR_METHODS.get(self.kind)
        if method is None:
            return None
        content = visit_calendar(
            self.appointment, method=method, language=self.language, url=self.url, attendee=to
        )
        return CalendarPart(content, method.value)

    @property
    def url(self) -> str:
        return patient_url(
            self.language, "cabinet:home" if self.kind == Kind.REVIEW_ASKED else "cabinet:visits"
        )

    def render(self, part: str) -> str:
        return self.render_file(f"messages/{self.kind.value}/{part}", {})

    def render_file(self, template: str, around: dict[str, Any]) -> str:
        with translation.override(self.language):
            return render_to_string(template, {**self.context(), **around})

    def context(self) -> dict[str, Any]:
        """In the active language; times are those of the branch."""
        location = self.appointment.location
        start = self.appointment.start.astimezone(location.zone)
        return {
            "language": self.language,
            "day": format_date(start, "EEEE, d MMMM", locale=self.language),
            "time": format_time(start, "HH:mm", locale=self.language),
            "branch": location.name,
            "address": location.address,
            "phone": location.phone,
            "is_virtual": self.appointment.modality == "virtual",
            "url": self.url,
        }
