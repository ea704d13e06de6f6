"""Portraits of doctors who do not exist: flat shapes, a white coat, and a face that is only hinted at."""

import random
from dataclasses import dataclass

from PIL import Image

from demo.pictures.canvas import Canvas, Point, mirrored
from demo.pictures.palette import (
    BLUE,
    CORAL,
    DEEP_SPRUCE,
    FERN,
    GROUNDS,
    HONEY,
    INK,
    PLUM,
    SAGE,
    SNOW,
    SPRUCE,
    STONE,
    WHITE,
    Colour,
    colour,
    mix,
)

SIZE = (960, 1200)
AXIS = 50.0

SKINS = tuple(colour(text) for text in ("#f6d3bd", "#eec0a2", "#f2c9b0", "#f9ddca", "#e3ab88", "#d29a74"))
DARK_HAIR = tuple(colour(text) for text in ("#2d2522", "#4a3328", "#6a4630", "#3a2b33"))
LIGHT_HAIR = tuple(colour(text) for text in ("#a8713f", "#c99a5b", "#8d4a2b", "#d8b57c"))
GREY_HAIR = tuple(colour(text) for text in ("#9aa3a5", "#c3c8c6", "#7c8587"))
CLOTHES = (SPRUCE, FERN, BLUE, PLUM, CORAL, DEEP_SPRUCE, HONEY, colour("#4f7fa8"))

WOMENS_HAIR = ("bob", "long", "bun", "ponytail", "curly", "pixie", "waves")
MENS_HAIR = ("short", "parted", "curls", "receding", "swept", "crop")


@dataclass(frozen=True)
class Look:
    """Everything that makes one portrait differ from the next."""

    skin: Colour
    hair: Colour
    style: str
    ground: tuple[Colour, Colour, Colour]
    clothes: Colour
    glasses: bool
    beard: bool
    scrubs: bool
    stethoscope: bool
    older: bool
    motif: int


def look_of(code: str, *, gender: str, years_of_practice: int, number: int) -> Look:
    """The same doctor always looks the same; neighbours in a list differ in hair and ground."""
    chance = random.Random(f"portrait {code}")  # noqa: S311 - a picture, not a secret
    older = years_of_practice > 24
    man = gender == "male"
    styles = MENS_HAIR if man else WOMENS_HAIR
    hair = chance.choice(GREY_HAIR if older else DARK_HAIR if number % 3 else LIGHT_HAIR)
    return Look(
        skin=SKINS[(number * 5 + chance.randrange(2)) % len(SKINS)],
        hair=hair,
        style=styles[number % len(styles)],
        ground=GROUNDS[number % len(GROUNDS)],
        clothes=CLOTHES[(number * 3) % len(CLOTHES)],
        glasses=chance.random() < (0.6 if older else 0.3),
        beard=man and chance.random() < 0.45,
        scrubs=chance.random() < 0.2,
        stethoscope=chance.random() < 0.45,
        older=older,
        motif=number % 3,
    )


def portrait(look: Look) -> Image.Image:
    canvas = Canvas(*SIZE, ground=look.ground[0])
    _ground(canvas, look)
    _hair_behind(canvas, look)
    _shoulders(canvas, look)
    _head(canvas, look)
    _face(canvas, look)
    _hair_in_front(canvas, look)
    if look.glasses:
        _glasses(canvas)
    return canvas.finish()


def _ground(canvas: Canvas, look: Look) -> None:
    light, deep, accent = look.ground
    canvas.fade(mix(light, WHITE, 0.35), light)
    canvas.circle((50, 58), 43, mix(light, deep, 0.55))
    if look.motif == 0:
        for x, y, reach in ((12, 30, 11), (88, 24, 9), (91, 74, 12)):
            _leaf(canvas, (x, y), reach, mix(deep, accent, 0.35))
    elif look.motif == 1:
        for x, y, radius in ((13, 24, 3.2), (20, 17, 1.6), (87, 33, 4.2), (81, 24, 1.8), (90, 85, 3)):
            canvas.circle((x, y), radius, mix(deep, accent, 0.35))
    else:
        canvas.ring((50, 58), 47, 0.9, mix(deep, accent, 0.3))
        _leaf(canvas, (86, 22), 10, mix(deep, accent, 0.35))


