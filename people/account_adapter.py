"""How django-allauth meets our accounts: phone and code only, no password, no sign-up form."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from people.client_address import client_address
from people.models import User
from people.ports import code_sender


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        # An account opens when a code is confirmed; there is no other way in.
        return False

    def get_login_stages(self) -> list[str]:
        # Confirming the code is the verification of the phone: no stage of its own.
        return ["allauth.account.stages.LoginByCodeStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone_index=phone).first()

    def send_verification_code_sms(self, user: User | None, phone: str, code: str, **kwargs: Any) -> None:
        language = get_language() or settings.LANGUAGE_CODE
        code_sender()(phone, code, language, host=self.request.get_host())

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        # A date, not an age: a session that is used does not live longer for it.
        request.session.set_expiry(timezone.now() + timedelta(seconds=settings.PATIENT_SESSION_SECONDS))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        # allauth's own sentences name the account, and our pages say what happened themselves.
        return
