"""What the worker does for the opinions. A task gives the moment and calls one rule."""

from celery import shared_task

from events.foundation import clock
from feedback import erasure


@shared_task(ignore_result=True)
def erase_cards() -> None:
    erasure.erase(now=clock.now())