def _leaf(canvas: Canvas, foot: Point, reach: float, fill: Colour) -> None:
    x, y = foot
    canvas.smooth(
        [
            (x, y + reach),
            (x - reach * 0.45, y + reach * 0.2),
            (x, y - reach),
            (x + reach * 0.45, y + reach * 0.2),
        ],
        fill,
    )
    canvas.line([(x, y + reach * 1.3), (x, y - reach * 0.5)], 0.5, mix(fill, WHITE, 0.45))


def _shoulders(canvas: Canvas, look: Look) -> None:
    shirt = look.clothes
    coat = mix(look.clothes, SAGE, 0.15) if look.scrubs else WHITE
    shade = mix(coat, STONE if not look.scrubs else INK, 0.45 if not look.scrubs else 0.18)
    canvas.smooth(
        [(4, 130), (8, 106), (22, 95), (40, 90), (60, 90), (78, 95), (92, 106), (96, 130), (50, 150)], coat
    )
    if look.scrubs:
        canvas.polygon([(39, 88), (61, 88), (50, 108)], shade)
        canvas.polygon([(41, 86), (59, 86), (50, 103)], mix(look.skin, INK, 0.07))
    else:
        canvas.polygon([(38, 89), (62, 89), (50, 130)], shirt)
        canvas.polygon([(42, 87), (58, 87), (50, 99)], mix(look.skin, INK, 0.07))
        canvas.polygon([(42, 88), (37, 91), (46, 103), (50, 98)], mix(shirt, WHITE, 0.25))
        canvas.polygon([(58, 88), (63, 91), (54, 103), (50, 98)], mix(shirt, WHITE, 0.25))
        lapel: list[Point] = [(38, 89), (30, 94), (33, 108), (50, 130), (43, 107)]
        canvas.polygon(lapel, shade)
        canvas.polygon(mirrored(lapel, AXIS), shade)
        canvas.box(66, 112, 80, 113.4, shade, radius=0.7)
        canvas.box(69.4, 106.4, 71, 112.6, look.ground[2], radius=0.6)
    # Neck and its shadow.
    canvas.polygon([(43, 72), (57, 72), (58, 90), (50, 97), (42, 90)], look.skin)
    canvas.smooth(
        [(43.4, 76), (50, 83), (56.6, 76), (57.5, 83), (50, 88), (42.5, 83)], mix(look.skin, INK, 0.14)
    )
    if look.stethoscope:
        tube = mix(INK, SPRUCE, 0.4)
        canvas.curve([(40, 88), (35, 100), (38, 112), (44, 116)], 1.5, tube)
        canvas.curve([(60, 88), (65, 98), (63, 110)], 1.5, tube)
        canvas.circle((63, 112.5), 2.8, tube)
        canvas.circle((63, 112.5), 1.6, STONE)


def _head(canvas: Canvas, look: Look) -> None:
    shade = mix(look.skin, INK, 0.12)
    for x in (31.4, 68.6):
        canvas.ellipse((x, 56), 3, 4.6, look.skin)
        canvas.ellipse((x, 56.4), 1.4, 2.6, shade)
    jaw = 1.5 if look.style in MENS_HAIR else 0.0
    half: list[Point] = [
        (50, 28),
        (39, 31),
        (32.5, 41),
        (32.2, 55),
        (35 - jaw, 67),
        (42.5 - jaw, 76),
        (46.5, 78.8),
        (50, 79.4),
    ]
    canvas.smooth([*half, *mirrored(half, AXIS)[1:-1]], look.skin)


