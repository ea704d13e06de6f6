import re

import pytest
from django.conf import settings


@pytest.mark.parametrize(
    ("address", "for_ever"),
    [
        ("/static/site/assets/site-DS-40SHi.css", True),
        ("/static/site/assets/onest-cyrillic-wght-normal-DayYxulF.woff2", True),
        ("/static/icons/icon.509c3ba5df6c.svg", True),
        ("/static/icons/icon.svg", False),
        ("/static/site/service-worker.js", False),
        ("/static/site/manifest.json", False),
    ],
)
def test_only_names_with_a_hash_are_kept_for_ever(address, for_ever):
    assert bool(re.search(settings.WHITENOISE_IMMUTABLE_FILE_TEST, address)) is for_ever
