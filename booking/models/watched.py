"""Models that the search keeps copies of: whoever changes one makes every process's copy old."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.dispatch import Signal

from booking.models.base import Entity, Occurrence

#: The catalogue; its change makes copies of all hours old as well.
CATALOGUE = "catalogue"
#: Closures of a doctor at every branch.
EVERYWHERE = "everywhere"
#: Sent in the transaction of the change, for those who keep pages made of the catalogue.
catalogue_changed = Signal()


class CatalogueVersion(models.Model):
    """Changes whenever catalogue or hours change: a process learns that its copy is old (`booking.snapshot`).

    `scope` is "catalogue", "everywhere", or the key of the Location whose hours it speaks of. The token is random
    rather than counted: a rolled-back change can never be taken for a later one.
    """

    wagtail_reference_index_ignore = True

    scope = models.CharField(max_length=36, primary_key=True)
    token = models.UUIDField()

    def __str__(self) -> str:
        return self.scope


def touch(scopes: Iterable[str]) -> None:
    """Say that these parts changed, in the transaction of the change."""
    CatalogueVersion.objects.bulk_create(
        [CatalogueVersion(scope=scope, token=uuid4()) for scope in sorted(set(scopes))],
        update_conflicts=True,
        unique_fields=["scope"],
        update_fields=["token"],
    )
    catalogue_changed.send(sender=CatalogueVersion)


class WatchedQuerySet(models.QuerySet[Any]):
    """The bulk writes of Django send no signals, so they touch the catalogue themselves."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        created = super().bulk_create(objs, *args, **kwargs)
        touch([CATALOGUE])
        return created

    def update(self, **kwargs: Any) -> int:
        touch([CATALOGUE])
        return super().update(**kwargs)


class Watched(Entity):
    """Part of the catalogue."""

    objects = WatchedQuerySet.as_manager()

    class Meta:
        abstract = True

    def watched_scopes(self) -> list[str]:
        return [CATALOGUE]


class WatchedHours(Occurrence):
    """Part of the hours of one branch, or of a doctor's at all branches."""

    location_id: UUID | None

    objects = WatchedQuerySet.as_manager()

    class Meta:
        abstract = True

    def watched_scopes(self) -> list[str]:
        return [str(self.location_id) if self.location_id else EVERYWHERE]