def _face(canvas: Canvas, look: Look) -> None:
    shade, line = mix(look.skin, INK, 0.2), mix(look.hair, INK, 0.8)
    blush = mix(look.skin, CORAL, 0.22)
    for x in (38.5, 61.5):
        canvas.ellipse((x, 64), 3.6, 2.3, blush)
    if look.beard:
        beard = mix(look.hair, look.skin, 0.12)
        half = [(50, 66.5), (43, 66), (37, 62), (32.8, 56), (33.6, 68), (41, 78), (50, 82)]
        canvas.smooth([*half, *mirrored(half, AXIS)[1:-1]], beard)
        canvas.smooth(
            [(43, 69.4), (50, 68), (57, 69.4), (55, 73.6), (50, 75), (45, 73.6)], mix(look.skin, CORAL, 0.12)
        )
    brow = mix(look.hair, INK, 0.25) if not look.older else mix(look.hair, INK, 0.15)
    for side in (-1, 1):
        x = AXIS + side * 8
        canvas.curve([(x - 3.6, 48.6), (x, 47.2), (x + 3.6, 48.4)], 1.1, brow)
        canvas.ellipse((x, 54), 1.55, 1.95, line)
        canvas.circle((x + 0.5, 53.3), 0.5, WHITE)
        if look.style in WOMENS_HAIR:
            canvas.curve([(x + side * 0.9, 52.4), (x + side * 1.9, 52.5), (x + side * 2.7, 51.9)], 0.55, line)
        if look.older:
            canvas.curve([(x + side * 4.6, 53), (x + side * 6, 52.2)], 0.35, shade)
            canvas.curve([(x + side * 4.6, 55), (x + side * 6, 55.4)], 0.35, shade)
    canvas.curve([(50.4, 55), (51.6, 61), (49, 62)], 0.7, shade)
    lips = mix(look.skin, CORAL, 0.6 if look.style in WOMENS_HAIR else 0.42)
    if look.beard:
        canvas.arc((50, 69.4), 4.8, 2.6, 20, 160, 1.0, mix(lips, INK, 0.25))
    else:
        canvas.smooth(
            [
                (43.8, 68.4),
                (47, 69.2),
                (50, 69.4),
                (53, 69.2),
                (56.2, 68.4),
                (53.4, 72.2),
                (50, 73),
                (46.6, 72.2),
            ],
            lips,
        )
        canvas.smooth([(45.4, 69.1), (50, 69.9), (54.6, 69.1), (52.6, 71.1), (50, 71.5), (47.4, 71.1)], SNOW)


def _glasses(canvas: Canvas) -> None:
    frame = mix(INK, SPRUCE, 0.25)
    for x in (41.6, 58.4):
        canvas.ring((x, 54), 6.1, 0.85, frame)
    canvas.arc((50, 54.4), 2.6, 1.8, 200, 340, 0.8, frame)
    canvas.line([(35.6, 53), (32, 52)], 0.8, frame)
    canvas.line([(64.4, 53), (68, 52)], 0.8, frame)


def _hair_behind(canvas: Canvas, look: Look) -> None:
    hair = mix(look.hair, INK, 0.12)
    match look.style:
        case "bob":
            half: list[Point] = [(50, 22), (35, 25), (27.5, 40), (26.5, 60), (30, 76), (40, 78)]
            canvas.smooth([*half, *mirrored(half, AXIS)[:-1]], hair)
        case "long":
            half = [(50, 21), (34, 24), (26.5, 40), (25, 62), (22, 86), (27, 101), (40, 98)]
            canvas.smooth([*half, *mirrored(half, AXIS)[:-1]], hair)
        case "waves":
            half = [
                (50, 21),
                (33, 25),
                (26, 38),
                (28, 50),
                (22.5, 60),
                (26, 72),
                (21, 84),
                (28, 95),
                (40, 92),
            ]
            canvas.smooth([*half, *mirrored(half, AXIS)[:-1]], hair)
        case "bun":
            canvas.circle((50, 20.5), 9, hair)
            canvas.arc((50, 20.5), 5.4, 5.4, 190, 330, 0.6, mix(hair, WHITE, 0.2))
        case "ponytail":
            canvas.smooth(
                [(60, 24), (74, 28), (80, 46), (76, 68), (70, 86), (68, 66), (70, 48), (62, 34)], hair
            )
        case "curly":
            for x, y, radius in (
                *((50, 26, 13), (38, 29, 11), (62, 29, 11), (29, 40, 10), (71, 40, 10), (26, 54, 9)),
                *((74, 54, 9), (28, 67, 8.5), (72, 67, 8.5), (33, 77, 7), (67, 77, 7)),
            ):
                canvas.circle((x, y), radius, hair)
        case _:
            return


