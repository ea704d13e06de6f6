"""A POST that is sent twice happens once.

The key is written in the transaction of the effect, so there is never one without the other: after a crash
the repeated request finds either both or nothing. A refusal changes nothing and keeps no key: sent again,
it is judged anew.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from patient_api.authentication import account_of
from patient_api.models import IdempotencyKey
from patient_api.problems import KeyInProgress, KeyMissing, KeyReused, KeyTooLong
from records.services import content_fingerprint

HEADER = "Idempotency-Key"
#: Said on an answer that was given before.
REPLAYED_HEADER = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=48)
_MAX_LENGTH = 100

View = Callable[..., Response]


def once(view: View) -> View:
    """For the POST method of an API view. Raises KeyMissing, KeyReused (422) or KeyInProgress (409)."""
    return _once(view, None)


def once_answered(ask: Callable[..., Any]) -> Callable[[View], View]:
    """As `once`, for a view that needs an outside system's word: `ask(self, request)` gets it before the transaction.

    The view is given the answer as its next argument. A request that was carried out before asks nobody.
    """
    return lambda view: _once(view, ask)


def _once(view: View, ask: Callable[..., Any] | None) -> View:
    @wraps(view)
    def answer(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "").strip()
        if not key:
            raise KeyMissing
        if len(key) > _MAX_LENGTH:
            raise KeyTooLong
        actor = account_of(request).pk
        content = content_fingerprint([request.method, request.path, request.data])
        if ask is not None:
            if (known := _known(actor, key)) is not None:
                return _replay(known, content)
            args = (ask(self, request), *args)
        with transaction.atomic():
            _take_turn(f"{actor}/{key}")
            if (known := _known(actor, key)) is not None:
                return _replay(known, content)
            response = view(self, request, *args, **kwargs)
            IdempotencyKey.objects.create(
                actor=actor,
                key=key,
                fingerprint=content,
                status=response.status_code,
                answer=response.data,
                created_at=timezone.now(),
            )
            return response

    answer.is_idempotent = True  # type: ignore[attr-defined]  # read by the description of the API
    return answer


def forget_old_keys(now: datetime | None = None) -> int:
    """Remove answers that nobody will ask for again; how many."""
    removed, _ = IdempotencyKey.objects.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR).delete()
    return removed


def _known(actor: Any, key: str) -> IdempotencyKey | None:
    return IdempotencyKey.objects.filter(actor=actor, key=key).first()


def _take_turn(name: str) -> None:
    """Refuse while the same request is being carried out elsewhere.

    PostgreSQL tells by a lock that ends with the transaction. SQLite has one writer at a time, who waits
    here.
    """
    if connection.vendor != "postgresql":
        return
    number = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise KeyInProgress


def _replay(known: IdempotencyKey, content: bytes) -> Response:
    if bytes(known.fingerprint) != content:
        raise KeyReused
    return Response(known.answer, status=known.status, headers={REPLAYED_HEADER: "true"})
