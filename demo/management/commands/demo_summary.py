"""Where the demonstration is and how to sign in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from demo.authenticator import enrolment_address, secret_to_type
from demo.crowd import principals
from demo.loading.people import READY_ACCOUNT, staff_accounts

ADDRESSES = (
    ("Site in Russian", "/ru/"),
    ("Site in English", "/en/"),
    ("Patient's cabinet", "/ru/cabinet/"),
    ("Sent messages, codes", "/demo/messages/"),
    ("Editors and operators", "/admin/"),
    ("Doctors and front desk", "/staff/"),
    ("Switches of the simulated systems", "/demo/mis/"),
    ("API", "/api/v1/schema/"),
)


class Command(BaseCommand):
    help = "Print the addresses and sign-ins of the demonstration clinic."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        root = f"http://localhost:{port}"
        self._section("Addresses", [(name, f"{root}{path}") for name, path in ADDRESSES])
        self._section(
            "Patients sign in with a phone; the code appears at /demo/messages/",
            [
                (" ".join(part for part in (person.given, person.family) if part), person.phone)
                for person in principals()
                if person.phone
            ],
        )
        self._section(
            "Staff sign in with a name, a password and an authenticator app",
            [(f"{account.username} ({account.role.en})", account.password) for account in staff_accounts()],
        )
        self.stdout.write(
            "\nThe first sign-in leads to enrolment: scan the picture it shows with any authenticator app.\n"
            f"{READY_ACCOUNT} is enrolled already: `manage.py demo_code` prints its six digits, or enter in an app\n"
            f"  {secret_to_type()}\n"
            f"  {enrolment_address()}\n"
        )

    def _section(self, title: str, rows: list[tuple[str, str]]) -> None:
        width = max(len(name) for name, _ in rows)
        self.stdout.write(f"\n{title}")
        for name, value in rows:
            self.stdout.write(f"  {name:<{width}}  {value}")
