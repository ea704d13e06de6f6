"""Who may do what, and whose agreement a page needs."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission, Workflow

from cms import people_groups
from cms.models import ArticlePage, CheckedApprovalTask, DoctorPage, MedicalReviewTask

GROUPS = [
    people_groups.EDITORS,
    people_groups.MEDICAL_AUTHORS,
    people_groups.MEDICAL_REVIEWERS,
    people_groups.MARKETING_LEADS,
    people_groups.OPERATORS,
]


def test_groups_are_there_after_migration(db):
    assert set(GROUPS) <= set(Group.objects.values_list("name", flat=True))


def test_only_marketing_leads_publish(db):
    publishers = GroupPagePermission.objects.filter(permission__codename="publish_page").values_list(
        "group__name", flat=True
    )

    assert list(publishers) == [people_groups.MARKETING_LEADS]


@pytest.mark.parametrize("group", [name for name in GROUPS if name != people_groups.OPERATORS])
def test_nobody_who_writes_sees_patients(db, group):
    permissions = Group.objects.get(name=group).permissions.values_list("content_type__app_label", "codename")

    assert not [name for app, name in permissions if app in ("people", "records")]
    assert ("booking", "view_appointment") not in permissions


#: What each group may do with a published page that somebody else wrote, and outside the tree of pages.
RIGHTS = {
    people_groups.EDITORS: {"add", "edit", "translate", "notices"},
    people_groups.MEDICAL_AUTHORS: {"add"},
    people_groups.MEDICAL_REVIEWERS: {"edit"},
    people_groups.MARKETING_LEADS: {
        *("add", "edit", "publish", "unpublish", "delete", "translate"),
        *("notices", "reviews", "settings", "menus", "redirects"),
    },
    people_groups.OPERATORS: {"appointments", "messages"},
}
MODEL_RIGHTS = {
    "translate": "wagtail_localize.submit_translation",
    "notices": "cms.change_branchnotice",
    "reviews": "booking.change_review",
    "settings": "cms.change_sitesettings",
    "menus": "cms.publish_localetexts",
    "redirects": "wagtailredirects.add_redirect",
    "appointments": "booking.view_appointment",
    "messages": "outbox.change_delivery",
}


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_may_do_its_own_work_and_no_more(staff_client, small_site, group):
    user = staff_client(group).user
    page = small_site.doctor["ru"].specific.permissions_for_user(user)
    home = small_site.homes["ru"].permissions_for_user(user)

    allowed = {
        "add": home.can_add_subpage(),
        "edit": page.can_edit(),
        "publish": page.can_publish(),
        "unpublish": page.can_unpublish(),
        "delete": page.can_delete(),
        **{name: user.has_perm(permission) for name, permission in MODEL_RIGHTS.items()},
    }

    assert {name for name, may in allowed.items() if may} == RIGHTS[group]


def start(page, user):
    workflow = Workflow.objects.get(active=True)
    page.save_revision(user=user)
    return workflow.start(page, user)


def test_article_goes_to_the_doctor_and_then_to_the_lead(staff_client, site):
    editor, reviewer, lead = (
        staff_client(name) for name in ("Editors", "Medical reviewers", "Marketing leads")
    )
    page = ArticlePage.objects.get(pk=site.public["article"]["ru"].pk)
    page.introduction = "Шесть правил."
    state = start(page, editor.user)

    assert state.current_task_state.task.specific.__class__ is MedicalReviewTask
    state.current_task_state.specific.task.specific.on_action(
        state.current_task_state, reviewer.user, "approve"
    )
    state.refresh_from_db()
    assert state.current_task_state.task.specific.__class__ is CheckedApprovalTask
    state.current_task_state.specific.task.specific.on_action(state.current_task_state, lead.user, "approve")

    page.refresh_from_db()
    assert page.introduction == "Шесть правил."


def test_page_without_health_skips_the_doctor(staff_client, small_site):
    page = DoctorPage.objects.get(pk=small_site.doctor["ru"].pk)

    state = start(page, staff_client("Editors").user)

    assert state.current_task_state.task.specific.__class__ is CheckedApprovalTask


def test_reviewer_cannot_approve_what_breaks_the_rules(staff_client, site):
    reviewer = staff_client("Medical reviewers")
    page = ArticlePage.objects.get(pk=site.public["article"]["ru"].pk)
    page.introduction = "Гарантируем полное излечение."
    state = start(page, staff_client("Editors").user)

    actions = state.current_task_state.task.specific.get_actions(page, reviewer.user)

    assert [name for name, _label, _form in actions] == ["reject"]


def test_huge_picture_is_refused_with_a_message(staff_client, db):
    """Fifty megapixels in a small file: a black square compresses to nothing."""
    from io import BytesIO

    from PIL import Image

    data = BytesIO()
    Image.new("1", (10_000, 5_001)).save(data, "PNG")
    upload = SimpleUploadedFile("huge.png", data.getvalue(), content_type="image/png")

    response = staff_client("Editors").post(
        "/admin/images/add/", {"title": "Huge", "file": upload, "collection": 1}
    )

    assert response.status_code == 200
    assert "40000000" in response.text


@pytest.mark.parametrize("group", [name for name in GROUPS if name != people_groups.OPERATORS])
def test_answers_of_forms_are_read_by_who_publishes(staff_client, site, group):
    form = site.public["enquiry"]["ru"]
    answers = staff_client(group).get(reverse("wagtailforms:list_submissions", args=[form.pk]))

    assert (answers.status_code == 200) == (group == people_groups.MARKETING_LEADS)
