"""The sessions of an account: listing and ending them."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from people.models import User


def sessions_of(user: User) -> list[UserSession]:
    """The account's living sessions, the most recently seen first."""
    living = UserSession.objects.purge_and_list(user)
    return sorted(living, key=lambda session: session.last_seen_at, reverse=True)


def end_all(user: User, *, except_key: str | None = None) -> int:
    """End every session of the account, or every one but this. Returns how many ended."""
    ended = [session for session in UserSession.objects.filter(user=user) if session.session_key != except_key]
    for session in ended:
        session.end()
    return len(ended)


def forget_expired() -> None:
    """Periodic work: drop sessions that are over, and our notes of them."""
    SessionStore.clear_expired()
    living = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(living)).delete()
