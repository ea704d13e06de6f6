"""Load the invented clinic."""

import logging
from typing import Any

from django.core.management.base import BaseCommand

from demo.loading.everything import load_everything


class Command(BaseCommand):
    help = "Load the demonstration clinic. Safe to repeat: what is there already is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        # Wagtail reports every published page and every search index entry: some thousand lines.
        logging.disable(logging.INFO)
        try:
            load_everything(self.stdout.write)
        finally:
            logging.disable(logging.NOTSET)
