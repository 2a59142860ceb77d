"""What the worker does for residents. A task gives the moment and calls one rule."""

from celery import shared_task

from events.foundation import clock, contact_codes
from registrations import erasure, reminders, watchers


@shared_task(ignore_result=True)
def remind_residents() -> None:
    reminders.sweep(now=clock.now())


@shared_task(ignore_result=True)
def forget_watchers() -> None:
    watchers.forget(now=clock.now())


@shared_task(ignore_result=True)
def forget_codes() -> None:
    contact_codes.forget(now=clock.now())


@shared_task(ignore_result=True)
def erase_people() -> None:
    erasure.erase(now=clock.now())
