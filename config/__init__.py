# Tasks find their application only when it is imported with Django.
from config.celery import app as celery_app

__all__ = ["celery_app"]
