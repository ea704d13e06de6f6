"""Checks what every published page tells search engines. Ends with 1 if something is wrong."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.structured_data.checking import Verdict, check_site, published_pages


class Command(BaseCommand):
    help = "Check the structured data of all published pages against schema.org, Google's fields and our own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, help="only pages of this language")
        parser.add_argument(
            "--page", type=int, action="append", help="only the page with this number (repeatable)"
        )
        parser.add_argument(
            "--fail-on",
            choices=["error", "warning"],
            default="error",
            help="what ends with status 1 (default: error)",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object per page")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = published_pages(options["language"])
        if options["page"]:
            pages = pages.filter(pk__in=options["page"])
        checked = errors = warnings = 0
        for found in check_site(pages):
            checked += 1
            errors, warnings = errors + found.errors, warnings + found.warnings
            self._tell(found, as_json=options["json"])
        if not checked:
            raise CommandError("No published page to check.", returncode=2)
        if not options["json"]:
            self.stdout.write(f"{checked} pages, {errors} errors, {warnings} warnings")
        if errors or (warnings and options["fail_on"] == "warning"):
            raise SystemExit(1)

    def _tell(self, found: Verdict, *, as_json: bool) -> None:
        if as_json:
            told = {
                "page": found.page.pk,
                "url": found.page.full_url,
                "findings": [str(one) for one in found.findings],
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        elif found.findings:
            self.stdout.write(found.page.full_url or str(found.page))
            for finding in found.findings:
                self.stdout.write(f"  {finding}")
