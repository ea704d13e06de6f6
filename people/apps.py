from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from people import key_checks, second_factor, sign_in_trail

        key_checks.refuse_unsafe_keys()
        second_factor.register()
        sign_in_trail.connect()
