"""The things a clinic talks about, each as a few flat shapes around the point (50, 31) in a field of some 40 by 40 units."""

from collections.abc import Callable

from demo.pictures.canvas import Canvas, Point, mirrored
from demo.pictures.palette import (
    BARK,
    BLUE,
    CORAL,
    CREAM,
    FERN,
    HONEY,
    ICE,
    INK,
    LILAC,
    MINT,
    NIGHT,
    PLUM,
    ROSE,
    SAGE,
    SKY,
    SNOW,
    SPRUCE,
    STONE,
    WHITE,
    Colour,
    mix,
)

Emblem = Callable[[Canvas], None]
PULSE: list[Point] = [(26, 33), (36, 33), (40, 33), (43, 24), (48, 42), (52, 29), (55, 33), (74, 33)]


def heart(c: Canvas) -> None:
    _heart(c, (50, 30), 1.0, CORAL)
    c.curve([(34, 22), (38, 18.6), (42.6, 18.4)], 1.4, mix(CORAL, WHITE, 0.6))


def heart_rhythm(c: Canvas) -> None:
    _heart(c, (50, 30), 1.0, CORAL)
    c.line([(27, 31), (38, 31), (42, 24), (47, 41), (52, 26), (56, 31), (73, 31)], 1.5, WHITE)


def heart_scan(c: Canvas) -> None:
    _screen(c)
    _heart(c, (50, 27), 0.58, CORAL)
    c.arc((50, 27), 19, 14, 200, 340, 0.7, SAGE)
    c.arc((50, 27), 16, 11, 200, 340, 0.7, SAGE)


def pressure(c: Canvas) -> None:
    c.box(27, 14, 59, 48, WHITE, radius=4)
    c.box(31, 18, 55, 36, MINT, radius=2)
    for y, width in ((22, 14), (27, 11), (32, 6)):
        c.box(34, y - 1.4, 34 + width, y + 1.4, SPRUCE if y < 30 else FERN, radius=1.2)
    c.circle((37, 42), 2.4, HONEY)
    c.circle((49, 42), 2.4, STONE)
    c.curve([(59, 40), (66, 43), (68, 33), (66, 24)], 1.6, NIGHT)
    c.box(62, 12, 76, 30, BLUE, radius=3)
    c.box(62, 18, 76, 23, mix(BLUE, WHITE, 0.25))


def ecg(c: Canvas) -> None:
    _screen(c)
    c.line([(50 + (x - 50) * 0.76, 28 + (y - 33) * 0.75) for x, y in PULSE], 1.4, HONEY)


def monitor(c: Canvas) -> None:
    c.curve([(30, 16), (38, 30), (44, 36)], 1.2, NIGHT)
    c.curve([(70, 16), (62, 28), (56, 36)], 1.2, NIGHT)
    for x in (30, 70):
        c.circle((x, 16), 4, ROSE)
        c.circle((x, 16), 1.8, STONE)
    c.box(38, 30, 62, 50, WHITE, radius=3)
    c.box(41, 33, 59, 42, MINT, radius=1.5)
    c.line([(42, 38), (46, 38), (48, 35), (51, 40.6), (53, 38), (58, 38)], 0.9, CORAL)
    c.circle((50, 46), 1.6, SPRUCE)


def treadmill(c: Canvas) -> None:
    c.line([(28, 47), (66, 43)], 4.4, NIGHT)
    c.line([(66, 43), (71, 16)], 2, FERN)
    c.line([(71, 18), (61, 20)], 2, FERN)
    c.circle((49, 12), 4.2, HONEY)
    c.line([(48, 18), (46, 29)], 4.6, CORAL)
    c.line([(48, 20), (55, 25), (60, 21)], 2, ROSE)
    c.line([(46, 30), (53, 35), (51, 43)], 2.6, BLUE)
    c.line([(46, 30), (40, 37), (33, 37)], 2.6, BLUE)


def tubes(c: Canvas) -> None:
    for x, level, liquid, cap in (
        (38, 32, CORAL, PLUM),
        (50, 27, CORAL, HONEY),
        (62, 36, mix(HONEY, WHITE, 0.3), FERN),
    ):
        c.box(x - 4.2, 14, x + 4.2, 49, WHITE, radius=4.2)
        c.box(x - 3, level, x + 3, 47.8, liquid, radius=3)
        c.box(x - 3, level, x + 3, level + 4, liquid)
        c.box(x - 5.2, 10, x + 5.2, 17, cap, radius=1.6)


