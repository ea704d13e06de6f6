"""Reminders that a page is due for review: one mail a week to each person who can do something about it."""

from collections import defaultdict

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.editor.reports import overdue_pages
from cms.people_groups import MARKETING_LEADS


def remind() -> None:
    """Periodic job. A page's owner hears of it; pages without one, or whose owner has left, go to the marketing leads."""
    due: defaultdict[str, list[Page]] = defaultdict(list)
    leads = get_user_model().objects.filter(groups__name=MARKETING_LEADS, is_active=True).exclude(email="")
    addresses = list(leads.values_list("email", flat=True))
    for page in overdue_pages(timezone.localdate()):
        owner = page.owner
        if (
            owner is not None
            and owner.is_active
            and owner.email
            and owner.has_perm("wagtailadmin.access_admin")
        ):
            due[owner.email].append(page)
        else:
            for address in addresses:
                due[address].append(page)
    for address, pages in due.items():
        _write(address, pages)


def _write(address: str, pages: list[Page]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        listed = [
            {
                "title": page.title,
                "language": page.locale.get_display_name(),
                "review_by": page.review_by,
                "url": settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
            }
            for page in pages
        ]
        body = render_to_string("wagtailadmin/emails/review_due.txt", {"pages": listed})
        send_mail(_("Pages of the site are due for review"), body, None, [address])
