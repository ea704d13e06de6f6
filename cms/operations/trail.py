"""Who looked at patients' data and who changed it, for whoever answers for it. People are numbers here, staff by account name.

The plainest of lists, never edited and with nothing to preview, so wagtail-modeladmin shows them.
"""

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from people.codes import AccessAction, Purpose, Role
from people.models import AccessEvent, AuditEvent, User
from people.models.trail import TrailEvent


class LookOnly(PermissionHelper):
    """Holders of the view permission may look; nobody may do more, the database refuses it too."""

    def user_can_list(self, user: Any) -> bool:
        return bool(user.has_perm(f"{self.opts.app_label}.view_{self.opts.model_name}"))

    def user_has_any_permissions(self, user: Any) -> bool:
        return self.user_can_list(user)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class TrailList(ModelAdmin):
    add_to_admin_menu = False
    permission_helper_class = LookOnly
    inspect_view_enabled = True
    list_per_page = 50
    ordering = ("-at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrailEvent]:
        # A patient's account has no name, only a number nobody could read anything from.
        staff = User.objects.filter(pk=OuterRef("actor_id"), is_staff=True).values("username")[:1]
        rows: QuerySet[TrailEvent] = super().get_queryset(request)
        return rows.annotate(staff_name=Subquery(staff))

    def moment(self, event: TrailEvent) -> str:
        return f"{timezone.localtime(event.at):%d.%m.%Y %H:%M:%S}"

    def actor(self, event: Any) -> str:
        role = _labels(Role).get(event.actor_role, event.actor_role)
        return f"{event.staff_name} ({role})" if event.staff_name else str(role)

    def reason(self, event: TrailEvent) -> str:
        return str(_labels(Purpose).get(event.purpose, event.purpose))

    moment.short_description = _("Moment")  # type: ignore[attr-defined]
    moment.admin_order_field = "at"  # type: ignore[attr-defined]
    actor.short_description = _("Who")  # type: ignore[attr-defined]
    reason.short_description = _("For what")  # type: ignore[attr-defined]


class ChangeList(TrailList):
    model = AuditEvent
    menu_icon = "edit"
    menu_label = _("Changes of patient data")
    menu_order = 910
    base_url_path = "operations/changes"
    list_display = ("moment", "actor", "action", "object_type", "object_id", "patient_id", "reason")
    search_fields = ("patient_id", "object_id", "actor_id", "request_id", "action")
    inspect_view_fields: ClassVar[list[str]] = [
        *("at", "actor_role", "actor_id", "on_behalf_of", "action", "object_type", "object_id", "patient_id"),
        *("detail", "purpose", "channel", "ip", "request_id"),
    ]


class LookList(TrailList):
    model = AccessEvent
    menu_icon = "view"
    menu_label = _("Looks at patient data")
    menu_order = 900
    base_url_path = "operations/looks"
    list_display = ("moment", "actor", "what", "object_type", "patient_id", "reason", "channel")
    search_fields = ("patient_id", "actor_id", "request_id")
    inspect_view_fields: ClassVar[list[str]] = [
        *("at", "actor_role", "actor_id", "on_behalf_of", "action", "object_type", "object_ids", "fields"),
        *("patient_id", "purpose", "channel", "ip", "request_id"),
    ]

    def what(self, event: AccessEvent) -> str:
        return str(_labels(AccessAction).get(event.action, event.action))

    what.short_description = _("What was done")  # type: ignore[attr-defined]


def _labels(codes: Any) -> dict[str, Any]:
    return dict(codes.choices)


TRAILS = [LookList, ChangeList]
