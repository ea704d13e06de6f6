"""What is said once for the whole site: per site, per language, per branch."""

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import DraftStateMixin, Locale, PreviewableMixin, RevisionMixin, Site

from booking.localized import Localized
from cms.blocks.credentials import ProfileStream
from cms.blocks.menus import FooterStream, MenuStream
from cms.fields import ContentField


class BannerTone(models.TextChoices):
    """What a banner is for; the look follows from it."""

    INFORMATION = "information", _("information")
    IMPORTANT = "important", _("important")


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Facts that hold for the site in every language."""

    logo = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("At least 112 × 112 pixels; must read well on white."),
    )
    social_image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("picture for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For pages that have no picture of their own."),
    )
    licence_issued_by_ru = models.CharField(_("licence issued by, Russian"), max_length=200, blank=True)
    licence_issued_by_en = models.CharField(_("licence issued by, English"), max_length=200, blank=True)
    licence_issued_on = models.DateField(_("licence issued on"), null=True, blank=True)
    profiles = ContentField(
        ProfileStream(),
        verbose_name=_("the clinic elsewhere"),
        blank=True,
        help_text=_("Maps, directories, registers, social networks."),
    )
    analytics_script = models.CharField(
        _("address of the analytics script"),
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(r"^/[\w./-]+\.js$", _("A path on this site, for example /metrics/count.js."))
        ],
        help_text=_("On this site's own host. It is loaded only after the visitor has agreed."),
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("social_image")], heading=_("Pictures")),
        MultiFieldPanel(
            [
                FieldPanel("licence_issued_by_ru"),
                FieldPanel("licence_issued_by_en"),
                FieldPanel("licence_issued_on"),
            ],
            heading=_("Medical licence"),
            help_text=_("Its number comes from the clinic's legal data."),
        ),
        FieldPanel("profiles"),
        MultiFieldPanel([FieldPanel("analytics_script")], heading=_("Analytics after consent")),
    ]

    licence_issued_by = Localized()

    class Meta:
        verbose_name = _("site settings")

    @classmethod
    def read(cls, site: Site) -> "SiteSettings":
        """As `for_site`, but nothing is written when nobody has set anything yet: showing a page never writes."""
        return cls.base_queryset().filter(site=site).first() or cls(site=site)


class LocaleTexts(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Menus, banner and footer of one language."""

    locale = models.OneToOneField(
        Locale, verbose_name=_("language"), on_delete=models.PROTECT, related_name="site_texts"
    )
    clinic_name = models.CharField(_("name of the clinic"), max_length=80)
    tagline = models.CharField(_("in a few words"), max_length=120, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    phone_hours = models.CharField(
        _("when somebody answers"), max_length=60, blank=True, help_text=_("For example: daily 8 to 21.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    header_menu = ContentField(MenuStream(), verbose_name=_("main menu"), blank=True)
    footer_menus = ContentField(FooterStream(), verbose_name=_("footer menus"), blank=True)
    legal_links = ContentField(MenuStream(), verbose_name=_("legal texts in the footer"), blank=True)
    banner_text = models.CharField(_("banner"), max_length=250, blank=True)
    banner_tone = models.CharField(
        _("tone of the banner"), max_length=20, choices=BannerTone.choices, default=BannerTone.INFORMATION
    )
    banner_link = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page behind the banner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    banner_starts_at = models.DateTimeField(_("show from"), null=True, blank=True)
    banner_ends_at = models.DateTimeField(_("show until"), null=True, blank=True)
    consent_question = models.CharField(
        _("question about analytics"),
        max_length=250,
        blank=True,
        help_text=_("Asked once, only if analytics is set up."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("locale"),
        MultiFieldPanel([FieldPanel("clinic_name"), FieldPanel("tagline")], heading=_("Name")),
        MultiFieldPanel(
            [FieldPanel("phone"), FieldPanel("phone_hours"), FieldPanel("email")], heading=_("Contact")
        ),
        FieldPanel("header_menu"),
        MultiFieldPanel([FieldPanel("footer_menus"), FieldPanel("legal_links")], heading=_("Footer")),
        MultiFieldPanel(
            [
                FieldPanel("banner_text"),
                FieldPanel("banner_tone"),
                FieldPanel("banner_link"),
                FieldRowPanel([FieldPanel("banner_starts_at"), FieldPanel("banner_ends_at")]),
            ],
            heading=_("Banner"),
        ),
        FieldPanel("consent_question"),
    ]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "wagtailadmin/previews/site_texts.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Header and footer around an empty page, as they would be with these texts."""
        with translation.override(self.locale.language_code):
            frame = import_string("cms.presenters.clinic.frame_with")(self, Site.find_for_request(request))
        return {"clinic": frame, "request": request}

    class Meta:
        verbose_name = _("menus and texts")
        verbose_name_plural = _("menus and texts")

    def __str__(self) -> str:
        return str(self.locale.get_display_name()) if self.locale_id else ""


class BranchNotice(models.Model):
    """What a branch has to say for a while: closed entrance, another telephone, shortened day."""

    location = models.ForeignKey(
        "booking.Location", verbose_name=_("branch"), on_delete=models.CASCADE, related_name="notices"
    )
    text_ru = models.CharField(_("text, Russian"), max_length=250)
    text_en = models.CharField(_("text, English"), max_length=250, blank=True)
    tone = models.CharField(
        _("tone"), max_length=20, choices=BannerTone.choices, default=BannerTone.INFORMATION
    )
    starts_at = models.DateTimeField(_("show from"))
    ends_at = models.DateTimeField(_("show until"))

    panels: ClassVar[list[Any]] = [
        FieldPanel("location"),
        FieldPanel("text_ru"),
        FieldPanel("text_en"),
        FieldPanel("tone"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    class Meta:
        verbose_name = _("notice of a branch")
        verbose_name_plural = _("notices of branches")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                name="branch_notice_ends_after_start",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The end is before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return self.text_ru
