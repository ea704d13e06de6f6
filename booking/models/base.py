"""What every public object of booking has: a UUID key and identifiers in other systems."""

from typing import Self
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entity(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class Occurrence(Entity):
    """What happens all day long and no page shows. Wagtail need not look for references in it at every save."""

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    def of(self, resource: Entity) -> Self:
        return self.filter(resource_type=type(resource).__name__, resource_id=resource.pk)

    def resource_id(self, model: type[Entity], system: str, value: str) -> UUID | None:
        """Key of the object that `system` calls `value`, if it is known."""
        found = self.filter(resource_type=model.__name__, system=system, value=value)
        return found.values_list("resource_id", flat=True).first()


class Identifier(Entity):
    """FHIR Identifier of a public object: the number that another system gives it."""

    resource_type = models.CharField(_("resource"), max_length=40)
    resource_id = models.UUIDField()
    system = models.CharField(_("system"), max_length=200)
    value = models.CharField(_("value"), max_length=200)

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["system", "value"]
        indexes = [models.Index(fields=["resource_type", "resource_id"], name="booking_identifier_resource")]
        constraints = [
            models.UniqueConstraint(
                fields=["resource_type", "system", "value"], name="booking_identifier_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.system}|{self.value}"
