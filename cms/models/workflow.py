"""Steps of the way to publication."""

from django.contrib.auth.models import AbstractUser
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState


class CheckedApprovalTask(AbstractGroupApprovalTask):
    """Approval by members of groups, who cannot approve a page that breaks the clinic's rules."""

    class Meta:
        verbose_name = _("approval of a page that keeps the rules")
        verbose_name_plural = _("approvals of pages that keep the rules")

    def get_actions(self, obj: Page, user: AbstractUser) -> list[tuple[str, str, bool]]:
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        # By name: the rules are written in terms of page models.
        breaks_rules = import_string("cms.editorial.checking.errors")
        if any(name == "approve" for name, _label, _form in actions) and breaks_rules(
            obj.get_latest_revision_as_object()
        ):
            return [action for action in actions if action[0] != "approve"]
        return actions

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups approve; a page with errors can only be sent back."))


class MedicalReviewTask(CheckedApprovalTask):
    """Medical review. A page that does not speak of health passes by itself."""

    class Meta:
        verbose_name = _("medical review")
        verbose_name_plural = _("medical reviews")

    def start(self, workflow_state: WorkflowState, user: AbstractUser | None = None) -> TaskState:
        page = workflow_state.content_object.get_latest_revision_as_object()
        if getattr(page, "is_medical", False):
            return super().start(workflow_state, user=user)
        state = TaskState(
            workflow_state=workflow_state,
            status=TaskState.STATUS_APPROVED,
            revision=workflow_state.content_object.get_latest_revision(),
            task=self,
        )
        state.save()
        return state

    @classmethod
    def get_description(cls) -> str:
        return str(_("Doctors among the reviewers check what a page says of health; other pages pass."))
