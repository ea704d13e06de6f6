"""The four houses the demonstration clinic works in."""

import random
from collections.abc import Callable

from PIL import Image

from demo.pictures.canvas import Canvas, Point
from demo.pictures.palette import (
    BARK,
    CORAL,
    CREAM,
    FERN,
    HONEY,
    ICE,
    MINT,
    NIGHT,
    ROSE,
    SAGE,
    SKY,
    SNOW,
    SPRUCE,
    STONE,
    WHITE,
    Colour,
    colour,
    mix,
)

SIZE = (1600, 1200)
GROUND_LINE = 62.0
BRICK = colour("#b9654a")


def facade(style: str) -> Image.Image:
    canvas = Canvas(*SIZE, ground=SKY)
    _sky(canvas, style)
    HOUSES[style](canvas)
    return canvas.finish()


def _sky(c: Canvas, style: str) -> None:
    top, low = {
        "gable": (colour("#cfe6f2"), CREAM),
        "modern": (colour("#b9cfe2"), ICE),
        "brick": (colour("#f6d9b8"), colour("#fdf3e2")),
        "round": (colour("#c5e4e6"), MINT),
    }[style]
    c.fade(top, low)
    chance = random.Random(style)  # noqa: S311 - a picture, not a secret
    for _ in range(3):
        x, y = chance.uniform(8, 92), chance.uniform(6, 17)
        _cloud(c, (x, y), chance.uniform(0.7, 1.2))
    c.smooth([(-8, 80), (-6, 52), (18, 46), (44, 54), (70, 46), (106, 53), (108, 80)], mix(low, SAGE, 0.55))
    c.box(-2, GROUND_LINE, 102, 80, mix(SAGE, MINT, 0.35))
    c.box(-2, 68, 102, 80, mix(STONE, SNOW, 0.45))
    c.box(-2, 68, 102, 69, mix(STONE, SNOW, 0.1))


def _cloud(c: Canvas, centre: Point, size: float) -> None:
    x, y = centre
    for dx, dy, radius in ((-5, 0, 3), (0, -1.6, 4), (5, 0, 3.2)):
        c.circle((x + dx * size, y + dy * size), radius * size, WHITE)
    c.box(x - 8 * size, y - 0.4 * size, x + 8 * size, y + 3 * size, WHITE, radius=1.6 * size)


def _window(
    c: Canvas,
    left: float,
    top: float,
    right: float,
    bottom: float,
    *,
    frame: Colour = WHITE,
    lit: bool = False,
) -> None:
    pane = mix(HONEY, CREAM, 0.55) if lit else mix(SKY, SPRUCE, 0.28)
    c.box(left, top, right, bottom, frame, radius=0.5)
    c.box(left + 0.7, top + 0.7, right - 0.7, bottom - 0.7, pane, radius=0.3)
    middle = (left + right) / 2
    c.polygon(
        [
            (left + 0.7, bottom - 0.7),
            (left + 0.7, bottom - 3.4),
            (middle, top + 0.7),
            (right - 1.6, top + 0.7),
        ],
        mix(pane, WHITE, 0.22),
    )
    c.line([(middle, top + 0.7), (middle, bottom - 0.7)], 0.45, frame)


def _door(c: Canvas, left: float, right: float, top: float, fill: Colour) -> None:
    """Step-free: the threshold is level with the path."""
    c.box(left - 0.9, top - 0.9, right + 0.9, GROUND_LINE + 2, WHITE, radius=0.6)
    middle = (left + right) / 2
    for a, b in ((left, middle - 0.25), (middle + 0.25, right)):
        c.box(a, top, b, GROUND_LINE + 2, fill, radius=0.4)
        c.box(a + 0.9, top + 1.2, b - 0.9, top + 7, mix(fill, ICE, 0.65), radius=0.3)
    c.polygon(
        [(left - 3, GROUND_LINE + 2), (right + 3, GROUND_LINE + 2), (right + 7, 68), (left - 7, 68)],
        mix(STONE, SNOW, 0.55),
    )


def _sign(c: Canvas, centre: Point, radius: float) -> None:
    """The clover of the clinic on a round sign."""
    x, y = centre
    c.circle(centre, radius, WHITE)
    for dx, dy in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        c.circle((x + dx * radius * 0.27, y + dy * radius * 0.27), radius * 0.28, FERN)
    c.circle(centre, radius * 0.12, HONEY)


