"""What search engines will read of the form that is being filled in, and what is wrong with it, before anything is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from cms.models.base import ContentPage
from cms.presenters.previews import findings


class _FindingsOfForm:
    """Answers with the same markup that the form's panel has, and with the remarks to put beside their fields.

    204 while the form is not valid: Wagtail itself says what is missing then, once the editor saves.
    """

    object: Any
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)  # type: ignore[attr-defined]  # of Wagtail's view
        if not self.validate_form(form) or not isinstance(self.object, ContentPage):  # type: ignore[attr-defined]
            return HttpResponse(status=204)
        form.save(commit=False)
        found = findings(self.object)
        html = render_to_string("wagtailadmin/panels/findings_found.html", found, request)
        return JsonResponse({"html": html, "remarks": found["placed"]})


class FindingsOnEditView(_FindingsOfForm, PreviewOnEditView):
    pass


class FindingsOnCreateView(_FindingsOfForm, PreviewOnCreateView):
    pass


#: Beside Wagtail's own addresses of previews: the form finds these from those.
urls = [
    path("pages/<int:page_id>/edit/findings/", FindingsOnEditView.as_view(), name="cms_findings_on_edit"),
    path(
        "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/findings/",
        FindingsOnCreateView.as_view(),
        name="cms_findings_on_add",
    ),
]
