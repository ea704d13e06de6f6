"""What an operator sees: appointments without their patients, messages to outside systems, the systems, periodic jobs.

Lists to look at: nothing here is edited. A message is sent again or dropped through the outbox's services.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup

from cms.operations.appointments import appointments
from cms.operations.deliveries import deliveries
from cms.operations.jobs import jobs
from cms.operations.systems import systems


class OperationsGroup(ViewSetGroup):
    menu_label = _("Operations")
    menu_icon = "cogs"
    menu_order = 800
    items = (deliveries, appointments, systems, jobs)
