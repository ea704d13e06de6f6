"""Signing in by phone: one code for numbers we know and numbers we do not, so that nobody learns which is which.

The account is looked up, or opened, only after the code is confirmed. What happens before is the same work for every
number by construction. allauth holds the pending sign-in in the session; phone and code are unreadable there.
"""

import secrets
from typing import Self

from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from people import audit, rate_limits
from people.access import Access
from people.account_adapter import AccountAdapter
from people.client_address import address_group, client_address
from people.codes import Purpose
from people.errors import TooManyCodes
from people.keyed_hash import keyed_hash
from people.models import User
from people.ring_seal import seal_for_session, unseal_from_session


class PhoneSignIn(LoginCodeVerificationProcess):
    """One pending sign-in. Its state lives in the session of the browser that asked for the code."""

    @classmethod
    def begin(cls, request: HttpRequest, phone: str) -> Self:
        """Send a code to this number (E.164). Raises TooManyCodes and CodeNotSent."""
        _count_request(client_address(request), phone)
        process = cls._pending(request, phone)
        code = AccountAdapter().generate_login_code()
        process.state["code"] = process._fingerprint(code)
        AccountAdapter().send_verification_code_sms(None, phone, code)
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> Self | None:
        process: Self | None = cls(stage).abort_if_invalid()
        return process

    @classmethod
    def current(cls, request: HttpRequest) -> Self | None:
        """The sign-in this browser has begun, while its code is valid."""
        stage = LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE)
        return cls.resume(stage) if stage else None

    @property
    def phone(self) -> str:
        return unseal_from_session(self.state["phone"])

    def accepts(self, code: str) -> bool:
        """Whether this is the code. Counts the attempt first, so that parallel guesses are counted as well."""
        if not rate_limits.allow("code-guess", self.state["id"], self.max_attempts, self.timeout):
            return False
        if not secrets.compare_digest(self._fingerprint(code), self.state["code"]):
            return False
        # One use only, should the same code arrive twice at once.
        return rate_limits.allow("code-use", self.state["id"], 1, self.timeout)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """Sign the owner of the number in, opening an account for a number never seen before."""
        user = _account_of(self.request, self.phone)
        record_authentication(self.request, user, method="code")
        response: HttpResponse = perform_login(self.request, Login(user=user, redirect_url=redirect_url))
        return response

    @classmethod
    def _pending(cls, request: HttpRequest, phone: str) -> Self:
        login = Login(user=None)
        login.state["stages"] = {"current": LoginStageKey.LOGIN_BY_CODE}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(
            cls.initial_state(user=None),
            id=secrets.token_hex(16),
            phone=seal_for_session(phone),
            initiated_by_user=True,
        )
        return cls(stage)

    def _fingerprint(self, code: str) -> str:
        return keyed_hash("sign-in-code/v1", f"{self.state['id']}/{code}").hex()


def _count_request(address: str, phone: str) -> None:
    """Raise TooManyCodes when the address, the number, its range or the whole site has asked too often.

    The range (a number without its last four digits) is what SMS pumping walks through.
    """
    counted = {"address": address_group(address), "range": phone[:-4], "number": phone, "site": "all"}
    for scope, limits in settings.SIGN_IN_LIMITS.items():
        if not rate_limits.allow_all(f"code-{scope}", counted[scope], limits):
            raise TooManyCodes(scope)


def _account_of(request: HttpRequest, phone: str) -> User:
    known = AccountAdapter().get_user_by_phone(phone)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            user = User.objects.create_for_phone(
                phone, verified_at=timezone.now(), preferred_language=get_language() or settings.LANGUAGE_CODE
            )
            audit.record(Access.of_request(request, purpose=Purpose.SIGN_IN), "account.opened", user)
    except IntegrityError:
        # The same person confirmed two codes at once; the other request opened the account.
        return User.objects.get(phone_index=phone)
    return user