def _round_tree(c: Canvas, x: float, height: float, crown: Colour) -> None:
    top = GROUND_LINE + 3 - height
    c.line([(x, GROUND_LINE + 3), (x, top + height * 0.4)], 1.1, BARK)
    c.circle((x, top + height * 0.36), height * 0.34, crown)
    c.circle((x - height * 0.17, top + height * 0.47), height * 0.22, mix(crown, NIGHT, 0.1))
    c.circle((x + height * 0.15, top + height * 0.28), height * 0.14, mix(crown, WHITE, 0.18))


def _cedar(c: Canvas, x: float, height: float) -> None:
    foot = GROUND_LINE + 3
    c.box(x - 0.6, foot - 4, x + 0.6, foot, BARK)
    for tier in range(4):
        low = foot - 3 - tier * height * 0.21
        wide = height * (0.27 - tier * 0.05)
        c.polygon(
            [(x - wide, low), (x + wide, low), (x, low - height * 0.34)], mix(SPRUCE, FERN, tier * 0.22)
        )


def _bush(c: Canvas, x: float, size: float, fill: Colour) -> None:
    for dx, radius in ((-1.6, 1.5), (0, 2.1), (1.7, 1.4)):
        c.circle((x + dx * size, GROUND_LINE + 3 - radius * size * 0.7), radius * size, fill)


def _gable(c: Canvas) -> None:
    wall, roof = colour("#f6efe2"), SPRUCE
    c.box(24, 25, 76, GROUND_LINE + 2, wall)
    c.polygon([(20.5, 26), (50, 8), (79.5, 26)], roof)
    c.polygon([(40, 20), (50, 13), (60, 20), (60, 26), (40, 26)], mix(roof, FERN, 0.4))
    _sign(c, (50, 20.6), 3.6)
    for row, top in enumerate((30, 41)):
        for number, left in enumerate((28, 38, 57, 67)):
            _window(
                c, left, top, left + 6, top + 7.6, frame=mix(wall, BARK, 0.25), lit=(row + number) % 3 == 0
            )
    _window(c, 47, 30, 53, 37.6, frame=mix(wall, BARK, 0.25), lit=True)
    c.polygon([(41, 46), (59, 46), (61.5, 49), (38.5, 49)], HONEY)
    _door(c, 45, 55, 50.5, colour("#2f8a5b"))
    for left in (28, 67):
        _window(c, left, 52, left + 6, 59.6, frame=mix(wall, BARK, 0.25), lit=left == 67)
    _cedar(c, 12, 34)
    _cedar(c, 88, 27)
    for x in (34.5, 65.5):
        c.line([(x, GROUND_LINE + 3), (x, 52)], 0.6, BARK)
        c.box(x - 1.1, 49.4, x + 1.1, 52.6, HONEY, radius=0.7)
    for x, size in ((24, 1.0), (76, 1.1), (82, 0.8)):
        _bush(c, x, size, FERN)


def _modern(c: Canvas) -> None:
    c.box(20, 9, 82, GROUND_LINE + 2, colour("#e6ebee"), radius=1)
    c.box(20, 9, 44, GROUND_LINE + 2, colour("#cfd8dc"), radius=1)
    for row in range(3):
        top = 14 + row * 10
        for column in range(6):
            left = 24 + column * 9.4
            _window(c, left, top, left + 6.4, top + 6.6, frame=WHITE, lit=(row * 6 + column) % 5 == 1)
    c.box(16, 43.5, 86, 46.6, SPRUCE, radius=0.6)
    c.box(20, 46.6, 82, GROUND_LINE + 2, mix(SKY, SPRUCE, 0.3))
    for x in (24, 32.6, 64, 72.6):
        c.box(x, 48, x + 7.6, GROUND_LINE + 1, mix(SKY, SNOW, 0.35), radius=0.3)
        for dx, dy in ((2, 51), (5, 54.6), (3, 58)):
            c.smooth(
                [(x + dx, dy - 1.3), (x + dx - 0.8, dy + 0.4), (x + dx, dy + 1), (x + dx + 0.8, dy + 0.4)],
                mix(SKY, SPRUCE, 0.4),
            )
    _door(c, 46, 58, 50, SPRUCE)
    _sign(c, (52, 45), 3.4)
    c.curve([(84, 30), (89, 26), (95, 30)], 0.5, CORAL)
    c.smooth([(83, 31), (89, 24.6), (95.4, 31), (89, 29.6)], CORAL)
    c.line([(89, 29), (89, GROUND_LINE + 3)], 0.6, NIGHT)
    for x, height in ((9, 21), (95, 13)):
        _round_tree(c, x, height, FERN)
    for x in (66, 70, 74):
        c.ring((x, GROUND_LINE + 4), 1.6, 0.4, NIGHT)


