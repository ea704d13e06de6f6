"""What the last check of the structured data found, so that reports need not check again."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from schema_org.findings import Severity


class DataCheck(models.Model):
    """When the structured data of a page was last checked, whatever was found."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="data_check"
    )
    checked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.page_id} {self.checked_at:%Y-%m-%d %H:%M}"


class DataFinding(models.Model):
    """One finding about one published page. Its sentences are made from code and facts when somebody reads them."""

    SEVERITIES = ((Severity.ERROR.value, _("error")), (Severity.WARNING.value, _("warning")))

    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="data_findings"
    )
    severity = models.CharField(_("severity"), max_length=10, choices=SEVERITIES)
    code = models.CharField(_("kind"), max_length=40)
    node = models.CharField(_("entry of the graph"), max_length=500)
    types = models.JSONField(_("types"), default=list)
    property = models.CharField(_("property"), max_length=200, blank=True)
    facts: Any = models.JSONField(_("facts"), default=dict)
    checked_at = models.DateTimeField(_("checked"))

    class Meta:
        verbose_name = _("finding in the structured data")
        verbose_name_plural = _("findings in the structured data")
        ordering = ["severity", "page_id", "pk"]
        indexes = [models.Index(fields=["severity", "code"], name="cms_data_finding_kind")]

    def __str__(self) -> str:
        return f"{self.code} {self.property}"


class EditorialFinding(models.Model):
    """One breach of the clinic's own rules on one published page. Its sentence is made when somebody reads it."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="editorial_findings",
    )
    severity = models.CharField(_("severity"), max_length=10, choices=DataFinding.SEVERITIES)
    code = models.CharField(_("kind"), max_length=40)
    field = models.CharField(_("field"), max_length=60, blank=True)
    facts: Any = models.JSONField(_("facts"), default=dict)
    checked_at = models.DateTimeField(_("checked"))

    class Meta:
        verbose_name = _("breach of the rules")
        verbose_name_plural = _("breaches of the rules")
        ordering = ["severity", "page_id", "pk"]

    def __str__(self) -> str:
        return self.code
