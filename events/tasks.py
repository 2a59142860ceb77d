"""What the worker does. A task gives the moment and calls one rule."""

from celery import shared_task

from events import reminders
from events.foundation import audit, clock, delivery


@shared_task(ignore_result=True)
def deliver_letters() -> None:
    while delivery.deliver_due(clock.now()):
        continue  # batch by batch, each at its own moment


@shared_task(ignore_result=True)
def seal_audit() -> None:
    audit.seal()


@shared_task(ignore_result=True)
def sweep_duties() -> None:
    reminders.sweep(now=clock.now())
