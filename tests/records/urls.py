"""The cabinet where no page mounts it."""

from django.urls import include, path

from config.urls import urlpatterns as whole

urlpatterns = [
    path("ru/cabinet/", include("cabinet.urls.cabinet")),
    path("en/cabinet/", include("cabinet.urls.cabinet")),
    *whole,
]
