from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from patient_api.persons import access_for, family_of, person_of
from patient_api.serializers.people import ConsentTextSerializer, FamilyMemberSerializer, PersonSerializer
from patient_api.views.base import PATIENT, PatientView
from people.access import open_fields, open_one
from people.codes import ConsentKind
from people.services import current_consent_text

_FIELDS = ("family", "given", "patronymic", "birth_date", "phone", "email")


class Me(PatientView):
    @extend_schema(operation_id="me", responses=PersonSerializer, parameters=[PATIENT])
    def get(self, request: Request) -> Response:
        """Who is signed in, or the member of the family that is asked for."""
        patient = self.person()
        opened = open_one(access_for(request, patient), patient, *_FIELDS)
        plain = {name: getattr(patient, name) for name in ("id", "gender", "preferred_language")}
        return Response(PersonSerializer({**plain, **opened.values}).data)


class Family(PatientView):
    @extend_schema(operation_id="family", responses=FamilyMemberSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Whom the account may act for, its own person first."""
        family = family_of(request)
        if not family:
            return Response([])
        own = person_of(request)
        opened = open_fields(access_for(request, own), family, ("family", "given", "patronymic"))
        members = [
            {
                "id": one.record.pk,
                "name": " ".join(filter(None, (one.family, one.given, one.patronymic))),
                "is_self": one.record.user_id == request.user.pk,
            }
            for one in opened
        ]
        return Response(FamilyMemberSerializer(members, many=True).data)


class AppointmentConsent(PatientView):
    @extend_schema(operation_id="appointment_consent", responses=ConsentTextSerializer)
    def get(self, request: Request) -> Response:
        """The text that a patient agrees to with each visit, in the language of the request."""
        text = current_consent_text(ConsentKind.APPOINTMENT, get_language() or settings.LANGUAGE_CODE)
        return Response(ConsentTextSerializer(text).data)
