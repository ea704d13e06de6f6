from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver

FILE = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def published():
    return FILE.read_text()


def test_published_description_is_the_codes_own(published):
    written = StringIO()

    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written, skip_checks=True)

    assert written.getvalue().strip() == published.strip(), "run `make openapi` and read the difference"


def test_every_address_is_described(published):
    described = {
        path.removeprefix("/api/v1/")
        for path in yaml.safe_load(published)["paths"]
        if path.startswith("/api/v1/")
    }
    api_patterns = next(part for part in get_resolver().url_patterns if str(part.pattern) == "api/v1/")
    served = {
        str(pattern.pattern).replace("<uuid:", "{").replace(">", "}") for pattern in api_patterns.url_patterns
    }

    assert described == served - {"schema/", ""}


def test_every_post_asks_for_a_key(published):
    posts = [path["post"] for path in yaml.safe_load(published)["paths"].values() if "post" in path]

    assert posts
    assert all("Idempotency-Key" in [one["name"] for one in post["parameters"]] for post in posts)


def test_served_description_is_open(client, db):
    assert client.get("/api/v1/schema/").status_code == 200
