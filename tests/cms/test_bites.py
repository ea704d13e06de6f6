"""Going through all pages while writing about them."""

import pytest
from wagtail.models import Page

from cms.bites import in_bites
from cms.models import LandingPage


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_every_page_comes_once_in_order_and_as_its_own_class(site, size):
    pages = Page.objects.live().filter(depth__gt=1)

    assert list(in_bites(pages, size)) == list(pages.specific())


def test_a_page_deleted_meanwhile_is_passed_over(site):
    gone = LandingPage.objects.get(pk=site.public["landing"]["ru"].pk)
    pages = Page.objects.filter(pk__in=[site.public["landing"]["en"].pk, gone.pk]).order_by("-pk")
    expected = [page.pk for page in pages if page.pk != gone.pk]
    reading = in_bites(pages, 1)
    keys_are_read = next(reading) if pages.first().pk != gone.pk else None

    gone.delete()

    assert [page.pk for page in [*filter(None, [keys_are_read]), *reading]] == expected
