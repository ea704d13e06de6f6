from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PatientApiConfig(AppConfig):
    name = "patient_api"
    verbose_name = _("Patient API")

    def ready(self) -> None:
        from patient_api import schema  # noqa: F401  # registers what describes our authentication
