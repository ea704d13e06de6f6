"""What a killed worker talks to: a receiver with a memory of its own. `python -m tests.outbox.house fill` makes both."""

import os
import sqlite3
import sys

import django

from outbox import Message, subscriber


def receiver() -> sqlite3.Connection:
    return sqlite3.connect(os.environ["RECEIVER_DATABASE"], timeout=20, isolation_level=None)


@subscriber(system="elsewhere")
def outside(message: Message) -> None:
    """A system that honours idempotency keys: a repeated operation is answered and has no second effect."""
    with receiver() as memory:
        memory.execute("insert or ignore into effect values (?)", (message.operation_id.hex,))


def here(message: Message) -> None:
    from outbox.services import publish

    publish("echo", subject=message.subject, payload={})


def nothing(message: Message) -> None:
    pass


def fill() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from outbox.services import publish

    receiver().execute("create table effect (operation_id text)")
    receiver().execute("create unique index effect_once on effect (operation_id)")
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        for number in range(2000):
            publish("remote", subject=str(number % 400), payload={})
        for number in range(300):
            publish("chained", subject=str(number), payload={})


if __name__ == "__main__" and sys.argv[1:] == ["fill"]:
    fill()
