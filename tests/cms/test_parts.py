"""Parts that many pages repeat are drawn once, and never for anything else than they were drawn for."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from cms.presenters.prices import Money
from cms.templatetags import parts

PRICE = Money(Decimal("2500.00"), "RUB")


@pytest.fixture(autouse=True)
def _nothing_drawn():
    parts._drawn.cache_clear()


def drawn(price, language="ru"):
    template = Template('{% load parts %}{% part "components/price.html" price=price %}')
    with translation.override(language):
        return template.render(Context({"price": price}))


def test_equal_values_are_drawn_once():
    first = drawn(PRICE)

    assert "2\xa0500" in first
    assert drawn(replace(PRICE)) == first
    assert parts._drawn.cache_info().misses == 1


def test_another_value_or_language_is_another_part():
    free = Money(Decimal(0), "RUB")

    assert len({drawn(PRICE), drawn(replace(PRICE, amount=Decimal(1))), drawn(free), drawn(free, "en")}) == 4


def test_values_are_escaped():
    assert "<script>" not in drawn(replace(PRICE, currency="<script>"))


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(TypeError, match="unhashable"):
        drawn({"amount": 1})