def drop(c: Canvas) -> None:
    half: list[Point] = [(50, 9), (45, 18), (37.5, 29), (36.5, 38), (42, 46), (50, 48.5)]
    c.smooth([*half, *mirrored(half, 50)[1:-1]], CORAL)
    c.curve([(41, 34), (41.5, 39), (45, 42.6)], 1.6, mix(CORAL, WHITE, 0.6))


def cubes(c: Canvas) -> None:
    for x, y in ((36, 40), (51, 40), (43.5, 27)):
        c.polygon([(x, y), (x + 12, y), (x + 12, y + 11), (x, y + 11)], WHITE)
        c.polygon([(x, y), (x + 4, y - 4), (x + 16, y - 4), (x + 12, y)], SNOW)
        c.polygon([(x + 12, y), (x + 16, y - 4), (x + 16, y + 7), (x + 12, y + 11)], STONE)
    c.box(64, 12, 76, 38, NIGHT, radius=3)
    c.box(66, 15, 74, 24, MINT, radius=1)
    c.line([(67, 21), (69, 18), (71, 20), (73, 17)], 0.8, CORAL)
    c.circle((70, 30), 2.4, HONEY)


def butterfly(c: Canvas) -> None:
    """The thyroid is often called a butterfly."""
    upper: list[Point] = [(50, 30), (46, 17), (36, 11), (29, 17), (31, 27), (40, 32)]
    lower: list[Point] = [(50, 31), (40, 33), (33, 38), (35, 46), (43, 47), (48, 40)]
    for half, fill in ((upper, PLUM), (lower, mix(PLUM, LILAC, 0.55))):
        c.smooth(half, fill)
        c.smooth(mirrored(half, 50), fill)
    for x in (37, 63):
        c.circle((x, 20), 2.6, LILAC)
    c.line([(50, 20), (50, 44)], 2.2, INK)


def sun(c: Canvas) -> None:
    for dx, dy in (
        (0, -1),
        (0.71, -0.71),
        (1, 0),
        (0.71, 0.71),
        (0, 1),
        (-0.71, 0.71),
        (-1, 0),
        (-0.71, -0.71),
    ):
        c.line([(50 + dx * 16, 31 + dy * 16), (50 + dx * 21, 31 + dy * 21)], 2.4, HONEY)
    c.circle((50, 31), 12.5, HONEY)
    c.circle((50, 31), 9, mix(HONEY, WHITE, 0.35))


def thermometer(c: Canvas) -> None:
    c.line([(38, 45), (64, 15)], 8, WHITE)
    c.line([(41, 41.5), (56, 24)], 2.6, CORAL)
    c.circle((37, 46), 6.4, CORAL)
    for share in (0.35, 0.5, 0.65, 0.8):
        x, y = 38 + 26 * share, 45 - 30 * share
        c.line([(x + 2.4, y + 2), (x + 4.4, y + 3.8)], 0.7, STONE)


def syringe(c: Canvas) -> None:
    c.line([(32, 48), (40, 40)], 0.9, NIGHT)
    c.line([(42, 38), (60, 20)], 9, WHITE)
    c.line([(43, 37), (52, 28)], 6, SKY)
    c.line([(61, 19), (69, 11)], 2, STONE)
    c.line([(65, 7), (73, 15)], 2.6, SPRUCE)
    c.line([(57, 15), (65, 23)], 2.6, SPRUCE)
    c.smooth([(31, 50), (29, 54), (31, 56), (33, 54)], CORAL)


def teddy(c: Canvas) -> None:
    fur, inner = mix(BARK, HONEY, 0.35), CREAM
    for x in (38, 62):
        c.circle((x, 15), 5.6, fur)
        c.circle((x, 15), 3, inner)
    c.ellipse((50, 44), 14, 11, fur)
    c.circle((50, 24), 14, fur)
    c.ellipse((50, 29), 6.6, 5, inner)
    c.ellipse((50, 27), 2.2, 1.6, INK)
    c.arc((50, 29), 3, 2.4, 20, 160, 0.7, INK)
    for x in (44, 56):
        c.circle((x, 22), 1.5, INK)
    c.line([(42, 37), (44, 46), (49, 49)], 1.2, SPRUCE)
    c.circle((51, 49), 2.2, STONE)


