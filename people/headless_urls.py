"""The part of allauth's JSON API that has a meaning here: ask for a code, confirm it, see and end sessions.

Its other endpoints (passwords, sign-up, mail addresses) are left out rather than switched off one by one. The names
are allauth's, because its responses look them up.
"""

from allauth.headless.account.views import SessionView
from allauth.headless.base.views import ConfigView
from allauth.headless.constants import Client
from allauth.headless.usersessions.views import SessionsView
from django.urls import include, path

from people import headless_views

_account = [
    path("session", SessionView.as_api_view(client=Client.BROWSER), name="current_session"),
    path(
        "code/request",
        headless_views.RequestCodeView.as_api_view(client=Client.BROWSER),
        name="request_login_code",
    ),
    path(
        "code/confirm",
        headless_views.ConfirmCodeView.as_api_view(client=Client.BROWSER),
        name="confirm_login_code",
    ),
]
_sessions = [path("sessions", SessionsView.as_api_view(client=Client.BROWSER), name="sessions")]
_browser = [
    path("config", ConfigView.as_api_view(client=Client.BROWSER), name="config"),
    path("auth/", include((_account, "headless"), namespace="account")),
    path("auth/", include((_sessions, "headless"), namespace="usersessions")),
]

app_name = "headless"
urlpatterns = [path("browser/v1/", include((_browser, "headless"), namespace="browser"))]
