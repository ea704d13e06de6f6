"""Draws one picture into a file. No Django here: it runs in processes of its own."""

from pathlib import Path

from PIL import Image

from demo.pictures import brand, facades, portraits, scenes


def draw(kind: str, values: tuple[object, ...], file: Path) -> None:
    """`kind` is portrait, facade, cover, logo, social or welcome; `values` are what its function takes."""
    picture = _picture(kind, values)
    # Written aside and moved, so that a half-written file is never taken for a drawn one.
    part = file.with_suffix(f".part{file.suffix}")
    if file.suffix == ".png":
        picture.save(part, optimize=True)
    else:
        picture.save(part, quality=92, subsampling=0, progressive=True)
    part.rename(file)


def _picture(kind: str, values: tuple[object, ...]) -> Image.Image:
    match kind, values:
        case "portrait", (portraits.Look() as look,):
            return portraits.portrait(look)
        case "facade", (str(style),):
            return facades.facade(style)
        case "cover", (str(emblem), str(name), int(ground)):
            return scenes.cover(emblem, key=name, ground=ground)
        case "logo", ():
            return brand.logo()
        case "social", ():
            return brand.social_card()
        case "welcome", looks:
            return brand.welcome(
                [portraits.portrait(look) for look in looks if isinstance(look, portraits.Look)]
            )
    raise ValueError(kind)
