"""The smallest application a page can mount."""

from django.http import HttpResponse
from django.urls import path


def first(request):
    return HttpResponse(f"first step of {request.mount_page.title}")


def second(request, number):
    return HttpResponse(f"{request.method} {number} below {request.mount_page.url}")


urlpatterns = [path("", first), path("steps/<int:number>/", second)]
