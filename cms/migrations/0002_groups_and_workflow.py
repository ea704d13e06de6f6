"""Who may do what in the admin, and whose agreement a page needs. Names are those of `cms.people_groups`."""

from django.conf import settings
from django.db import migrations
from django.utils import translation
from django.utils.translation import gettext

#: Permissions that Django makes only after all migrations, so they are made here first: (app, model, action).
Codename = tuple[str, str, str]

PAGE_ACTIONS = {
    "Editors": ["add", "change"],
    "Medical authors": ["add"],
    "Medical reviewers": ["change"],
    "Marketing leads": ["add", "change", "publish", "bulk_delete", "lock", "unlock"],
}
COLLECTION_ACTIONS = {
    "Editors": ["add", "change", "choose"],
    "Medical authors": ["add", "choose"],
    "Medical reviewers": ["choose"],
    "Marketing leads": ["add", "change", "choose"],
}


def _all(app: str, model: str, *actions: str) -> list[Codename]:
    return [(app, model, action) for action in actions]


MODEL_PERMISSIONS: dict[str, list[Codename]] = {
    "Editors": [
        *_all("wagtail_localize", "translation", "submit"),
        *_all("cms", "branchnotice", "add", "change", "delete", "view"),
    ],
    "Medical authors": [],
    "Medical reviewers": [],
    "Marketing leads": [
        *_all("wagtail_localize", "translation", "submit"),
        *_all("cms", "sitesettings", "change"),
        *_all("cms", "localetexts", "add", "change", "publish", "view"),
        *_all("cms", "branchnotice", "add", "change", "delete", "view"),
        *_all("wagtailredirects", "redirect", "add", "change", "delete", "view"),
        *_all("booking", "review", "change", "view"),
    ],
    "Operators": [
        *_all("booking", "appointment", "view"),
        *_all("outbox", "delivery", "view", "change"),
        *_all("outbox", "circuit", "view"),
        *_all("outbox", "periodicrun", "view"),
        *_all("people", "accessevent", "view"),
        *_all("people", "auditevent", "view"),
    ],
}


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    # Wagtail's own two are replaced: "Moderators" publish without anybody's agreement.
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    for name, permissions in MODEL_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(_permission(apps, "wagtailadmin", "admin", "access"))
        group.permissions.add(*(_permission(apps, *permission) for permission in permissions))
        _allow_pages(apps, group)
        _allow_collection(apps, group)


def make_workflow(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    Page = apps.get_model("wagtailcore", "Page")
    # Editors read these names on buttons, so they are in the language of the clinic.
    with translation.override(settings.LANGUAGE_CODE):
        _make_workflow(apps, Group, Workflow, WorkflowTask, WorkflowPage, Page)


def _make_workflow(apps, Group, Workflow, WorkflowTask, WorkflowPage, Page):
    medical = _task(apps, "MedicalReviewTask", gettext("Medical review"))
    medical.groups.set(Group.objects.filter(name="Medical reviewers"))
    marketing = _task(apps, "CheckedApprovalTask", gettext("Marketing approval"))
    marketing.groups.set(Group.objects.filter(name="Marketing leads"))
    workflow, _created = Workflow.objects.get_or_create(name=gettext("Publication"), defaults={"active": True})
    for order, task in enumerate((medical, marketing)):
        WorkflowTask.objects.get_or_create(workflow=workflow, task_id=task.pk, defaults={"sort_order": order})
    root = Page.objects.filter(depth=1).first()
    if root is not None:
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    Workflow.objects.filter(name="Moderators approval").update(active=False)


def _task(apps, model_name, name):
    ContentType = apps.get_model("contenttypes", "ContentType")
    model = apps.get_model("cms", model_name)
    content_type, _created = ContentType.objects.get_or_create(app_label="cms", model=model_name.lower())
    task = model.objects.filter(name=name).first()
    return task or model.objects.create(name=name, content_type=content_type, active=True)


def _permission(apps, app_label, model, action):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
    permission, _created = Permission.objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return permission


def _allow_pages(apps, group):
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    Page = apps.get_model("wagtailcore", "Page")
    root = Page.objects.filter(depth=1).first()
    for action in PAGE_ACTIONS.get(group.name, []):
        if root is not None:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=_permission(apps, "wagtailcore", "page", action)
            )


def _allow_collection(apps, group):
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    Collection = apps.get_model("wagtailcore", "Collection")
    root = Collection.objects.filter(depth=1).first()
    for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for action in COLLECTION_ACTIONS.get(group.name, []):
            if root is not None:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root, permission=_permission(apps, app_label, model, action)
                )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("booking", "0001_initial"),
        ("outbox", "0001_initial"),
        ("people", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(make_workflow, migrations.RunPython.noop),
    ]
