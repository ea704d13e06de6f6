from django.urls import URLPattern, URLResolver, path

from cms.content_api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("pages/", views.PageList.as_view(), name="content_pages"),
    path("pages/at/", views.PageAtAddress.as_view(), name="content_page_at_address"),
    path("pages/<int:page_id>/", views.OnePage.as_view(), name="content_page"),
]
