"""The sessions of an account: listing and ending them."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest

from people.models import User


def sessions_of(user: User) -> list[UserSession]:
    """The account's living sessions, the most recently seen first."""
    living = UserSession.objects.purge_and_list(user)
    return sorted(living, key=lambda session: session.last_seen_at, reverse=True)


def end_all(user: User, *, keep: HttpRequest | None = None) -> None:
    """End every session of the account, also those nobody wrote down; that of the request `keep` goes on."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    UserSession.objects.filter(user=user).delete()
    if keep is not None:
        user.refresh_from_db(fields=["session_epoch"])
        update_session_auth_hash(keep, user)
        UserSession.objects.create_from_request(keep)


def forget_expired() -> None:
    """Periodic work: drop sessions that are over, and our notes of them."""
    SessionStore.clear_expired()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living)).delete()
