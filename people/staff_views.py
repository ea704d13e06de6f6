"""The staff's account pages: two-factor-auth's wizards over devices that keep nothing readable."""

from base64 import b64encode
from typing import Any, cast

import qrcode
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from django_otp.decorators import otp_required
from django_otp.util import random_hex
from qrcode.image.svg import SvgPathFillImage
from two_factor.utils import default_device
from two_factor.views import LoginView, SetupView

from people import second_factor, staff_session
from people.access import Access
from people.codes import Purpose
from people.models import BackupCodeSheet, User
from people.ring_seal import seal_for_session, unseal_from_session
from people.staff_forms import AppCodeForm, BackupCodeForm


def staff_home(user: User) -> str:
    """Where staff go after signing in: editors to the CMS, everybody else to their day."""
    if user.has_perm("wagtailadmin.access_admin"):
        return reverse("wagtailadmin_home")
    return settings.STAFF_HOME


class StaffSignInView(LoginView):
    template_name = "account/staff/sign_in.html"
    form_list = (
        (LoginView.AUTH_STEP, AuthenticationForm),
        (LoginView.TOKEN_STEP, AppCodeForm),
        (LoginView.BACKUP_STEP, BackupCodeForm),
    )
    device_cache: Any

    def get_device(self, step: str | None = None) -> Any:
        if step == self.BACKUP_STEP and not self.device_cache:
            self.device_cache = BackupCodeSheet.objects.filter(user_id=self.get_user().pk).first()
        return super().get_device()

    def get_success_url(self) -> str:
        user = self.get_user()
        going_to = self.get_redirect_url()
        if default_device(user):
            return going_to or staff_home(user)
        query = f"?{urlencode({self.redirect_field_name: going_to})}" if going_to else ""
        return reverse("two_factor:setup") + query

    def get_context_data(self, form: AuthenticationForm, **kwargs: Any) -> dict[str, Any]:
        left = self.steps.current == self.TOKEN_STEP and second_factor.backup_codes_left(self.get_user())
        return {**super().get_context_data(form, **kwargs), "backup_codes_left": left}


class StaffSetupView(SetupView):
    """Enrolment. The seed waits in the session sealed, until the app has shown a right code."""

    template_name = "account/staff/setup.html"
    success_url = "two_factor:backup_tokens"
    # The parent looks up the address of its picture of the seed; there is none, ours is part of the page.
    qrcode_url = "two_factor:setup"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # An old password-only session must not add a device beside the owner's.
        if default_device(request.user):
            return redirect(self.get_success_url())
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_success_url(self) -> str:
        going_to = self.get_redirect_url()
        query = f"?{urlencode({'next': going_to})}" if going_to else ""
        return reverse(self.success_url) + query

    def get_key(self, step: str) -> str:
        keys = self.storage.extra_data.setdefault("keys", {})
        if step not in keys:
            keys[step] = seal_for_session(random_hex(20))
        return unseal_from_session(keys[step])

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(form, **kwargs)
        # Where the parent leaves the seed in clear for that picture.
        self.request.session.pop(self.session_key_name, None)
        if self.steps.current == second_factor.AuthenticatorMethod.code:
            address = second_factor.provisioning_uri(self.request.user, self.get_key(self.steps.current))
            image = qrcode.make(address, image_factory=SvgPathFillImage).to_string()
            context["qr_code"] = f"data:image/svg+xml;base64,{b64encode(image).decode()}"
        return context


@method_decorator([never_cache, otp_required], name="dispatch")
class BackupCodesView(RedirectURLMixin, TemplateView):
    """How many codes are left; POST makes new ones and shows them this once."""

    template_name = "account/staff/backup_codes.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        access = Access.of_request(request, purpose=Purpose.SIGN_IN, channel="staff")
        codes = second_factor.renew_backup_codes(cast("User", request.user), access=access)
        return self.render_to_response(self.get_context_data(codes=codes))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast("User", self.request.user)
        return super().get_context_data(
            left=second_factor.backup_codes_left(user),
            going_to=self.get_redirect_url() or staff_home(user),
            **kwargs,
        )


class StaffSignOutView(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        return redirect("two_factor:login")


@method_decorator(never_cache, name="dispatch")
class ActivityView(View):
    """How long the session still lives. A request marked as made by a person has moved the clock already."""

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"seconds_left": staff_session.seconds_left(request.session)})
