"""The six digits that sign the demonstration's administrator in."""

from typing import Any

from django.core.management.base import BaseCommand

from demo.authenticator import code_now


class Command(BaseCommand):
    help = "Print the present authenticator code of the demonstration's administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(code_now())