def _brick(c: Canvas) -> None:
    c.box(18, 20, 82, GROUND_LINE + 2, BRICK)
    mortar = mix(BRICK, CREAM, 0.16)
    for row in range(17):
        y = 22.5 + row * 2.4
        c.line([(18.4, y), (81.6, y)], 0.16, mortar)
    c.box(16.6, 17.6, 83.4, 21, mix(BRICK, NIGHT, 0.25), radius=0.5)
    c.polygon([(40, 18), (50, 10), (60, 18)], mix(BRICK, NIGHT, 0.18))
    _sign(c, (50, 15.4), 2.4)
    for row, top in enumerate((26, 44)):
        for number, left in enumerate((22.5, 33, 60, 70.5)):
            c.ellipse((left + 3.5, top), 3.5, 2.4, CREAM)
            _window(c, left, top, left + 7, top + 11, frame=CREAM, lit=(row + number) % 2 == 0)
    c.ellipse((50, 26), 4, 2.6, CREAM)
    _window(c, 46, 26, 54, 37, frame=CREAM)
    c.ellipse((50, 47), 6.6, 4.6, CREAM)
    _door(c, 45, 55, 47.5, colour("#1f5d6b"))
    for x, height in ((9, 24), (91, 22)):
        _round_tree(c, x, height, mix(FERN, HONEY, 0.18))
        for dx, dy in ((-2.6, 3), (1.6, 1), (3, 5.4), (-0.6, 7)):
            c.circle((x + dx, GROUND_LINE + 3 - height + dy + height * 0.16), 0.8, CORAL)
    for x, petals in ((24, HONEY), (30, ROSE), (70, ROSE), (76, HONEY)):
        c.box(x - 2.4, GROUND_LINE + 0.6, x + 2.4, GROUND_LINE + 3.4, STONE, radius=0.6)
        for dx in (-1.6, 0, 1.6):
            c.circle((x + dx, GROUND_LINE), 1.2, petals)


def _round(c: Canvas) -> None:
    wall = colour("#f4c95f")
    c.box(22, 22, 78, GROUND_LINE + 2, wall, radius=7)
    c.box(22, 40, 78, GROUND_LINE + 2, wall)
    c.box(30, 15, 70, 30, mix(wall, WHITE, 0.25), radius=7)
    _sign(c, (50, 21), 3.4)
    for number, x in enumerate((31, 43.5, 56.5, 69)):
        c.circle((x, 35), 4.4, WHITE)
        pane = mix(HONEY, CREAM, 0.75) if number == 2 else mix(SKY, SPRUCE, 0.28)
        c.circle((x, 35), 3.6, pane)
        c.line([(x - 3.6, 35), (x + 3.6, 35)], 0.4, WHITE)
        c.line([(x, 31.4), (x, 38.6)], 0.4, WHITE)
    c.box(22, 42.4, 78, 44, WHITE)
    for x in (31, 69):
        c.circle((x, 53), 5, WHITE)
        c.circle((x, 53), 4.1, mix(SKY, SPRUCE, 0.28))
        c.smooth([(x - 2, 56), (x - 1, 52), (x, 55), (x + 1.4, 51.4), (x + 2, 56)], FERN)
    c.box(40, 46, 60, 48, CORAL, radius=1)
    _door(c, 45, 55, 50, colour("#2c6f8f"))
    # The river of the embankment, a railing and maples.
    c.box(-2, 71.5, 102, 80, mix(SKY, SPRUCE, 0.22))
    for x, y in ((12, 73.4), (34, 74), (58, 73.2), (82, 74)):
        c.line([(x, y), (x + 8, y)], 0.35, mix(SKY, WHITE, 0.5))
    for x in range(2, 102, 6):
        c.line([(x, 66.5), (x, 71)], 0.4, NIGHT)
    c.line([(-1, 66.8), (101, 66.8)], 0.6, NIGHT)
    for x, height, crown in ((10, 26, CORAL), (90, 24, HONEY), (81.6, 15, mix(CORAL, HONEY, 0.5))):
        _round_tree(c, x, height, crown)


HOUSES: dict[str, Callable[[Canvas], None]] = {
    "gable": _gable,
    "modern": _modern,
    "brick": _brick,
    "round": _round,
}
