"""A small drawing board over Pillow: coordinates in units of one per cent of the width, smooth edges, smooth curves."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageDraw

from demo.pictures.palette import Colour

Point = tuple[float, float]

#: Everything is drawn this many times larger and reduced at the end: that is what makes edges smooth.
OVERSAMPLING = 3
#: Points between two neighbours of a curve.
CURVE_STEPS = 14
#: What the emblems are drawn around.
EMBLEM_CENTRE: Point = (50.0, 31.0)


class Canvas:
    """`width` and `height` are pixels of the finished picture; one unit is a hundredth of the width."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.unit = width * OVERSAMPLING / 100
        self.origin: Point = (0.0, 0.0)
        self.bottom = 100 * height / width
        self.image = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING), ground)
        self.draw = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        return self.image.reduce(OVERSAMPLING)

    # --- Shapes ---------------------------------------------------------------------------------------

    def polygon(self, points: Iterable[Point], fill: Colour) -> None:
        self.draw.polygon(self._pixels(points), fill=fill)

    def smooth(self, points: Sequence[Point], fill: Colour) -> None:
        """A closed shape whose outline runs smoothly through the points."""
        self.draw.polygon(self._pixels(closed_curve(points)), fill=fill)

    def ellipse(self, centre: Point, across: float, down: float, fill: Colour) -> None:
        """`across` and `down` are the two radii."""
        x, y = centre
        self.draw.ellipse(self._box(x - across, y - down, x + across, y + down), fill=fill)

    def circle(self, centre: Point, radius: float, fill: Colour) -> None:
        self.ellipse(centre, radius, radius, fill)

    def ring(self, centre: Point, radius: float, thickness: float, fill: Colour) -> None:
        x, y = centre
        box = self._box(x - radius, y - radius, x + radius, y + radius)
        self.draw.ellipse(box, outline=fill, width=max(1, round(thickness * self.unit)))

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: Colour, *, radius: float = 0
    ) -> None:
        self.draw.rounded_rectangle(self._box(left, top, right, bottom), radius=radius * self.unit, fill=fill)

    def line(self, points: Sequence[Point], thickness: float, fill: Colour) -> None:
        """A line with round ends and joints."""
        pixels, width = self._pixels(points), max(1, round(thickness * self.unit))
        self.draw.line(pixels, fill=fill, width=width, joint="curve")
        radius = width / 2
        for x, y in (pixels[0], pixels[-1]):
            self.draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=fill)

    def curve(self, points: Sequence[Point], thickness: float, fill: Colour) -> None:
        """A line that runs smoothly through the points."""
        self.line(open_curve(points), thickness, fill)

    def arc(
        self,
        centre: Point,
        across: float,
        down: float,
        start: float,
        end: float,
        thickness: float,
        fill: Colour,
    ) -> None:
        """Degrees, clockwise from three o'clock."""
        (x, y), steps = centre, 24
        angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        points = [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]
        self.line(points, thickness, fill)

    def photograph(self, picture: Image.Image, centre: Point, radius: float) -> None:
        """The upper square of a picture in a round frame."""
        (x, y), side = self._pixels([centre])[0], round(2 * radius * self.unit)
        square = picture.crop((0, picture.height // 12, picture.width, picture.height // 12 + picture.width))
        mask = Image.new("L", (side, side), 0)
        ImageDraw.Draw(mask).ellipse([0, 0, side - 1, side - 1], fill=255)
        place = (round(x - side / 2), round(y - side / 2))
        self.image.paste(square.resize((side, side), Image.Resampling.LANCZOS), place, mask)

    # --- Light ----------------------------------------------------------------------------------------

    def fade(self, top: Colour, bottom: Colour) -> None:
        """Fill the whole picture with a vertical gradient."""
        strip = Image.new("RGB", (1, 256))
        for row in range(256):
            share = row / 255
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
            strip.putpixel((0, row), mixed)
        self.image.paste(strip.resize(self.image.size, Image.Resampling.BILINEAR))

    @contextmanager
    def placed(self, centre: Point, scale: float) -> Iterator[None]:
        """Meanwhile a drawing made around `EMBLEM_CENTRE` lands around `centre`, `scale` times as large."""
        unit, origin = self.unit, self.origin
        self.unit = unit * scale
        self.origin = (
            centre[0] * unit - EMBLEM_CENTRE[0] * self.unit,
            centre[1] * unit - EMBLEM_CENTRE[1] * self.unit,
        )
        yield
        self.unit, self.origin = unit, origin

    def _pixels(self, points: Iterable[Point]) -> list[Point]:
        left, top = self.origin
        return [(left + x * self.unit, top + y * self.unit) for x, y in points]

    def _box(self, left: float, top: float, right: float, bottom: float) -> list[Point]:
        return self._pixels([(left, top), (right, bottom)])


def closed_curve(points: Sequence[Point]) -> list[Point]:
    """Catmull-Rom through the points and back to the first."""
    count = len(points)
    return [
        _between(
            points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count], step / CURVE_STEPS
        )
        for i in range(count)
        for step in range(CURVE_STEPS)
    ]


def open_curve(points: Sequence[Point]) -> list[Point]:
    padded = [points[0], *points, points[-1]]
    curve = [
        _between(padded[i], padded[i + 1], padded[i + 2], padded[i + 3], step / CURVE_STEPS)
        for i in range(len(points) - 1)
        for step in range(CURVE_STEPS)
    ]
    return [*curve, points[-1]]


def mirrored(points: Sequence[Point], axis: float) -> list[Point]:
    """The points on the other side of the vertical line x = axis, in an order that continues them to a closed shape."""
    return [(2 * axis - x, y) for x, y in reversed(points)]


def _between(before: Point, start: Point, end: Point, after: Point, share: float) -> Point:
    def along(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (
            2 * b
            + (c - a) * share
            + (2 * a - 5 * b + 4 * c - d) * share**2
            + (3 * b - a - 3 * c + d) * share**3
        )

    return along(before[0], start[0], end[0], after[0]), along(before[1], start[1], end[1], after[1])