def tooth(c: Canvas) -> None:
    half: list[Point] = [
        (50, 17),
        (43, 12.5),
        (35.5, 16),
        (34.5, 26),
        (38, 34),
        (39.6, 46),
        (43.6, 48),
        (46, 40),
        (50, 35.5),
    ]
    c.smooth([*half, *mirrored(half, 50)[1:-1]], WHITE)
    c.curve([(39, 20), (39.6, 26)], 1.3, ICE)
    c.curve([(57, 17), (60, 19), (61, 23)], 1.3, ICE)


def eye(c: Canvas) -> None:
    c.smooth([(26, 31), (37, 21), (50, 17.4), (63, 21), (74, 31), (63, 41), (50, 44.6), (37, 41)], WHITE)
    c.circle((50, 31), 10.6, FERN)
    c.circle((50, 31), 5.6, NIGHT)
    c.circle((53.6, 27.4), 2.2, WHITE)


def moon(c: Canvas) -> None:
    c.circle((50, 31), 19, NIGHT)
    c.smooth(
        [(55, 18), (45, 20), (39.5, 28), (41, 38), (49, 44), (58, 42.4), (50, 39), (46.6, 31), (49, 23)],
        CREAM,
    )
    for x, y, radius in ((58, 26, 1.1), (62, 33, 0.8), (55.6, 35, 0.7)):
        c.circle((x, y), radius, HONEY)


def diary(c: Canvas) -> None:
    c.box(32, 12, 68, 50, WHITE, radius=3)
    c.box(32, 12, 68, 21, PLUM, radius=3)
    c.box(32, 18, 68, 21, PLUM)
    for ring in (40, 60):
        c.line([(ring, 9.5), (ring, 14)], 1.8, NIGHT)
    for row in range(3):
        for column in range(5):
            x, y = 37 + column * 6.4, 26.6 + row * 7.6
            marked = (row, column) in {(0, 3), (1, 1), (2, 0)}
            c.circle((x, y), 2.2, CORAL if marked else STONE)


def spine(c: Canvas) -> None:
    places: tuple[Point, ...] = (
        (48, 12),
        (49.6, 18.4),
        (51.4, 24.8),
        (52, 31.2),
        (50.6, 37.6),
        (48.4, 44),
        (47.6, 50),
    )
    for number, (x, y) in enumerate(places):
        wide = 5 + number * 0.65
        c.line([(x - wide - 3, y + 0.6), (x + wide + 3, y + 0.6)], 1.6, STONE)
        c.box(x - wide, y - 2.4, x + wide, y + 2.4, CORAL if number == 5 else WHITE, radius=2)


def cloud(c: Canvas) -> None:
    for x, y, radius in ((40, 30, 8), (49, 24, 10), (59, 27, 8.6), (64, 33, 6.4), (36, 34, 6)):
        c.circle((x, y), radius, LILAC)
    c.box(33, 31, 68, 40, LILAC, radius=4.4)
    c.curve([(42, 32), (45, 27), (50, 30), (46, 34), (52, 36), (57, 30), (53, 26)], 1.2, PLUM)
    for x, y in ((42, 46), (50, 49), (58, 46)):
        c.line([(x, y - 2), (x - 1.4, y + 1.6)], 1.5, BLUE)


def stomach(c: Canvas) -> None:
    c.smooth(
        [
            (45, 10),
            (48.6, 10),
            (49.4, 20),
            (58, 17.4),
            (66, 24),
            (66.6, 35),
            (58, 45),
            (46, 48),
            (37, 45),
            (36, 40.6),
            (44, 40),
            (49.6, 36),
            (46.4, 24),
        ],
        ROSE,
    )
    c.smooth(
        [(50, 30), (57, 27), (63.6, 30), (63.4, 36), (56, 42.4), (46, 44.6), (51, 39)], mix(ROSE, CORAL, 0.55)
    )
    for x, y, radius in ((55, 33, 1.4), (59, 37, 1), (52.4, 40, 0.9)):
        c.circle((x, y), radius, CREAM)


def gut(c: Canvas) -> None:
    c.curve([(33, 46), (32, 24), (36, 16), (50, 15), (64, 16), (68, 24), (67, 46)], 6.4, ROSE)
    c.curve(
        [(42, 25), (58, 25), (58, 31), (42, 31.6), (42, 37.6), (58, 38), (54, 44), (50, 50)],
        5,
        mix(ROSE, CORAL, 0.5),
    )


