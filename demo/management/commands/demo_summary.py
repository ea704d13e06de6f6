"""Tell where the demonstration is and how to sign in."""

import base64
from argparse import ArgumentParser
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand

from demo.crowd import principals
from demo.loading.people import READY_ACCOUNT, READY_SEED, staff_accounts


class Command(BaseCommand):
    help = "Print the demonstration's addresses, patients' phones and staff sign-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        root = f"http://localhost:{port}"
        secret = base64.b32encode(bytes.fromhex(READY_SEED)).decode()
        lines = [
            "",
            f"The clinic          {root}/ru/  {root}/en/",
            f'Sent messages       {root}/demo/messages/   (codes that are "sent" by SMS)',
            f"Front desk, doctors {root}/staff/",
            f"Content             {root}/admin/",
            f"Simulated MISs      {root}/demo/mis/        (take them down and up; sign in as operator)",
            f"API                 {root}/api/v1/schema/",
            "",
            "Patients sign in with a phone; the code appears among the sent messages:",
            *(f"  {person.phone}  {person.given} {person.family}" for person in principals() if person.phone),
            "  or any Russian mobile number that is not in use yet",
            "",
            "Staff sign in with a name, a password and a code of an authenticator:",
            *(f"  {one.username:<14} {one.password:<28} {one.role.en}" for one in staff_accounts()),
            f"  {READY_ACCOUNT} has an authenticator already. Add it to yours with the secret",
            f"    {secret}",
            f"    otpauth://totp/{quote('Clinic portal')}:{READY_ACCOUNT}?secret={secret}&issuer={quote('Clinic portal')}",
            "  The others enrol at their first sign-in: scan the picture shown, type the six digits.",
            "",
        ]
        self.stdout.write("\n".join(lines))
