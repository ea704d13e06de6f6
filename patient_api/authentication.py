"""Who asks: the browser's session, or the session token of allauth's headless sign-in."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from rest_framework import authentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from people.models import User


class BrowserSession(authentication.SessionAuthentication):
    def authenticate_header(self, request: Request) -> str:
        """Makes DRF answer 401, and not 403, to somebody who has not signed in."""
        return "Session"


class SessionToken(XSessionTokenAuthentication):  # type: ignore[misc]  # allauth has no types here
    def authenticate_header(self, request: Request) -> str:
        return "Session"


class IsPatient(BasePermission):
    """An account of a patient. Staff have pages of their own, behind their second factor."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, User) and not request.user.is_staff and not request.user.is_superuser


def account_of(request: Request) -> User:
    """The signed-in account; for views that `IsPatient` guards."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