def apple(c: Canvas) -> None:
    half: list[Point] = [(50, 21), (43, 17.4), (35, 21), (33, 31), (37.6, 42.6), (45, 48), (50, 46)]
    c.smooth([*half, *mirrored(half, 50)[1:-1]], CORAL)
    c.curve([(50, 21), (50.6, 15), (54, 11)], 1.6, BARK)
    c.smooth([(53, 16), (58, 10), (66, 10.4), (62, 16)], FERN)
    c.curve([(38.6, 28), (40, 23.6)], 1.4, mix(CORAL, WHITE, 0.55))


def flower(c: Canvas) -> None:
    c.curve([(50, 34), (49, 44), (50, 53)], 1.6, FERN)
    c.smooth([(50, 48), (56, 41), (64, 41), (58, 47.4)], FERN)
    for dx, dy in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)):
        c.circle((50 + dx * 8.6, 25 + dy * 8.6), 6.4, WHITE)
    c.circle((50, 25), 5.4, HONEY)
    for x, y in ((66, 17), (71, 24), (68, 31), (31, 18), (27, 27)):
        c.circle((x, y), 1.1, HONEY)


def inhaler(c: Canvas) -> None:
    c.box(42, 9, 56, 30, STONE, radius=2.4)
    c.box(44, 9, 47, 28, WHITE, radius=1)
    c.polygon([(38, 22), (60, 22), (60, 43), (57, 48), (30, 48), (28, 36), (40, 35)], BLUE)
    c.box(26, 35, 31, 49, mix(BLUE, WHITE, 0.3), radius=1.4)
    for y in (38, 42, 46):
        c.circle((21.4 - (y - 42) * 0.3, y), 0.9, SKY)


def lungs(c: Canvas) -> None:
    left: list[Point] = [(46.4, 22), (40, 17), (33, 26), (29, 39), (32, 48), (41, 46.4), (46.6, 41)]
    c.smooth(left, ROSE)
    c.smooth(mirrored(left, 50), ROSE)
    c.line([(50, 9), (50, 23)], 3, CORAL)
    for side in (-1, 1):
        c.line([(50, 23), (50 + side * 6, 28), (50 + side * 10, 36)], 1.8, CORAL)
        c.line([(50 + side * 6, 28), (50 + side * 12, 29)], 1.2, CORAL)


def magnifier(c: Canvas) -> None:
    c.box(28, 16, 62, 48, mix(ROSE, CREAM, 0.5), radius=6)
    for x, y, radius in ((36, 40, 1.2), (40, 23, 0.9), (56, 42, 1.1), (34, 30, 0.7)):
        c.circle((x, y), radius, BARK)
    c.line([(60, 40), (71, 51)], 4, NIGHT)
    c.circle((52, 30), 13, NIGHT)
    c.circle((52, 30), 10.6, mix(ROSE, WHITE, 0.6))
    c.smooth([(48, 27), (52, 25), (56.6, 28), (55, 33), (50, 34), (47, 31)], BARK)


def cream(c: Canvas) -> None:
    c.box(34, 26, 66, 48, WHITE, radius=4)
    c.box(32, 17, 68, 27, FERN, radius=3)
    c.box(40, 33, 60, 41, MINT, radius=2)
    c.smooth([(47, 37.5), (50, 34.4), (53, 37.5), (50, 39.8)], FERN)
    c.circle((70, 44), 3, ROSE)
    c.circle((27, 41), 2, ROSE)


def cup(c: Canvas) -> None:
    c.ring((65, 34), 6, 2, CORAL)
    c.smooth([(34, 26), (66, 26), (64.6, 40), (58, 48), (42, 48), (35.4, 40)], CORAL)
    c.ellipse((50, 26), 16, 3, mix(HONEY, BARK, 0.4))
    for x in (43, 50, 57):
        c.curve([(x, 20), (x - 1.6, 16.6), (x + 1, 13.6), (x - 0.4, 10)], 1.2, STONE)
    c.circle((54, 26), 3.2, HONEY)


def ear(c: Canvas) -> None:
    c.smooth(
        [
            (44, 12),
            (55, 10),
            (63.6, 18),
            (62, 29),
            (56, 37),
            (53, 46.6),
            (45.6, 49.6),
            (40.6, 43),
            (40, 30),
            (39, 20),
        ],
        ROSE,
    )
    c.curve(
        [(45, 26), (46, 18.6), (54, 16.6), (57.6, 23), (53, 31), (47.6, 35), (47, 41)],
        1.6,
        mix(ROSE, CORAL, 0.6),
    )
    for reach in (5, 9, 13):
        c.arc((28, 29), reach, reach, -40, 40, 1.1, SAGE)


