import io

import pytest
from PIL import ImageChops

from demo.clinic import the_clinic
from demo.pictures import brand, facades, portraits, scenes
from demo.pictures.cardiogram import cardiogram
from demo.pictures.emblems import EMBLEMS
from demo.pictures.workshop import draw
from demo.words import Words, read
from demo.writing import the_articles, the_promotions


@pytest.mark.parametrize("style", sorted(facades.HOUSES))
def test_facade_is_drawn(style):
    picture = facades.facade(style)

    assert picture.size == facades.SIZE
    assert len(picture.resize((80, 60)).getcolors(4800)) > 20


@pytest.mark.parametrize("gender", ["male", "female"])
@pytest.mark.parametrize("number", range(7))
def test_portraits_of_every_hair_style_differ(gender, number):
    look, other = (
        portraits.look_of("a", gender=gender, years_of_practice=10, number=one)
        for one in (number, number + 1)
    )

    assert portraits.portrait(look).size == portraits.SIZE
    assert look != other


def test_the_same_doctor_looks_the_same_again():
    look = portraits.look_of("melissina", gender="female", years_of_practice=16, number=18)

    difference = ImageChops.difference(portraits.portrait(look), portraits.portrait(look))

    assert difference.getbbox() is None


def test_covers_of_one_key_are_alike_and_of_two_keys_differ():
    one, again, other = (scenes.cover("heart", key=name, ground=0) for name in ("a", "a", "b"))

    assert ImageChops.difference(one, again).getbbox() is None
    assert ImageChops.difference(one, other).getbbox() is not None


def test_every_emblem_that_is_used_exists_and_is_described():
    words = read(dict[str, Words], "emblems.yaml")
    clinic = the_clinic()
    used = {
        *(service.emblem for service in clinic.services.values()),
        *(program.emblem for program in clinic.programs),
        *(article.emblem for article in the_articles()),
        *(promotion.emblem for promotion in the_promotions()),
    }

    assert used <= set(EMBLEMS)
    assert set(words) == set(EMBLEMS)


def test_brand_pictures_have_the_sizes_that_readers_of_cards_ask_for():
    assert brand.social_card().size == (1200, 630)
    assert min(brand.logo().size) >= 112


def test_cardiogram_is_a_small_file():
    file = io.BytesIO()

    cardiogram().save(file, "PNG", optimize=True)

    assert file.tell() < 100_000


def test_draw_leaves_no_half_written_file(tmp_path):
    file = tmp_path / "logo.png"

    draw("logo", (), file)

    assert [path.name for path in tmp_path.iterdir()] == ["logo.png"]


def test_draw_refuses_what_it_does_not_know(tmp_path):
    with pytest.raises(ValueError, match="photograph"):
        draw("photograph", (), tmp_path / "x.jpg")
