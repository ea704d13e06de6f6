"""Name and password of staff. Accounts of patients have no password and never pass here."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from people import rate_limits
from people.client_address import address_group, client_address
from people.models import User


class StaffPasswordBackend(ModelBackend):
    """Counts attempts where passwords are checked, so that no form can forget to."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username is None or password is None:
            return None
        if request is not None and not self._may_try(request, username):
            raise PermissionDenied
        return super().authenticate(request, username=username, password=password)

    def _may_try(self, request: HttpRequest, username: str) -> bool:
        limits = settings.STAFF_PASSWORD_LIMITS
        by_address = rate_limits.allow_all(
            "password-address", address_group(client_address(request)), limits["address"]
        )
        return rate_limits.allow_all("password-name", username.lower(), limits["name"]) and by_address
