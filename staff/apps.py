from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    name = "staff"
    verbose_name = _("Doctors and front desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from staff.groups import create_groups

        # The last of the apps whose permissions the groups have; this one has no models and gets no signal.
        post_migrate.connect(create_groups, sender=apps.get_app_config("auth"))
