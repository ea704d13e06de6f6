"""Draws what is missing and files it in the picture library. A drawn file is kept, so a new database costs no drawing."""

import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image

from cms.models import ClinicImage
from demo.clinic import Clinic
from demo.pictures import portraits, workshop
from demo.words import Words, read

#: In the name of every file: a new way of drawing gets a new number, and the kept files are not taken for it.
DRAWING = 1
FOLDER = f"original_images/demo-{DRAWING}"
#: Doctors in the picture of the home page, front one last.
WELCOMING = ("mozhzhevelov", "melissina", "podorozhnikova")
PROCESSES = 2
CREDIT = "Drawn for the demonstration"


@dataclass(frozen=True)
class Drawing:
    """One picture of the library: what is drawn, with which values."""

    name: str
    title: Words
    alt: Words
    kind: str
    values: tuple[object, ...] = ()

    @property
    def file(self) -> str:
        return f"{FOLDER}/{self.name}.{'png' if self.kind == 'logo' else 'jpg'}"


def load_pictures(clinic: Clinic, articles: Iterable[tuple[str, str]]) -> dict[str, ClinicImage]:
    """Pictures by name: `portrait-<doctor>`, `facade-<branch>`, `article-<article>`, `emblem-<emblem>`, `brand-<what>`.

    `articles` are pairs of an article's code and its emblem.
    """
    drawings = [*_portraits(clinic), *_facades(clinic), *_covers(clinic, articles), *_brand(clinic)]
    _draw([drawing for drawing in drawings if not Path(settings.MEDIA_ROOT, drawing.file).exists()])
    known = {image.file.name: image for image in ClinicImage.objects.filter(file__startswith=f"{FOLDER}/")}
    return {drawing.name: known.get(drawing.file) or _file(drawing) for drawing in drawings}


def _portraits(clinic: Clinic) -> list[Drawing]:
    return [
        Drawing(
            name=f"portrait-{doctor.code}",
            title=Words(ru=f"{doctor.ru[0]} {doctor.ru[1]}", en=f"{doctor.en[0]} {doctor.en[1]}"),
            alt=Words(
                ru=f"Рисованный портрет: {doctor.ru[1]} {doctor.ru[0]}",
                en=f"Drawn portrait of {doctor.en[1]} {doctor.en[0]}",
            ),
            kind="portrait",
            values=(_look(clinic, doctor.code),),
        )
        for doctor in clinic.doctors
    ]


def _look(clinic: Clinic, code: str) -> portraits.Look:
    number, doctor = next(
        (number, doctor) for number, doctor in enumerate(clinic.doctors) if doctor.code == code
    )
    return portraits.look_of(
        code, gender=doctor.gender, years_of_practice=2026 - doctor.practising_since, number=number
    )


def _facades(clinic: Clinic) -> list[Drawing]:
    return [
        Drawing(
            name=f"facade-{branch.code}",
            title=branch.short_name,
            alt=Words(
                ru=f"Рисунок: здание клиники, {branch.street.ru}",
                en=f"Drawing of the clinic building, {branch.street.en}",
            ),
            kind="facade",
            values=(branch.facade,),
        )
        for branch in clinic.places.branches
    ]


def _covers(clinic: Clinic, articles: Iterable[tuple[str, str]]) -> list[Drawing]:
    words = read(dict[str, Words], "emblems.yaml")
    used = sorted(
        {
            *(service.emblem for service in clinic.services.values()),
            *(p.emblem for p in clinic.programs),
            *EMBLEMS_OF_PAGES,
        }
    )
    found = [
        Drawing(f"emblem-{emblem}", words[emblem], words[emblem], "cover", (emblem, emblem, number))
        for number, emblem in enumerate(used)
    ]
    found += [
        Drawing(f"article-{code}", words[emblem], words[emblem], "cover", (emblem, code, number))
        for number, (code, emblem) in enumerate(articles)
    ]
    return found


#: Emblems that only pages use: promotions and the pages about the clinic.
EMBLEMS_OF_PAGES = ("family", "shield", "clipboard", "tooth")


def _brand(clinic: Clinic) -> list[Drawing]:
    name = clinic.places.organization.name
    clover = Words(
        ru="Четырёхлистный клевер, знак клиники", en="A four-leaved clover, the mark of the clinic"
    )
    welcome = Words(
        ru="Рисунок: три врача клиники на фоне холмов и кедров",
        en="Drawing of three doctors of the clinic before hills and cedars",
    )
    looks = tuple(_look(clinic, code) for code in WELCOMING)
    return [
        Drawing("brand-logo", name, clover, "logo"),
        Drawing("brand-social", name, clover, "social"),
        Drawing("brand-welcome", name, welcome, "welcome", looks),
    ]


def _draw(drawings: list[Drawing]) -> None:
    if not drawings:
        return
    Path(settings.MEDIA_ROOT, FOLDER).mkdir(parents=True, exist_ok=True)
    orders = [(drawing.kind, drawing.values, Path(settings.MEDIA_ROOT, drawing.file)) for drawing in drawings]
    # Spawned, not forked: a forked child would inherit the open database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        list(pool.map(workshop.draw, *zip(*orders, strict=True), chunksize=4))


def _file(drawing: Drawing) -> ClinicImage:
    path = Path(settings.MEDIA_ROOT, drawing.file)
    with Image.open(path) as picture:
        width, height = picture.size
    image = ClinicImage(
        title=drawing.title.ru,
        file=drawing.file,
        width=width,
        height=height,
        file_size=path.stat().st_size,
        alt_ru=drawing.alt.ru,
        alt_en=drawing.alt.en,
        credit=CREDIT,
    )
    image.save()
    return image
