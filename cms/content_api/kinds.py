"""Names of page types as the API spells them: `doctor`, `doctor-index`, `faq`."""

import re

from django.apps import apps

from cms.models.base import ContentPage


def kind_of(model: type[ContentPage]) -> str:
    """The name of the model without "Page", in lower case with hyphens.

    >>> from cms.models import BlogCategoryPage, FAQPage
    >>> kind_of(BlogCategoryPage), kind_of(FAQPage)
    ('blog-category', 'faq')
    """
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+", model.__name__.removesuffix("Page"))
    return "-".join(words).lower()


def models_by_kind() -> dict[str, type[ContentPage]]:
    models = (model for model in apps.get_models() if issubclass(model, ContentPage))
    return {kind_of(model): model for model in sorted(models, key=lambda model: model.__name__)}
