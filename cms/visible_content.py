"""The date that a page's content changed: it moves with the words, not with each publication of the same words."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from cms.models.base import ContentPage

#: Columns that change without the reader seeing anything else.
UNSEEN = frozenset(
    {
        "pk",
        "id",
        "path",
        "depth",
        "numchild",
        "url_path",
        "draft_title",
        "live",
        "has_unpublished_changes",
        "owner",
        "locked",
        "locked_at",
        "locked_by",
        "go_live_at",
        "expire_at",
        "expired",
        "first_published_at",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "alias_of",
        "content_type",
        "translation_key",
        "locale",
        "comments",
        "wagtail_admin_comments",
        "slug",
        "noindex",
        "canonical_url",
        "seo_title",
        "search_description",
        "social_image",
        "review_by",
        "content_digest",
        "content_changed_at",
        "review_interval_months",
        "show_in_menus",
        "index_entries",
    }
)


def note_change(page: ContentPage, *, now: dt.datetime) -> None:
    """After a publication: dates the content if a reader would see a difference."""
    digest = digest_of(page)
    if digest == page.content_digest:
        return
    page.content_digest, page.content_changed_at = digest, now
    type(page).objects.filter(pk=page.pk).update(content_digest=digest, content_changed_at=now)


def digest_of(page: ContentPage) -> str:
    seen: dict[str, Any] = {
        name: value for name, value in page.serializable_data().items() if name not in UNSEEN
    }
    words = json.dumps(seen, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()
