"""python manage.py deliver: send now what is due, as the worker does."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from events.foundation import clock, delivery
from events.models.message import Message


class Command(BaseCommand):
    help = "Sends the letters that are due and prints how many ended in which state."

    def handle(self, **options: Any) -> None:
        ended: Counter[str] = Counter()
        while batch := delivery.deliver_due(clock.now()):
            ended += batch
        for state, number in ended.items():
            self.stdout.write(f"{Message.State(state).label}: {number}")
