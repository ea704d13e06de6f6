import datetime as dt

import pytest
from django.template.loader import get_template
from django.urls import reverse
from wagtail.blocks import RawHTMLBlock, StructBlockValidationError

from cms.blocks.branches import DepartmentHoursBlock
from cms.blocks.streams import HelpBlocks, HomeBlocks, LegalBlocks

BLOCKS = HomeBlocks().child_blocks


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_block_has_icon_description_group_and_template(name):
    block = BLOCKS[name]

    assert block.meta.icon != "placeholder"
    assert block.get_description()
    assert block.meta.group
    assert get_template(block.meta.template)
    assert block.is_previewable


@pytest.mark.parametrize("name", sorted(BLOCKS))
@pytest.mark.parametrize("language", ["ru", "en"])
def test_block_preview_shows_invented_content(staff_client, db, name, language, settings):
    settings.LANGUAGE_CODE = language
    editor = staff_client("Editors")

    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": BLOCKS[name].definition_prefix})

    # The block of a model's field has a number of its own; this one stands for its kind.
    assert response.status_code == 200
    assert "<main" in response.text


def test_no_stream_holds_raw_html():
    def walk(block):
        yield block
        for child in getattr(block, "child_blocks", {}).values():
            yield from walk(child)
        if hasattr(block, "child_block"):
            yield from walk(block.child_block)

    streams = [HomeBlocks(), HelpBlocks(), LegalBlocks()]

    assert not [block for stream in streams for block in walk(stream) if isinstance(block, RawHTMLBlock)]


def test_booking_block_begins_with_everything_chosen(client, small_site):
    home = small_site.homes["ru"]
    home.body = [
        (
            "booking",
            {"practitioner": small_site.anna, "service": small_site.service, "heading": "", "button": ""},
        )
    ]
    home.save_revision().publish()

    page = client.get("/ru/").text

    assert f"/ru/booking/?practitioner={small_site.anna.pk}&amp;service={small_site.service.pk}" in page
    assert f"/fragments/times/{small_site.anna.pk}/" in page


def test_band_of_a_block_with_nothing_to_show_is_left_out(client, small_site):
    home = small_site.homes["ru"]
    home.body = [("promotions", {"heading": "Акции"})]
    home.save_revision().publish()

    assert "clinic-band" not in client.get("/ru/").text


def test_records_of_a_block_survive_storage(small_site):
    home = small_site.homes["ru"]
    home.body = [
        ("nearest_times", {"heading": "", "speciality": small_site.speciality, "location": None, "limit": 3})
    ]
    home.save()

    stored = type(home).objects.get(pk=home.pk)

    assert stored.body[0].value["speciality"] == small_site.speciality


@pytest.mark.parametrize(
    ("changes", "beside"),
    [({"last_day": "0", "first_day": "4"}, "last_day"), ({"closes": dt.time(7)}, "closes")],
)
def test_hours_of_a_department_that_run_backwards_are_refused_beside_their_field(changes, beside):
    block = DepartmentHoursBlock()
    hours = {"first_day": "0", "last_day": "4", "opens": dt.time(8), "closes": dt.time(20)}
    assert block.clean(block.to_python(hours))

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(hours | changes))

    assert set(refused.value.block_errors) == {beside}


def test_page_with_chosen_records_can_be_edited(staff_client, small_site):
    home = small_site.homes["ru"]
    chosen = {"practitioner": small_site.anna, "service": small_site.service, "location": small_site.branch}
    home.body = [
        ("booking", {"heading": "", "program": None, "button": "", **chosen}),
        ("prices", {"heading": "", "services": [small_site.service]}),
        ("team", {"heading": "", "practitioners": [small_site.anna]}),
        ("nearest_times", {"heading": "", "speciality": small_site.speciality, "location": None, "limit": 3}),
    ]
    home.save_revision()

    form = staff_client("Editors").get(reverse("wagtailadmin_pages:edit", args=[home.pk]))

    assert form.status_code == 200
    for record in (*chosen.values(), small_site.speciality):
        assert f"&quot;id&quot;: &quot;{record.pk}&quot;" in form.text
