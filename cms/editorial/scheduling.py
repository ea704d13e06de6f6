from django.core.management import call_command


def publish_due() -> None:
    """Periodic job: Wagtail's command publishes what was approved for a later time, and takes down what has expired."""
    call_command("publish_scheduled", verbosity=0)
