"""Covers: an emblem on a ground with hills and leaves."""

import random

from PIL import Image

from demo.pictures.canvas import Canvas, Point
from demo.pictures.emblems import EMBLEMS
from demo.pictures.palette import GROUNDS, WHITE, Colour, mix

COVER_SIZE = (1600, 1000)
#: Places for small leaves that no emblem reaches.
CORNERS: tuple[Point, ...] = ((9, 14), (17, 31), (90, 12), (84, 33), (93, 44), (7, 47))


def cover(emblem: str, *, key: str, ground: int) -> Image.Image:
    """A picture for an article or service. The key decides the arrangement, so the same key draws the same picture."""
    canvas = Canvas(*COVER_SIZE, ground=GROUNDS[ground % len(GROUNDS)][0])
    light, deep, accent = GROUNDS[ground % len(GROUNDS)]
    chance = random.Random(f"cover {key}")  # noqa: S311 - a picture, not a secret
    canvas.fade(mix(light, WHITE, 0.45), light)
    canvas.circle((50, 31), 27.5, mix(light, deep, 0.28))
    canvas.circle((50, 31), 24, mix(light, deep, 0.6))
    _hills(canvas, chance, mix(light, deep, 0.55), mix(deep, accent, 0.18))
    for place in chance.sample(CORNERS, 4):
        _ornament(canvas, place, chance, mix(deep, accent, chance.uniform(0.1, 0.5)))
    EMBLEMS[emblem](canvas)
    return canvas.finish()


def _hills(canvas: Canvas, chance: random.Random, far: Colour, near: Colour) -> None:
    bottom = canvas.bottom
    lift = chance.uniform(-2, 2)
    canvas.smooth(
        [
            (-10, bottom + 12),
            (-6, bottom - 9 + lift),
            (18, bottom - 14 + lift),
            (42, bottom - 7),
            (72, bottom - 12 - lift),
            (106, bottom - 6),
            (110, bottom + 12),
        ],
        far,
    )
    canvas.smooth(
        [
            (-10, bottom + 12),
            (-6, bottom - 2),
            (26, bottom - 6 - lift),
            (56, bottom - 3),
            (84, bottom - 7 + lift),
            (108, bottom - 3),
            (110, bottom + 12),
        ],
        near,
    )


def _ornament(canvas: Canvas, place: Point, chance: random.Random, fill: Colour) -> None:
    x, y = place
    match chance.randrange(3):
        case 0:
            reach = chance.uniform(3, 5.5)
            canvas.smooth([(x, y + reach), (x - reach * 0.5, y), (x, y - reach), (x + reach * 0.5, y)], fill)
            canvas.line([(x, y + reach * 1.4), (x, y - reach * 0.4)], 0.35, mix(fill, WHITE, 0.5))
        case 1:
            canvas.circle(place, chance.uniform(1, 2.2), fill)
            canvas.circle((x + 4, y + 3), chance.uniform(0.6, 1.2), fill)
        case _:
            arm = chance.uniform(1.6, 2.6)
            canvas.line([(x - arm, y), (x + arm, y)], 0.9, fill)
            canvas.line([(x, y - arm), (x, y + arm)], 0.9, fill)
