"""Settings that cannot work are told by `manage.py check`."""

import pytest
from wagtail.models import Site

from cms.checks import indexnow_key, public_address


@pytest.mark.parametrize(
    ("key", "faults"), [("", 0), ("0123456789abcdef", 0), ("short", 1), ("with spaces in it", 1)]
)
def test_indexnow_key_has_the_form_of_one(settings, key, faults):
    settings.INDEXNOW_KEY = key

    assert len(indexnow_key()) == faults


def test_site_and_public_address_agree(db, settings):
    Site.objects.filter(is_default_site=True).update(hostname="clinic.example", port=443)

    settings.PUBLIC_URL = "https://clinic.example"
    assert public_address() == []

    settings.PUBLIC_URL = "https://www.clinic.example"
    (warning,) = public_address()
    assert "https://clinic.example" in warning.msg
