"""The patient's own pages of the account: sign in by code, say who you are, sign out, see and end sessions."""

import logging
from http import HTTPStatus
from typing import Any, cast

from allauth.account.internal.flows import logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import RedirectURLMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, View

from people import services, sessions
from people.access import Access
from people.codes import ConsentKind, Purpose
from people.devices import device_name
from people.errors import CodeNotSent, ConsentTextMissing, TooManyCodes
from people.forms import CodeForm, PersonForm, PhoneForm
from people.models import ConsentText, User
from people.phones import masked
from people.ports import patient_home
from people.sign_in import PhoneSignIn

log = logging.getLogger(__name__)


@method_decorator(never_cache, name="dispatch")
class AccountPage(RedirectURLMixin, View):
    """A page that knows where the person was going (`next`) and speaks the language they came from."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = translation.get_language_from_path(self.get_redirect_url())
        with translation.override(language or translation.get_language()):
            response = self.turn_away() or super().dispatch(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.render()
        if language is not None:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                samesite="Lax",
                secure=request.is_secure(),
                httponly=True,
            )
        return response

    def turn_away(self) -> HttpResponse | None:
        """The answer for somebody who has no business on this page, or None."""
        return None

    @property
    def account(self) -> User:
        """Whose page it is, where somebody is signed in."""
        return cast("User", self.request.user)

    def get_default_redirect_url(self) -> str:
        return patient_home()(self.request)

    def address(self, name: str) -> str:
        """The address of another account page that keeps `next`."""
        going_to = self.get_redirect_url()
        return reverse(name) + (f"?{urlencode({self.redirect_field_name: going_to})}" if going_to else "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)  # type: ignore[misc]


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SignInView(AccountPage, FormView):  # type: ignore[type-arg]  # Django's views are generic in the stubs only
    """One door: a number that has an account signs in, a new one gets an account when the code is confirmed."""

    template_name = "account/sign_in.html"
    form_class = PhoneForm

    def turn_away(self) -> HttpResponse | None:
        if not self.request.user.is_authenticated:
            return None
        if self.account.is_staff:
            # Leading staff on to a patient's page would only bring them back here.
            return render(self.request, "account/staff_here.html", {"back_url": self.request.get_full_path()})
        return redirect(self.get_success_url())

    def form_valid(self, form: PhoneForm) -> HttpResponse:
        try:
            PhoneSignIn.begin(self.request, form.cleaned_data["phone"])
        except TooManyCodes:
            form.add_error("phone", _("Too many codes have been asked for. Wait a while, or call us."))
            return self.render_to_response(
                self.get_context_data(form=form), status=HTTPStatus.TOO_MANY_REQUESTS
            )
        except CodeNotSent:
            form.add_error("phone", _("The SMS could not be sent. Try again in a minute, or call us."))
            return self.render_to_response(
                self.get_context_data(form=form), status=HTTPStatus.SERVICE_UNAVAILABLE
            )
        return redirect(self.address("account_confirm_login_code"))


class PendingSignInPage(AccountPage):
    """A page that has a meaning only while a code is awaited."""

    sign_in: PhoneSignIn

    def turn_away(self) -> HttpResponse | None:
        if self.request.user.is_authenticated:
            return redirect(self.address("account_login"))
        sign_in = PhoneSignIn.current(self.request)
        if sign_in is None:
            messages.warning(self.request, _("The code is no longer valid. Ask for a new one."))
            return redirect(self.address("account_login"))
        self.sign_in = sign_in
        return None


@method_decorator(sensitive_post_parameters(), name="dispatch")
class CodeView(PendingSignInPage, FormView):  # type: ignore[type-arg]
    template_name = "account/code.html"
    form_class = CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sign_in": self.sign_in}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        return self.sign_in.finish(self.address("account_person"))

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if form.has_error("code", "incorrect_code") and not self.sign_in.record_invalid_attempt():
            messages.warning(self.request, _("The code was wrong three times. Ask for a new one."))
            return redirect(self.address("account_login"))
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            phone=masked(self.sign_in.phone), sign_in_url=self.address("account_login"), **kwargs
        )


class AnotherCodeView(PendingSignInPage):
    """A new code for the same number, when the person asks for one. Nothing is sent again by itself."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            PhoneSignIn.begin(request, self.sign_in.phone)
        except TooManyCodes:
            messages.warning(
                request, _("A code has just been sent. Wait a minute before asking for another.")
            )
        except CodeNotSent:
            messages.error(request, _("The SMS could not be sent. Try again in a minute, or call us."))
        else:
            messages.success(request, _("We have sent a new code. The earlier one is no longer valid."))
        return redirect(self.address("account_confirm_login_code"))


class PersonView(LoginRequiredMixin, AccountPage, FormView):  # type: ignore[type-arg]
    """Who the account belongs to. Passed by when that is known, so that every sign-in can lead through here."""

    template_name = "account/person.html"
    form_class = PersonForm
    consent_text: ConsentText

    def turn_away(self) -> HttpResponse | None:
        if self.account.is_staff or services.patients_of(self.account).exists():
            return redirect(self.get_success_url())
        try:
            self.consent_text = services.current_consent_text(
                ConsentKind.REGISTRATION, translation.get_language() or settings.LANGUAGE_CODE
            )
        except ConsentTextMissing:
            log.exception("Nobody can register: publish a consent text")
            return render(
                self.request, "account/registration_closed.html", status=HTTPStatus.SERVICE_UNAVAILABLE
            )
        return None

    def form_valid(self, form: PersonForm) -> HttpResponse:
        person = form.cleaned_data
        services.open_patient_record(
            access=Access.of_request(self.request, purpose=Purpose.PATIENT_REQUEST),
            user=self.account,
            text=self.consent_text,
            family=person["family"],
            given=person["given"],
            patronymic=person["patronymic"],
            birth_date=person["birth_date"],
            gender=person["gender"],
        )
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consent_text=self.consent_text, **kwargs)


class SignOutView(AccountPage, TemplateView):
    """Asks on GET, because a link somebody else wrote must not sign a person out."""

    template_name = "account/sign_out.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            logout.logout(request)
        return redirect(self.get_redirect_url() or "/")


class SessionsView(LoginRequiredMixin, AccountPage, TemplateView):
    """Where the account is signed in. POST `session` ends that one, `all` every other one."""

    template_name = "account/sessions.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        if "all" in request.POST:
            sessions.end_all(self.account, keep=request)
            messages.success(request, _("You are signed out everywhere else."))
        else:
            self._end(request.POST.get("session", ""))
        if not request.user.is_authenticated:
            return redirect("account_login")
        return redirect("account_sessions")

    def _end(self, session_id: str) -> None:
        chosen = [session for session in sessions.sessions_of(self.account) if str(session.pk) == session_id]
        if not chosen:
            raise Http404
        if chosen[0].is_current():
            logout.logout(self.request)
        else:
            chosen[0].end()
            messages.success(self.request, _("That session has ended."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = [
            {"session": session, "device": device_name(session.user_agent)}
            for session in sessions.sessions_of(self.account)
        ]
        return super().get_context_data(sessions=entries, back_url=self.get_success_url(), **kwargs)


class InactiveView(AccountPage, TemplateView):
    """An account the clinic has closed."""

    template_name = "account/inactive.html"
