"""The clinic's mark, a four-leaved clover around a cedar, and the pictures that carry it."""

from collections.abc import Sequence

from PIL import Image

from demo.pictures.canvas import Canvas, Point
from demo.pictures.palette import CREAM, FERN, HONEY, MINT, SAGE, SPRUCE, WHITE, Colour, mix

SOCIAL_SIZE = (1200, 630)
LOGO_SIZE = 512
WELCOME_SIZE = (1600, 1200)
#: Centre and radius of the round frames of the welcome picture; a later one lies above an earlier.
FRAMES: tuple[tuple[Point, float], ...] = (((30, 27), 15.5), ((66, 33), 16.5), ((42, 52), 19))


def logo() -> Image.Image:
    """Square, on white, readable at 112 pixels."""
    canvas = Canvas(LOGO_SIZE, LOGO_SIZE, ground=WHITE)
    _mark(canvas, (50, 50), 44, FERN, SPRUCE)
    return canvas.finish()


def social_card() -> Image.Image:
    """1200 × 630 for pages without a picture of their own. It has no words, so it serves both languages."""
    canvas = Canvas(*SOCIAL_SIZE, ground=MINT)
    canvas.fade(MINT, mix(MINT, SAGE, 0.6))
    canvas.circle((50, 26), 21, mix(MINT, WHITE, 0.6))
    canvas.smooth(
        [(-8, 60), (-6, 44), (22, 39), (48, 45), (76, 40), (106, 45), (108, 60)], mix(SAGE, SPRUCE, 0.25)
    )
    canvas.smooth(
        [(-8, 60), (-6, 49), (30, 46), (58, 49), (84, 45), (106, 48), (108, 60)], mix(SAGE, SPRUCE, 0.55)
    )
    _mark(canvas, (50, 26), 16, FERN, SPRUCE)
    for x, y, radius in ((13, 13, 2.2), (20, 21, 1.2), (86, 11, 2.6), (80, 20, 1.4)):
        canvas.circle((x, y), radius, HONEY)
    return canvas.finish()


def welcome(doctors: Sequence[Image.Image]) -> Image.Image:
    """The picture of the home page: three of the portraits in round frames before hills."""
    canvas = Canvas(*WELCOME_SIZE, ground=CREAM)
    canvas.fade(mix(MINT, WHITE, 0.35), mix(CREAM, WHITE, 0.3))
    canvas.smooth(
        [(-8, 90), (-6, 58), (24, 50), (50, 59), (78, 51), (106, 58), (108, 90)], mix(SAGE, SPRUCE, 0.2)
    )
    canvas.smooth(
        [(-8, 90), (-6, 68), (30, 63), (60, 68), (86, 62), (106, 67), (108, 90)], mix(SAGE, SPRUCE, 0.5)
    )
    for foot, height in (((9, 66), 34), ((92, 63), 26), ((83, 65), 15)):
        _cedar(canvas, foot, height)
    _mark(canvas, (84, 15), 8, FERN, SPRUCE)
    for x, y, radius in ((13, 12, 2.2), (20, 19, 1.1), (63, 8, 1.4), (95, 29, 1.2)):
        canvas.circle((x, y), radius, HONEY)
    for portrait, (centre, radius) in zip(doctors, FRAMES, strict=True):
        canvas.circle(centre, radius + 1.4, WHITE)
        canvas.photograph(portrait, centre, radius)
    return canvas.finish()


def _mark(canvas: Canvas, centre: Point, reach: float, leaf: Colour, deep: Colour) -> None:
    x, y = centre
    unit = reach / 44
    for across, down, fill in ((-1, -1, leaf), (1, -1, deep), (1, 1, leaf), (-1, 1, deep)):
        side = [(1.5, 1.5), (3, 16), (6, 31), (14, 41), (25, 42.5), (32, 38.5)]
        petal = [*side, (32, 32), *((dy, dx) for dx, dy in reversed(side[1:]))]
        canvas.smooth([(x + across * dx * unit, y + down * dy * unit) for dx, dy in petal], fill)
    canvas.circle(centre, 5.4 * unit, HONEY)


def _cedar(canvas: Canvas, foot: Point, height: float) -> None:
    x, low = foot
    for tier in range(4):
        base = low - tier * height * 0.22
        wide = height * (0.26 - tier * 0.05)
        canvas.polygon(
            [(x, base - height * 0.34), (x - wide, base), (x + wide, base)], mix(SPRUCE, FERN, tier * 0.2)
        )
