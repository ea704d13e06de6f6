"""A strip of an electrocardiogram on its pink grid: an even rhythm of nobody's heart."""

import math

from PIL import Image

from demo.pictures.canvas import Canvas
from demo.pictures.palette import INK, colour, mix

SIZE = (1400, 500)
PAPER, GRID = colour("#fff3f0"), colour("#f0b8ab")
#: Waves of one beat: place within the beat, height in millivolts, width. P, Q, R, S, T.
WAVES = (
    (0.18, 0.12, 0.025),
    (0.335, -0.12, 0.008),
    (0.36, 1.1, 0.009),
    (0.385, -0.28, 0.010),
    (0.60, 0.26, 0.045),
)
BEATS = 9
#: Units of the canvas for one millivolt, and for one beat.
MILLIVOLT, BEAT = 14.0, 100 / BEATS


def cardiogram() -> Image.Image:
    canvas = Canvas(*SIZE, ground=PAPER)
    for step in range(101):
        strong = step % 5 == 0
        fill = GRID if strong else mix(GRID, PAPER, 0.6)
        canvas.line([(step, 0), (step, canvas.bottom)], 0.1 if strong else 0.05, fill)
        canvas.line([(0, step), (100, step)], 0.1 if strong else 0.05, fill)
    middle = canvas.bottom * 0.62
    canvas.line([(x, middle - _voltage(x) * MILLIVOLT) for x in _steps()], 0.22, INK)
    return canvas.finish()


def _steps() -> list[float]:
    return [step / 20 for step in range(2001)]


def _voltage(x: float) -> float:
    phase = (x % BEAT) / BEAT
    return sum(height * math.exp(-(((phase - place) / width) ** 2) / 2) for place, height, width in WAVES)