def _hair_in_front(canvas: Canvas, look: Look) -> None:
    hair, shine = look.hair, mix(look.hair, WHITE, 0.16)
    x: float
    y: float
    match look.style:
        case "bob":
            canvas.smooth(
                [
                    (30.5, 58),
                    (28.5, 42),
                    (35, 27),
                    (50, 22.5),
                    (65, 27),
                    (71.5, 42),
                    (69.5, 58),
                    (67.5, 46),
                    (58, 36),
                    (40, 41),
                    (32.8, 45),
                ],
                hair,
            )
            canvas.curve([(36, 32), (44, 27.4), (53, 27)], 0.8, shine)
        case "long" | "waves":
            canvas.smooth(
                [
                    (29.5, 62),
                    (27.6, 42),
                    (35, 26),
                    (50, 21.4),
                    (65, 26),
                    (72.4, 42),
                    (70.5, 62),
                    (67, 47),
                    (55, 33.5),
                    (50, 32),
                    (45, 33.5),
                    (33, 47),
                ],
                hair,
            )
            canvas.curve([(50, 22), (50, 31)], 0.5, mix(hair, INK, 0.25))
            canvas.curve([(36, 32), (41, 27.6)], 0.8, shine)
        case "bun" | "ponytail":
            canvas.smooth(
                [
                    (31, 50),
                    (30, 39),
                    (37, 27.5),
                    (50, 23.5),
                    (63, 27.5),
                    (70, 39),
                    (69, 50),
                    (66, 41),
                    (57, 35),
                    (50, 34),
                    (43, 35),
                    (34, 41),
                ],
                hair,
            )
            canvas.curve([(39, 33), (45, 27.6), (52, 26.6)], 0.8, shine)
        case "curly":
            for x, y, radius in (
                (38, 33, 6.5),
                (46, 30, 6.5),
                (54, 30, 6.5),
                (62, 33, 6.5),
                (32, 42, 5.5),
                (68, 42, 5.5),
            ):
                canvas.circle((x, y), radius, hair)
            for x, y in ((41, 27), (53, 25), (62, 30), (33, 37)):
                canvas.arc((x, y), 3, 3, 190, 300, 0.6, shine)
        case "pixie":
            canvas.smooth(
                [
                    (31, 55),
                    (29, 41),
                    (34, 28),
                    (47, 22),
                    (62, 24),
                    (70, 34),
                    (70.5, 47),
                    (68.6, 55),
                    (66.5, 45),
                    (60, 41),
                    (48, 38),
                    (38, 44),
                    (33.4, 46),
                ],
                hair,
            )
            canvas.curve([(40, 31), (48, 26.6), (57, 27.4)], 0.8, shine)
        case "short":
            canvas.smooth(
                [
                    (31.6, 51),
                    (30.5, 39),
                    (36, 28),
                    (50, 23.8),
                    (64, 28),
                    (69.5, 39),
                    (68.4, 51),
                    (66, 42),
                    (60, 36),
                    (50, 35),
                    (40, 36),
                    (34, 42),
                ],
                hair,
            )
        case "parted":
            canvas.smooth(
                [
                    (31.6, 51),
                    (30, 38),
                    (35, 27),
                    (49, 22),
                    (64, 26),
                    (70, 38),
                    (68.4, 51),
                    (66.5, 42),
                    (61, 38),
                    (50, 34),
                    (43, 30),
                    (37, 38),
                    (33.6, 43),
                ],
                hair,
            )
            canvas.curve([(43, 28.6), (52, 26), (61, 30)], 0.7, shine)
        case "swept":
            canvas.smooth(
                [
                    (32, 51),
                    (29.6, 38),
                    (31, 27),
                    (42, 20),
                    (58, 19),
                    (69, 26),
                    (70.6, 38),
                    (68, 51),
                    (66, 41),
                    (58, 33),
                    (46, 33),
                    (36, 39),
                ],
                hair,
            )
            canvas.curve([(38, 28), (48, 23.6), (60, 24.6)], 0.8, shine)
        case "curls":
            for x, y, radius in (
                *((36, 33, 6), (43, 28, 6.6), (51, 26, 6.8), (59, 29, 6.4), (65, 34, 5.8)),
                *((32.4, 41, 4.4), (67.8, 41, 4.4)),
            ):
                canvas.circle((x, y), radius, hair)
            for x, y in ((43.0, 26), (52.0, 24), (60.0, 28)):
                canvas.arc((x, y), 2.6, 2.6, 190, 300, 0.6, shine)
        case "receding":
            for side in (-1, 1):
                temple = AXIS + side * 18
                canvas.smooth(
                    [
                        (temple, 54),
                        (temple + side * 1.4, 42),
                        (temple - side * 2.4, 34),
                        (temple - side * 5, 37),
                        (temple - side * 2.6, 44),
                    ],
                    hair,
                )
            canvas.curve([(42, 30.4), (50, 29), (57, 30)], 0.6, mix(look.skin, WHITE, 0.35))
        case "crop":
            canvas.smooth(
                [
                    (32, 48),
                    (31.4, 38),
                    (37, 29),
                    (50, 25.4),
                    (63, 29),
                    (68.6, 38),
                    (68, 48),
                    (65, 39),
                    (58, 33.6),
                    (42, 33.6),
                    (35, 39),
                ],
                mix(hair, look.skin, 0.18),
            )
