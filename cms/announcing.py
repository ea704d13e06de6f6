"""Telling search engines what has changed (IndexNow), in batches, through the outbox.

Publishing, unpublishing, moving and renaming a page notes its addresses. Every minute those that wait become one batch
and one message; its subscriber hands the batch to the announcer and forgets it.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.models import ChangedAddress
from cms.models.base import ContentPage
from cms.ports import address_announcer
from outbox.errors import Refused
from outbox.message import Message, subscriber
from outbox.services import publish

#: https://www.indexnow.org/documentation allows 10,000; the rest waits for the next minute.
LARGEST_BATCH = 10_000
EVENT = "addresses.changed"


def connect() -> None:
    page_published.connect(page_changed)
    page_unpublished.connect(page_changed)
    page_slug_changed.connect(page_renamed)
    post_page_move.connect(page_moved)


def page_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Receiver of page_published and page_unpublished."""
    if settings.INDEXNOW_KEY and _is_public(instance):
        note([instance.full_url])


def page_renamed(sender: type[Page], instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Receiver of page_slug_changed: the page and all below it have moved."""
    _moved(instance, instance_before.url_path, instance.url_path)


def page_moved(
    sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """Receiver of post_page_move. A page that only changed its place among its siblings keeps its address."""
    if url_path_before != url_path_after:
        _moved(instance, url_path_before, url_path_after)


def _moved(page: Page, path_before: str, path_after: str) -> None:
    if not settings.INDEXNOW_KEY:
        return
    addresses = []
    for below in Page.objects.descendant_of(page, inclusive=True).live().specific().iterator():
        if not _is_public(below) or not (address := below.full_url):
            continue
        addresses.append(address)
        # The address repeats the end of the path, below the home page of its language.
        tail = below.url_path.removeprefix(path_after)
        root = _home_path(below)
        if path_before.startswith(root):
            home = address.removesuffix(below.url_path.removeprefix(root))
            addresses.append(f"{home}{path_before.removeprefix(root)}{tail}")
    note(addresses)


def _home_path(page: Page) -> str:
    roots = (
        root.root_path for root in Site.get_site_root_paths() if page.url_path.startswith(root.root_path)
    )
    return max(roots, key=len, default="")


def _is_public(page: Page) -> bool:
    """Whether search engines may know the page at all; whether it is live now is what they are told to look at."""
    if not isinstance(page, ContentPage) or page.noindex or page.never_indexed or page.alias_of_id:
        return False
    return not page.get_view_restrictions().exists()


def note(addresses: Iterable[str | None]) -> None:
    """Remembers what to announce; without a key nothing is announced, so nothing is remembered."""
    if not settings.INDEXNOW_KEY:
        return
    now = timezone.now()
    ChangedAddress.objects.bulk_create(
        [ChangedAddress(address=address, changed_at=now) for address in dict.fromkeys(addresses) if address],
        ignore_conflicts=True,
    )


def batch_waiting() -> None:
    """Periodic job: makes one message of what waits, one for each host."""
    with transaction.atomic():
        waiting = list(ChangedAddress.objects.filter(batch=None).order_by("changed_at")[:LARGEST_BATCH])
        by_host: dict[str, list[ChangedAddress]] = {}
        for changed in waiting:
            by_host.setdefault(urlsplit(changed.address).netloc, []).append(changed)
        for rows in by_host.values():
            batch = uuid4()
            ChangedAddress.objects.filter(pk__in=[row.pk for row in rows]).update(batch=batch)
            publish(EVENT, subject=batch, payload={"batch": batch})


@subscriber(system="indexnow")
def announce_batch(message: Message) -> None:
    """Outbox subscriber. Announcing the same addresses twice does no harm."""
    if not settings.INDEXNOW_KEY:
        raise Refused("INDEXNOW_KEY is not set")
    rows = ChangedAddress.objects.filter(batch=UUID(str(message.payload["batch"])))
    addresses = list(rows.order_by("changed_at").values_list("address", flat=True))
    if not addresses:
        return
    parts = urlsplit(addresses[0])
    key_location = f"{parts.scheme}://{parts.netloc}{reverse('indexnow_key', args=[settings.INDEXNOW_KEY])}"
    address_announcer()(addresses, key=settings.INDEXNOW_KEY, key_location=key_location)
    message.note_exchange(request=f"{len(addresses)} addresses of {parts.netloc}", answer="accepted")
    rows.delete()
