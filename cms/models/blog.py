"""Blog: categories are pages of the tree, articles live below them."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.blocks.credentials import SourceStream
from cms.blocks.streams import BodyBlocks
from cms.fields import ContentField
from cms.models.base import ContentPage, MedicallyReviewed
from cms.models.images import ClinicImage


class BlogIndexPage(ContentPage):
    """Newest articles of all categories."""

    introduction = models.TextField(_("introduction"), blank=True)

    template = "pages/blog_index.html"
    presenter = "articles.blog_index"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.BlogCategoryPage", "cms.ArticlePage"]
    max_count_per_parent = 1
    content_panels: ClassVar[list[Any]] = [*ContentPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("blog")
        verbose_name_plural = _("blogs")


class BlogCategoryPage(ContentPage):
    """Newest articles of one category."""

    introduction = models.TextField(_("introduction"), blank=True)

    template = "pages/blog_index.html"
    presenter = "articles.blog_index"
    parent_page_types: ClassVar[list[str]] = ["cms.BlogIndexPage"]
    subpage_types: ClassVar[list[str]] = ["cms.ArticlePage"]
    search_fields = [*ContentPage.search_fields, index.SearchField("introduction")]
    content_panels: ClassVar[list[Any]] = [*ContentPage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("category of the blog")
        verbose_name_plural = _("categories of the blog")


class ArticleKind(models.TextChoices):
    """schema.org types of an article, verbatim."""

    POST = "BlogPosting", _("blog article")
    GUIDE = "Article", _("guide")
    NEWS = "NewsArticle", _("news of the clinic")


class ArticlePage(MedicallyReviewed, ContentPage):
    """An article with its author, its medical reviewer and its sources in sight."""

    kind = models.CharField(_("kind"), max_length=20, choices=ArticleKind.choices, default=ArticleKind.POST)
    about_health = models.BooleanField(
        _("gives advice on health"),
        default=True,
        help_text=_(
            "Such an article is published only with an author, a medical reviewer and the day of the review."
        ),
    )
    introduction = models.TextField(
        _("introduction"), max_length=400, help_text=_("What the reader will learn.")
    )
    image = models.ForeignKey(
        "cms.ClinicImage",
        verbose_name=_("main picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = ContentField(BodyBlocks(), verbose_name=_("text"))
    sources = ContentField(SourceStream(), verbose_name=_("sources"), blank=True)
    about_service = models.ForeignKey(
        "booking.HealthcareService",
        verbose_name=_("service it speaks of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    about_speciality = models.ForeignKey(
        "booking.Speciality",
        verbose_name=_("speciality"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    template = "pages/article.html"
    presenter = "articles.article_page"
    route_select_related = (
        "social_image",
        "image",
        "author",
        "medical_reviewer",
        "about_service",
        "about_speciality",
    )
    parent_page_types: ClassVar[list[str]] = ["cms.BlogIndexPage", "cms.BlogCategoryPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("introduction", boost=1.5),
        index.SearchField("body"),
        index.FilterField("author"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *ContentPage.content_panels,
        MultiFieldPanel([FieldPanel("introduction"), FieldPanel("image")], heading=_("At a glance")),
        FieldPanel("body"),
        FieldPanel("sources"),
        FieldPanel("about_health"),
        *MedicallyReviewed.review_panels,
        MultiFieldPanel(
            [FieldPanel("about_service"), FieldPanel("about_speciality"), FieldPanel("kind")],
            heading=_("What it is about"),
        ),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def is_medical(self) -> bool:  # type: ignore[override]
        return self.about_health

    @property
    def main_image(self) -> ClinicImage | None:
        return self.social_image or self.image
