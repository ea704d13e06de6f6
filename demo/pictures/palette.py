"""The colours of the site ("spruce and honey", site/src/styles/_tokens.scss) and their neighbours for pictures."""

Colour = tuple[int, int, int]


def colour(text: str) -> Colour:
    """`#0d5c55` as red, green, blue."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the first: 0 leaves the first, 1 gives the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


WHITE = colour("#ffffff")
INK = colour("#15292a")
NIGHT = colour("#0a302e")
SPRUCE = colour("#0d5c55")
DEEP_SPRUCE = colour("#083f3b")
FERN = colour("#3f8f7d")
SAGE = colour("#8fc3b1")
MINT = colour("#dff0ea")
SNOW = colour("#f4f7f5")
HONEY = colour("#f3b23e")
CREAM = colour("#fff1d3")
CORAL = colour("#d9583b")
ROSE = colour("#f3c3b2")
SKY = colour("#a9cbe8")
BLUE = colour("#2b5797")
ICE = colour("#e6eefb")
PLUM = colour("#6b3a7c")
LILAC = colour("#cbb2d9")
LAVENDER = colour("#f3e9f7")
STONE = colour("#c9d6d1")
BARK = colour("#7a5238")

#: Grounds that a subject stands on, light enough for any subject: ground, its deeper neighbour, an accent.
GROUNDS: tuple[tuple[Colour, Colour, Colour], ...] = (
    (MINT, SAGE, SPRUCE),
    (CREAM, colour("#f7d48f"), HONEY),
    (ICE, SKY, BLUE),
    (LAVENDER, LILAC, PLUM),
    (colour("#fde8e0"), ROSE, CORAL),
    (SNOW, STONE, FERN),
)