def bone(c: Canvas) -> None:
    c.line([(39, 42), (61, 20)], 7, WHITE)
    for x, y in ((35.6, 40.6), (40.6, 45.6), (59.4, 16.4), (64.4, 21.4)):
        c.circle((x, y), 5, WHITE)
    c.line([(45, 39), (58, 26)], 1.2, STONE)


def shoe(c: Canvas) -> None:
    c.smooth([(29, 26), (37, 24), (43, 30), (55, 33), (69, 38), (71, 44), (30, 44)], SPRUCE)
    c.box(28, 43, 72, 48, WHITE, radius=2.4)
    for x, y in ((44, 29), (48, 31), (52, 32.4)):
        c.line([(x, y), (x - 2.6, y + 4.6)], 1, HONEY)
    for y in (22, 29, 36):
        c.line([(16, y), (24, y)], 1.1, SAGE)


def shield(c: Canvas) -> None:
    half: list[Point] = [(50, 10), (42, 14), (34, 15.4), (34, 30), (40, 42), (50, 50)]
    c.polygon([*half, *mirrored(half, 50)], FERN)
    c.polygon([(50, 10), (58, 14), (66, 15.4), (66, 30), (60, 42), (50, 50)], SPRUCE)
    c.line([(41.6, 30), (48, 36.6), (59, 24)], 2.4, WHITE)


def glass(c: Canvas) -> None:
    c.polygon([(37, 12), (63, 12), (59.6, 50), (40.4, 50)], mix(ICE, WHITE, 0.4))
    c.polygon([(38.4, 24), (61.6, 24), (59, 48), (41, 48)], SKY)
    c.ellipse((50, 24), 11.6, 2, mix(SKY, WHITE, 0.45))
    for x, y, radius in ((46, 36, 1.3), (53, 41, 1), (51, 31, 0.9)):
        c.circle((x, y), radius, WHITE)


def clipboard(c: Canvas) -> None:
    c.box(33, 12, 67, 51, BARK, radius=3)
    c.box(36, 16, 64, 48, WHITE, radius=1.5)
    c.box(43, 9, 57, 17, STONE, radius=2)
    for y in (23, 30, 37, 44):
        c.line([(39, y), (40.6, y + 1.6), (43.4, y - 1.8)], 1.1, FERN)
        c.line([(47, y), (60, y)], 1.2, STONE)


def scan(c: Canvas) -> None:
    _screen(c)
    c.polygon([(46, 16), (54, 16), (67, 38), (33, 38)], mix(NIGHT, SAGE, 0.45))
    c.ellipse((50, 31), 8, 4.6, mix(NIGHT, WHITE, 0.7))
    c.ellipse((48, 31), 3, 2, NIGHT)


def xray(c: Canvas) -> None:
    _screen(c)
    c.line([(50, 16), (50, 38)], 1.8, ICE)
    for y, wide in ((19, 8), (24, 10.5), (29, 12), (34, 11)):
        for side in (-1, 1):
            c.arc((50 + side * wide / 2, y + 2), wide / 2, 2.6, 180, 360, 1.1, ICE)


def mri(c: Canvas) -> None:
    c.circle((50, 29), 20, WHITE)
    c.circle((50, 29), 11, NIGHT)
    c.ring((50, 29), 15.4, 0.8, SAGE)
    c.box(30, 36, 70, 40, STONE, radius=1.6)
    c.ellipse((50, 33), 8, 3.4, HONEY)
    c.box(44, 40, 56, 51, STONE, radius=1.6)


def endoscope(c: Canvas) -> None:
    c.curve([(62, 14), (64, 30), (50, 38), (38, 32), (36, 20), (44, 14), (50, 20)], 3, NIGHT)
    c.circle((51.4, 22), 3.2, HONEY)
    c.circle((51.4, 22), 1.6, CREAM)
    c.box(57, 8, 69, 20, SPRUCE, radius=3)
    c.circle((63, 12), 1.8, HONEY)


def video(c: Canvas) -> None:
    c.box(28, 13, 72, 43, NIGHT, radius=3)
    c.box(31, 16, 69, 40, MINT, radius=1.6)
    c.circle((50, 25), 5, ROSE)
    c.smooth([(40, 40), (42, 33.6), (50, 31.4), (58, 33.6), (60, 40)], WHITE)
    c.box(24, 44, 76, 48, STONE, radius=2)
    c.box(60, 18.6, 67, 24, SAGE, radius=1)


