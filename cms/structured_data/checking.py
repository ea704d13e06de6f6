"""Is what a page tells search engines right and complete? For the editor, the report, and the command line.

The graph is written as it will be published, read back as a stranger would read it (extruct), and held against the
vocabulary, Google's fields and the house's own.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import extruct
from django.apps import apps
from django.db import transaction
from django.db.models import F, Q
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.bites import in_bites
from cms.models import DataCheck, DataFinding
from cms.models.base import ContentPage
from cms.requests import visitor_request
from cms.structured_data.fields import Mend, mend
from cms.structured_data.graphs import page_graph
from cms.structured_data.scene import Scene
from schema_org.check import check, left_out_findings
from schema_org.findings import Finding, Severity
from schema_org.serialise import to_json

#: How many pages one run of the periodic check takes; a run is a minute apart from the next.
CHECKED_AT_ONCE = 50
RECHECKED_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True)
class Verdict:
    """`written` is the page's JSON-LD as it would be published, empty where a page has none."""

    page: ContentPage
    written: str
    findings: list[Finding]

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors

    @property
    def readable(self) -> str:
        """The JSON-LD laid out for a person."""
        return json.dumps(json.loads(self.written), ensure_ascii=False, indent=2) if self.written else ""


def verdict(page: ContentPage) -> Verdict:
    """Checks a page as it stands in memory, published or not, in its own language."""
    with translation.override(page.locale.language_code):
        request = visitor_request(page)
        shown = page.present(request)
        # A page that sends its visitor elsewhere, or says that it is gone, tells search engines nothing.
        if isinstance(shown, HttpResponse):
            return Verdict(page, "", [])
        graph = page_graph(Scene(page, shown, request))
        if not graph:
            return Verdict(page, "", [])
        written = to_json(graph.document)
        return Verdict(page, written, [*left_out_findings(graph.left_out), *findings_in(written)])


def findings_in(written: str) -> list[Finding]:
    """Reads JSON-LD back from the element it is published in."""
    return [
        finding
        for document in documents_in(f'<script type="application/ld+json">{written}</script>')
        for finding in check(document)
    ]


def documents_in(html: str) -> list[dict[str, Any]]:
    """All JSON-LD documents of an HTML page."""
    found: list[dict[str, Any]] = extruct.extract(html, syntaxes=["json-ld"], uniform=False)["json-ld"]
    return found


@dataclass(frozen=True)
class Advice:
    """A finding in the editor's language. `mend` says where it is put right."""

    severity: str
    problem: str
    advice: str
    mend: Mend

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def advice(page: ContentPage, finding: Finding) -> Advice:
    return Advice(
        severity=finding.severity.value,
        problem=finding.problem(gettext),
        advice=finding.advice(gettext),
        mend=mend(page, finding),
    )


def published_pages(language: str | None = None) -> PageQuerySet:
    """Published pages with structured data, in the order of the tree."""
    told = [
        model for model in apps.get_models() if issubclass(model, ContentPage) and not model.never_indexed
    ]
    pages: PageQuerySet = (
        Page.objects.live().public().filter(alias_of=None).exact_type(*told).order_by("path")
    )
    return pages.filter(locale__language_code=language) if language else pages


def check_site(pages: PageQuerySet) -> Iterator[Verdict]:
    """Checks pages one after another and keeps what was found for the report."""
    for page in in_bites(pages):
        found = verdict(page)
        keep(found)
        yield found


@transaction.atomic
def keep(found: Verdict) -> None:
    """Replaces what the last check of the page found."""
    now = timezone.now()
    DataCheck.objects.update_or_create(page_id=found.page.pk, defaults={"checked_at": now})
    DataFinding.objects.filter(page_id=found.page.pk).delete()
    DataFinding.objects.bulk_create(
        DataFinding(
            page_id=found.page.pk,
            severity=finding.severity.value,
            code=finding.code,
            node=finding.node[:500],
            types=list(finding.types),
            property=finding.property[:200],
            facts=dict(finding.params),
            checked_at=now,
        )
        for finding in found.findings
    )


def kept_finding(row: DataFinding) -> Finding:
    return Finding(Severity(row.severity), row.code, row.node, tuple(row.types), row.property, row.facts)


def check_due() -> None:
    """Periodic job: pages published since their last check, and those whose last check is a day old.

    Prices, hours and reviews change what pages say without anybody publishing them.
    """
    DataFinding.objects.filter(page__live=False).delete()
    due = published_pages().filter(
        Q(data_check=None)
        | Q(data_check__checked_at__lt=F("last_published_at"))
        | Q(data_check__checked_at__lt=timezone.now() - RECHECKED_AFTER)
    )
    for _verdict in check_site(due.order_by("-last_published_at")[:CHECKED_AT_ONCE]):
        pass
