from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        # Receivers need the models, which are not there when this module is imported.
        from cms import announcing, checks, watching  # noqa: F401 - checks register themselves

        announcing.connect()
        watching.connect()
