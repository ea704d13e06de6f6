"""For the day a member of staff has lost the phone and the sheet of backup codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people import second_factor
from people.access import Access
from people.codes import Purpose
from people.models import User


class Command(BaseCommand):
    help = (
        "Take a member of staff's second factor away after confirming who they are: all their sessions end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["reset"])
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        try:
            user = User.objects.get(username=username, is_staff=True)
        except User.DoesNotExist:
            raise CommandError(f"No member of staff is called {username!r}.") from None
        second_factor.reset(user, access=Access.system("command", purpose=Purpose.ADMINISTRATION))
        self.stdout.write(f"{username} enrols again at the next sign-in.")
