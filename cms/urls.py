from django.urls import URLPattern, URLResolver, path

from cms import times

urlpatterns: list[URLPattern | URLResolver] = [
    path("fragments/times/", times.nearest, name="times_nearest"),
    path("fragments/times/soonest/", times.soonest, name="times_soonest"),
    path("fragments/times/<uuid:practitioner_id>/", times.doctor, name="times_doctor"),
]
