"""What has changed is announced to search engines, in batches, and only what they may know."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published

from cms import models as cms
from cms.announcing import batch_waiting
from cms.models import ChangedAddress
from outbox.errors import Unavailable
from outbox.models import Delivery
from outbox.services import deliver_due
from tests.cms.graphs import ROOT

announced = []


def announce(addresses, *, key, key_location):
    announced.append((list(addresses), key, key_location))


def unavailable(addresses, *, key, key_location):
    raise Unavailable("not now")


@pytest.fixture
def site(standing_site, settings):
    settings.INDEXNOW_KEY = "0123456789abcdef"
    settings.PORTS = {**settings.PORTS, "cms.AddressAnnouncer": "tests.cms.test_announcing.announce"}
    settings.OUTBOX_SUBSCRIBERS = {"addresses.changed": ["cms.announcing.announce_batch"]}
    ChangedAddress.objects.all().delete()
    announced.clear()
    return standing_site


def stored(page):
    return type(page).objects.get(pk=page.pk)


def waiting():
    return set(ChangedAddress.objects.filter(batch=None).values_list("address", flat=True))


def publish(page):
    page.save_revision().publish()


def test_publishing_and_unpublishing_note_the_address_once(site):
    page = stored(site.public["article"]["ru"])
    address = f"{ROOT}{page.url}"

    publish(page)
    publish(stored(page))
    stored(page).unpublish()

    assert waiting() == {address}


@pytest.mark.parametrize("changes", [{"noindex": True}, {"alias": True}, {"private": True}])
def test_page_that_is_not_for_finding_is_not_noted(site, changes):
    page = site.public["faq"]["ru"]
    if "private" in changes:
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    if "noindex" in changes:
        cms.FAQPage.objects.filter(pk=page.pk).update(noindex=True)
    if "alias" in changes:
        cms.FAQPage.objects.filter(pk=page.pk).update(alias_of=site.public["faq"]["en"])

    page_published.send(cms.FAQPage, instance=stored(page))

    assert waiting() == set()


def test_cabinet_is_not_noted(site):
    publish(stored(site.cabinet_page["ru"]))

    assert waiting() == set()


def test_new_slug_notes_old_and_new_addresses_of_all_below(site, django_capture_on_commit_callbacks):
    page = stored(site.public["blog category"]["ru"])
    page.slug = "heart-and-vessels"

    with django_capture_on_commit_callbacks(execute=True):
        publish(page)

    assert waiting() == {
        f"{ROOT}/ru/blog/heart/",
        f"{ROOT}/ru/blog/heart/measuring-pressure/",
        f"{ROOT}/ru/blog/heart-and-vessels/",
        f"{ROOT}/ru/blog/heart-and-vessels/measuring-pressure/",
    }


def test_move_notes_old_and_new_addresses(site):
    page = Page.objects.get(pk=site.public["article"]["ru"].pk).specific

    page.move(Page.objects.get(pk=site.public["blog"]["ru"].pk), pos="last-child")

    assert waiting() == {f"{ROOT}/ru/blog/heart/measuring-pressure/", f"{ROOT}/ru/blog/measuring-pressure/"}


def test_without_a_key_nothing_is_noted(site, settings):
    settings.INDEXNOW_KEY = ""

    publish(stored(site.public["article"]["ru"]))

    assert not ChangedAddress.objects.exists()


def test_what_waits_becomes_one_message_and_is_forgotten_when_taken(site):
    publish(stored(site.public["article"]["ru"]))
    publish(stored(site.public["doctor"]["ru"]))

    batch_waiting()
    batch_waiting()
    deliver_due(now=timezone.now())

    assert announced == [
        (
            [f"{ROOT}{site.public['article']['ru'].url}", f"{ROOT}{site.public['doctor']['ru'].url}"],
            "0123456789abcdef",
            f"{ROOT}/0123456789abcdef.txt",
        )
    ]
    assert not ChangedAddress.objects.exists()


def test_batch_is_kept_until_the_engines_have_taken_it(site, settings):
    publish(stored(site.public["article"]["ru"]))
    batch_waiting()
    settings.PORTS = {**settings.PORTS, "cms.AddressAnnouncer": "tests.cms.test_announcing.unavailable"}

    deliver_due(now=timezone.now())

    assert Delivery.objects.get(event="addresses.changed").last_error == "not now"
    assert ChangedAddress.objects.count() == 1

    settings.PORTS = {**settings.PORTS, "cms.AddressAnnouncer": "tests.cms.test_announcing.announce"}
    deliver_due(now=timezone.now() + timedelta(hours=2))

    assert len(announced) == 1
    assert not ChangedAddress.objects.exists()


def test_page_changed_again_while_its_batch_is_on_the_way_waits_for_the_next(site):
    page = site.public["article"]["ru"]
    publish(stored(page))
    batch_waiting()

    publish(stored(page))

    assert waiting() == {f"{ROOT}{page.url}"}
