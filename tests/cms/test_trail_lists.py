"""Auditors read who looked at and who changed patients' data; nobody else does, and no name stands there."""

import pytest

from people import audit
from people.access import open_one
from people.models import AccessEvent, AuditEvent
from tests import factories

LISTS = ["looks", "changes"]


@pytest.fixture
def told(db):
    """A patient whom somebody of the staff has looked at and changed, both told in the trails."""
    desk = factories.make_user(username="desk-7")
    patient = factories.make_patient(family="Небылицын", given="Прохор")
    access = factories.access_of(desk).for_patient(patient)
    open_one(access, patient, "family", "given")
    audit.record(access, "patient.changed", patient, patient_id=patient.pk, detail={"fields": ["phone"]})
    return patient


@pytest.mark.parametrize("name", LISTS)
def test_trail_tells_who_and_about_whom_without_a_name(staff_client, told, name):
    page = staff_client("Operators").get(f"/admin/operations/{name}/").text

    assert "desk-7" in page
    assert str(told.pk) in page
    assert "запись на приём" in page
    assert "Небылицын" not in page


@pytest.mark.parametrize(("name", "model"), [("looks", AccessEvent), ("changes", AuditEvent)])
def test_one_event_is_read_whole_and_never_changed(staff_client, told, name, model):
    operator, event = staff_client("Operators"), model.objects.filter(patient_id=told.pk).latest("at")

    page = operator.get(f"/admin/operations/{name}/inspect/{event.pk}/").text

    assert str(told.pk) in page
    for act in ("edit", "delete"):
        assert operator.post(f"/admin/operations/{name}/{act}/{event.pk}/").status_code in (302, 403, 404)
    assert model.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize("name", LISTS)
def test_trail_is_searched_by_the_patients_number(staff_client, told, name):
    other = factories.make_patient()
    operator = staff_client("Operators")

    assert str(told.pk) in operator.get(f"/admin/operations/{name}/?q={told.pk}").text
    assert f"<td>{told.pk}" not in operator.get(f"/admin/operations/{name}/?q={other.pk}").text


@pytest.mark.parametrize("group", ["Editors", "Medical authors", "Medical reviewers", "Marketing leads"])
@pytest.mark.parametrize("name", LISTS)
def test_those_who_write_pages_see_no_trail(staff_client, told, group, name):
    writer = staff_client(group)

    answer = writer.get(f"/admin/operations/{name}/")

    assert str(told.pk) not in answer.text
    assert answer.status_code == 302
    assert f"/admin/operations/{name}/" not in writer.get("/admin/").text


@pytest.mark.parametrize("name", LISTS)
def test_trail_asks_as_much_for_many_rows_as_for_few(staff_client, told, name, django_assert_max_num_queries):
    operator, address = staff_client("Operators"), f"/admin/operations/{name}/"
    operator.get(address)
    with django_assert_max_num_queries(60) as few:
        operator.get(address)
    access = factories.access_of(factories.make_user()).for_patient(told)
    for _ in range(3):
        open_one(access, told, "family")
        audit.record(access, "patient.changed", told, patient_id=told.pk)

    with django_assert_max_num_queries(len(few)):
        operator.get(address)
