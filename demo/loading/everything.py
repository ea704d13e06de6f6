"""The order in which the clinic is loaded."""

import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from booking.models import CATALOGUE, EVERYWHERE, touch
from demo.clinic import the_clinic
from demo.loading.catalogue import load_catalogue
from demo.loading.frame import load_frame
from demo.loading.pages import Trees, plant_site
from demo.loading.pictures import load_pictures
from demo.loading.places import load_places
from demo.loading.practitioners import load_practitioners
from demo.loading.site_pages import load_pages
from demo.words import LANGUAGES
from demo.writing import the_articles


def load_everything(say: Callable[[str], object]) -> None:
    started = time.monotonic()
    clinic = the_clinic()
    today = timezone.localdate()
    with transaction.atomic():
        load_places(clinic, anchor=today)
        load_catalogue(clinic)
        load_practitioners(clinic)
        touch([CATALOGUE, EVERYWHERE])
    say(f"{time.monotonic() - started:.1f} s places")
    pictures = load_pictures(clinic, [(article.code, article.emblem) for article in the_articles()])
    say(f"{time.monotonic() - started:.1f} s pictures")
    with transaction.atomic():
        for language in LANGUAGES:
            Locale.objects.get_or_create(language_code=language)
        trees = Trees(pictures, today)
        load_pages(clinic, trees)
        plant_site(trees, name=clinic.places.organization.name.ru)
        load_frame(clinic, trees)
    say(f"{trees.created} pages, {time.monotonic() - started:.1f} s")
