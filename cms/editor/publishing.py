"""Rules that stand between a page and its publication, what must never be deleted, and who reads what forms bring."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from cms.editorial.checking import errors
from cms.models import LegalTextPage
from cms.models.base import ContentPage


def refuse_errors(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook before_publish_page: a page with errors stays a draft, and its editor is told why. The draft is saved."""
    if not isinstance(page, ContentPage):
        return None
    found = errors(page)
    if not found:
        return None
    for problem in found:
        place = page.field_name(problem.field)
        words = f" “{problem.words}”" if problem.words else ""
        messages.error(request, f"{place}: {problem.message}{words}" if place else problem.message)
    messages.warning(request, _("Your draft is saved, but not published: mend the errors first."))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def refuse_errors_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Page], action_class_instance: Any
) -> HttpResponse | None:
    """Hook before_bulk_action: all or none are published."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    broken = [
        page.specific
        for page in objects
        if isinstance(page.specific, ContentPage) and errors(page.specific.get_latest_revision_as_object())
    ]
    if not broken:
        return None
    titles = ", ".join(f"“{page.get_admin_display_title()}”" for page in broken)
    messages.error(
        request,
        _("Nothing is published. These pages break the rules of the clinic: %(titles)s") % {"titles": titles},
    )
    return HttpResponseRedirect(reverse("cms_report_rules"))


def keep_legal_texts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook before_delete_page: a legal text that was ever in force stays readable."""
    kept = LegalTextPage.objects.descendant_of(page, inclusive=True).filter(versions__isnull=False)
    if not kept.exists():
        return None
    messages.error(request, _("A legal text that has been in force cannot be deleted. Unpublish it instead."))
    return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def answers_for_who_publishes(user: Any, forms: PageQuerySet) -> PageQuerySet:
    """Hook filter_form_submissions_for_user: strangers' names and telephones are not for everybody who may edit the form."""
    allowed = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    return forms.filter(pk__in=allowed.values("pk"))
