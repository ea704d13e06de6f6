"""What holds for every page of the staff, whatever it shows."""

from uuid import UUID

import pytest
from django.urls import reverse

from staff.urls import urlpatterns

KEY = UUID("11111111-2222-4333-8444-555555555555")
PLACES = {"branch": "lanes", "day": "2030-01-14", "act": "check-in", "action": "kept"}
ADDRESSES = [
    reverse(
        f"staff:{pattern.name}",
        kwargs={name: PLACES.get(name, KEY) for name in pattern.pattern.converters},
    )
    for pattern in urlpatterns
]
#: What a desk without patients or doctors can open.
OPENED = ["/staff/lanes/", "/staff/lanes/2030-01-14/", "/staff/lanes/2030-01-14/print/", "/staff/lanes/find-patient/", "/staff/lanes/new-patient/", "/staff/lanes/hours/", "/staff/block/", "/staff/why/"]  # fmt: skip


@pytest.mark.parametrize("address", OPENED)
def test_no_cache_keeps_a_page_of_the_desk(desk, branch, address):
    answer = desk.get(address)

    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.parametrize("address", ADDRESSES)
def test_editor_of_the_site_finds_none_of_it(editor, branch, address):
    statuses = {editor.get(address).status_code, editor.post(address).status_code}

    # A page that is only read, or only posted to, refuses the other before it looks at who asks.
    assert statuses in ({404}, {404, 405})
