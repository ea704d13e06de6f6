"""Requests made from the API's own description: whatever is sent, the answer is one of those it promises."""

from importlib import import_module

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.patient_api.test_openapi import FILE

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

described = schemathesis.openapi.from_path(FILE)
described.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
described.app = get_wsgi_application()


@pytest.fixture(autouse=True)
def _requests_keep_the_connection():
    """As Django's own test client does: a request must not end the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(patient):
    """The session token of a program in which the patient has signed in."""
    session = import_module(django_settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(patient.user_id)
    session["_auth_user_backend"] = django_settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = patient.user.get_session_auth_hash()
    session.create()
    return session.session_key


@described.include(path_regex="^/api/v1/").parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answer_is_one_of_those_promised(case, patient, clinic, booked, token):
    case.call_and_validate(checks=CHECKS, headers={"X-Session-Token": token})
