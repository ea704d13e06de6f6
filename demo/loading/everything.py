"""The order in which the clinic is loaded, and what a later day adds to it."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from booking.models import CATALOGUE, EVERYWHERE, touch
from demo.clinic import Clinic, the_clinic
from demo.loading import coming, desk, frame, indexes, mirror, opinions, people, translations, visits
from demo.loading.catalogue import load_catalogue
from demo.loading.pages import Trees, plant_site
from demo.loading.pictures import load_pictures
from demo.loading.places import load_places
from demo.loading.practitioners import load_practitioners
from demo.loading.results import load_results
from demo.loading.site_pages import load_pages
from demo.models import LoadedClinic
from demo.words import LANGUAGES
from demo.writing import the_articles

Say = Callable[[str], object]


def load_everything(say: Say) -> None:
    """Bring the invented clinic up to this version and this day. What is there already, and what people changed, stays."""
    started = time.monotonic()
    now = timezone.now()
    loaded = LoadedClinic.objects.first()
    version = version_of_content()
    if loaded is None or loaded.version != version:
        loaded = _load(loaded, version, now, say)
    _reach_today(loaded, now)
    say(f"The demonstration clinic is loaded ({time.monotonic() - started:.1f} s).")


def version_of_content() -> str:
    """Of content and of the code that loads it, so that a change of either loads what is missing."""
    folder = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".py", ".yaml", ".md"} and "management" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _load(loaded: LoadedClinic | None, version: str, now: dt.datetime, say: Say) -> LoadedClinic:
    clinic = the_clinic()
    anchor = loaded.anchor if loaded else timezone.localdate(now)
    say("Places, services and doctors …")
    with transaction.atomic():
        load_places(clinic, anchor=anchor)
        load_catalogue(clinic)
        load_practitioners(clinic)
        touch([CATALOGUE, EVERYWHERE])
    say("Pictures …")
    pictures = load_pictures(clinic, [(article.code, article.emblem) for article in the_articles()])
    say("Pages in Russian and English …")
    trees = Trees(pictures, anchor)
    with indexes.left_for_later(), transaction.atomic():
        _load_site(clinic, trees)
    if trees.created:
        indexes.build()
    say("Patients, staff, visits, results and reviews …")
    with transaction.atomic():
        people.load_consent_texts()
        people.load_patients()
        people.load_staff()
        past = visits.load_past_visits(clinic, anchor=anchor, now=now)
        opinions.load_reviews(clinic, past, now=now)
        load_results(clinic, anchor=anchor)
        if loaded is None:
            desk.lay_out(today=anchor)
        # Yesterday, so that the first day to fill is today.
        loaded = loaded or LoadedClinic(anchor=anchor, visits_until=anchor - dt.timedelta(days=1))
        loaded.version = version
        loaded.save()
    return loaded


def _load_site(clinic: Clinic, trees: Trees) -> None:
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    load_pages(clinic, trees)
    plant_site(trees, name=clinic.places.organization.name.ru)
    frame.load_frame(clinic, trees)
    names = [name for name, language in trees.pages if language == "ru"]
    translations.load_translations([(trees.pages[name, "ru"], trees.pages[name, "en"]) for name in names])


def _reach_today(loaded: LoadedClinic, now: dt.datetime) -> None:
    """Fill the days that have come into sight since the last loading with visits of the crowd."""
    clinic, today = the_clinic(), timezone.localdate(now)
    last = today + dt.timedelta(days=visits.DAYS_AHEAD)
    if loaded.visits_until >= last:
        return
    first = loaded.visits_until + dt.timedelta(days=1)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    with transaction.atomic():
        is_first_time = first == loaded.anchor
        visits.settle_past_visits(now=now)
        filled = visits.load_days(clinic, days, anchor=loaded.anchor, today=today, now=now)
        if is_first_time:
            mirror.write_seeds(clinic, filled, anchor=loaded.anchor, today=today)
            mirror.load_mirror(clinic, filled, anchor=loaded.anchor, today=today)
            coming.load_coming_visits(today=today, now=now)
        loaded.visits_until = last
        loaded.save(update_fields=["visits_until"])