def stethoscope(c: Canvas) -> None:
    c.curve([(37, 11), (36, 24), (41, 33), (48, 34), (55, 31), (58.6, 22), (58, 11)], 2.2, NIGHT)
    c.curve([(48, 34), (48, 44), (56, 50), (65, 46), (66, 37)], 2.2, NIGHT)
    c.circle((66, 33), 5.4, STONE)
    c.circle((66, 33), 3, CORAL)
    for x in (37, 58):
        c.circle((x, 10.6), 1.9, CORAL)


def plate(c: Canvas) -> None:
    c.circle((50, 31), 19, WHITE)
    c.circle((50, 31), 14.4, SNOW)
    c.smooth([(38, 28), (44, 21), (50, 25), (47, 33), (40, 35)], FERN)
    c.circle((57, 26), 4.4, CORAL)
    c.smooth([(45, 40), (53, 35), (61, 37), (56, 43)], HONEY)
    c.line([(24, 16), (24, 46)], 1.8, STONE)
    c.line([(76, 16), (76, 46)], 1.8, STONE)


def armchair(c: Canvas) -> None:
    c.box(33, 14, 67, 40, PLUM, radius=7)
    c.box(27, 26, 37, 46, mix(PLUM, LILAC, 0.35), radius=4)
    c.box(63, 26, 73, 46, mix(PLUM, LILAC, 0.35), radius=4)
    c.box(36, 33, 64, 45, LILAC, radius=4)
    for x in (34, 66):
        c.line([(x, 46), (x, 50)], 2, BARK)


def family(c: Canvas) -> None:
    for x, y, size, top, skin in (
        (40, 20, 1.0, SPRUCE, ROSE),
        (60, 20, 1.0, BLUE, mix(ROSE, BARK, 0.25)),
        (50, 32, 0.7, HONEY, ROSE),
    ):
        c.circle((x, y), 6 * size, skin)
        c.smooth(
            [
                (x - 10 * size, y + 28 * size),
                (x - 7 * size, y + 10 * size),
                (x, y + 7 * size),
                (x + 7 * size, y + 10 * size),
                (x + 10 * size, y + 28 * size),
            ],
            top,
        )


def bandage(c: Canvas) -> None:
    c.line([(35, 46), (65, 16)], 13, mix(ROSE, HONEY, 0.35))
    c.polygon([(50, 22.4), (58.6, 31), (50, 39.6), (41.4, 31)], CREAM)
    for x, y in ((50, 28), (47, 31), (53, 31), (50, 34)):
        c.circle((x, y), 0.9, mix(ROSE, BARK, 0.4))


def _screen(c: Canvas) -> None:
    c.box(27, 11, 73, 43, WHITE, radius=3)
    c.box(29.6, 13.6, 70.4, 40.4, NIGHT, radius=1.6)
    c.box(46, 43, 54, 48, STONE)
    c.box(39, 47.4, 61, 50.4, STONE, radius=1.4)


def _heart(c: Canvas, centre: Point, scale: float, fill: Colour) -> None:
    x, y = centre
    half: list[Point] = [(0, -10), (-6, -17), (-16, -17), (-22, -8), (-20, 2), (-11, 12), (0, 20)]
    points = [(x + dx * scale, y + dy * scale) for dx, dy in half]
    c.smooth([*points, *mirrored(points, x)[1:-1]], fill)


EMBLEMS: dict[str, Emblem] = {
    emblem.__name__.replace("_", "-"): emblem
    for emblem in (
        *(
            heart,
            heart_rhythm,
            heart_scan,
            pressure,
            ecg,
            monitor,
            treadmill,
            tubes,
            drop,
            cubes,
            butterfly,
            sun,
        ),
        *(
            thermometer,
            syringe,
            teddy,
            tooth,
            eye,
            moon,
            diary,
            spine,
            cloud,
            stomach,
            gut,
            apple,
            flower,
            inhaler,
        ),
        *(
            lungs,
            magnifier,
            cream,
            cup,
            ear,
            bone,
            shoe,
            shield,
            glass,
            clipboard,
            scan,
            xray,
            mri,
            endoscope,
        ),
        *(video, stethoscope, plate, armchair, family, bandage),
    )
}
