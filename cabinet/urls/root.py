"""Addresses that have to lie at the root of the site."""

from django.urls import path

from cabinet.app import manifest, worker

urlpatterns = [
    path("service-worker.js", worker, name="service_worker"),
    path("app.<slug:language>.webmanifest", manifest, name="app_manifest"),
]
