"""Every sign-in, sign-out and failed password in the audit trail, whatever door it came through."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from people import audit, staff_session
from people.access import Access
from people.codes import Purpose
from people.models import User


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="people.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="people.signed_out")
    user_login_failed.connect(_refused, dispatch_uid="people.sign_in_refused")


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if user.is_staff:
        staff_session.begin(request.session)
    audit.record(Access.of(user, request, purpose=Purpose.SIGN_IN), "account.signed-in", user)


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        audit.record(Access.of(user, request, purpose=Purpose.SIGN_IN), "account.signed-out", user)


def _refused(request: HttpRequest | None, **kwargs: Any) -> None:
    # The name that was typed may be a password in the wrong field, so it is not kept.
    if request is not None:
        audit.record(Access.of(None, request, purpose=Purpose.SIGN_IN), "account.sign-in-refused", None)
