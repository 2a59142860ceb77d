"""What the worker does. A task gives the moment and calls one rule."""

from functools import partial

from celery import Task, shared_task
from django.db import transaction

from events import posters, reminders
from events.foundation import audit, clock, delivery, tally
from events.notices import receiving


@shared_task(ignore_result=True)
def deliver_letters() -> None:
    while delivery.deliver_due(clock.now()):
        continue  # batch by batch, each at its own moment


@shared_task(ignore_result=True)
def log_letters() -> None:
    tally.write(now=clock.now())


@shared_task(ignore_result=True)
def seal_audit() -> None:
    audit.seal()


@shared_task(ignore_result=True)
def sweep_duties() -> None:
    reminders.sweep(now=clock.now())


@shared_task(ignore_result=True)
def make_posters() -> None:
    posters.sweep(now=clock.now())


@shared_task(ignore_result=True)
def read_notices() -> None:
    receiving.sweep(clock.now)


def after_commit(task: Task) -> None:
    """Wake the worker for what its own sweep would find later; a broker that is down never fails the act."""
    transaction.on_commit(partial(task.apply_async, retry=False, expires=60), robust=True)
