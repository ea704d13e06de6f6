"""The code sign-in as JSON, over the same process as the HTML pages."""

from http import HTTPStatus
from typing import Any

from allauth.headless.account.views import ConfirmLoginCodeView
from allauth.headless.base.response import AuthenticationResponse, ConflictResponse, RateLimitResponse
from allauth.headless.base.views import APIView
from allauth.headless.internal.restkit import inputs
from allauth.headless.internal.restkit.response import APIResponse
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from people.errors import CodeNotSent, TooManyCodes
from people.forms import CodeForm, PhoneForm
from people.sign_in import PhoneSignIn


class RequestCodeInput(PhoneForm, inputs.Input):
    pass


class ConfirmCodeInput(CodeForm, inputs.Input):
    pass


class RequestCodeView(APIView):
    input_class = RequestCodeInput

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return ConflictResponse(request)
        try:
            PhoneSignIn.begin(request, self.input.cleaned_data["phone"])
        except TooManyCodes:
            return RateLimitResponse(request)
        except CodeNotSent:
            return APIResponse(request, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return AuthenticationResponse(request)


class ConfirmCodeView(ConfirmLoginCodeView):
    input_class = ConfirmCodeInput

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        process = None if request.user.is_authenticated else PhoneSignIn.current(request)
        if process is None:
            return ConflictResponse(request)
        self.process = process
        return APIView.dispatch(self, request, *args, **kwargs)

    def get_input_kwargs(self) -> dict[str, Any]:
        return {"sign_in": self.process}
