"""Keys from the settings: read strictly, refused when unsafe."""

import base64
import os
import subprocess
import sys
from hashlib import sha256

import pytest
from django.conf import settings as django_settings

from people.errors import KeyRingError
from people.key_checks import key_problems
from people.key_ring import EXAMPLE_KEYS, parse_ring


def encoded(key=None):
    return base64.b64encode(key or os.urandom(32)).decode()


def test_first_key_of_the_ring_seals():
    ring = parse_ring(f"k2:{encoded()}, k1:{encoded()}")

    assert (ring.primary, list(ring.keys)) == ("k2", ["k2", "k1"])
    assert repr(ring) == "<KeyRing k2, k1>"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "empty"),
        (encoded(), "`id:key`"),
        (f":{encoded()}", "`id:key`"),
        ("k1:!!!", "not base64"),
        ("k1:ключ", "not base64"),
        (f"k1:{encoded(os.urandom(16))}", "16 bytes"),
        (f"k1:{encoded(b'a' * 32)}", "not random"),
        (f"k1:{encoded()},k1:{encoded()}", "twice"),
        ("k1:{0},k2:{0}".format(encoded()), "two ids"),
    ],
    # Random keys may not name tests: parallel runs have to collect the same ones.
    ids=[
        "empty",
        "no-id",
        "empty-id",
        "not-base64",
        "not-ascii",
        "short",
        "not-random",
        "id-twice",
        "key-twice",
    ],
)
def test_unusable_ring_is_refused_with_the_reason(text, complaint):
    with pytest.raises(KeyRingError, match=complaint):
        parse_ring(text)


def test_good_keys_have_no_problems(settings):
    settings.FIELD_KEK_RING, settings.BLIND_INDEX_KEY = f"k1:{encoded()}", encoded()
    settings.EXAMPLE_KEYS_ALLOWED = False

    assert key_problems() == []


def test_keys_of_development_are_refused_elsewhere(settings):
    settings.EXAMPLE_KEYS_ALLOWED = False

    assert len(key_problems()) == 2
    assert all("example" in problem for problem in key_problems())


@pytest.mark.parametrize(
    "made_of_secret", [lambda secret: secret[:32], lambda secret: sha256(secret).digest()]
)
def test_secret_key_is_no_key_material(settings, made_of_secret):
    settings.SECRET_KEY = "a secret of more than thirty-two characters"
    settings.FIELD_KEK_RING = f"k1:{encoded(made_of_secret(settings.SECRET_KEY.encode()))}"

    assert any("SECRET_KEY" in problem for problem in key_problems())


def test_index_key_may_not_be_a_master_key(settings):
    key = encoded()
    settings.FIELD_KEK_RING, settings.BLIND_INDEX_KEY = f"k1:{key}", key

    assert any("repeats" in problem for problem in key_problems())


def test_every_problem_is_named_at_once(settings):
    settings.FIELD_KEK_RING, settings.BLIND_INDEX_KEY = "", "short"

    assert len(key_problems()) == 2


def test_development_keys_are_the_examples_that_production_refuses():
    assert set(parse_ring(django_settings.FIELD_KEK_RING).keys.values()) <= EXAMPLE_KEYS


def test_production_does_not_start_with_the_development_keys():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "FIELD_KEK_RING": django_settings.FIELD_KEK_RING,
        "BLIND_INDEX_KEY": django_settings.BLIND_INDEX_KEY,
        "SECRET_KEY": encoded(),
        "DATABASE_URL": "sqlite:///",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "ALLOWED_HOSTS": "clinic.example",
        "PUBLIC_URL": "https://clinic.example",
        "EMAIL_URL": "smtp://localhost",
        "PYTHONPATH": str(django_settings.BASE_DIR),
    }

    start = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert start.returncode != 0
    assert "example printed in the repository" in start.stderr
