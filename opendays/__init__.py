"""The roof: settings, Celery, addresses, the staff desk."""

from opendays.celery import app as celery_app

__all__ = ["celery_app"]
