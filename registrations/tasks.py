"""What the worker does for residents. A task gives the moment and calls one rule."""

from celery import shared_task

from events.foundation import clock, contact_codes
from registrations import confirmation, draw, erasure, invitations, offers, reminders, tables, tickets, watchers


@shared_task(ignore_result=True)
def remind_residents() -> None:
    reminders.sweep(now=clock.now())


@shared_task(ignore_result=True)
def mind_invitations() -> None:
    invitations.sweep(now=clock.now())


@shared_task(ignore_result=True)
def forget_watchers() -> None:
    watchers.forget(now=clock.now())


@shared_task(ignore_result=True)
def forget_codes() -> None:
    contact_codes.forget(now=clock.now())


@shared_task(ignore_result=True)
def erase_people() -> None:
    erasure.erase(now=clock.now())


@shared_task(ignore_result=True)
def pass_places_on() -> None:
    """What was not confirmed, what nobody answered, what stayed free: each goes to the next who waits."""
    now = clock.now()
    confirmation.release(now=now)
    offers.lapse(now=now)
    offers.again(now=now)


@shared_task(ignore_result=True)
def freeze_draws() -> None:
    draw.freeze_due(now=clock.now())


@shared_task(ignore_result=True)
def prepare_doors() -> None:
    tickets.sweep(now=clock.now())


@shared_task(ignore_result=True)
def carry_tables() -> None:
    tables.sweep(clock.now)
