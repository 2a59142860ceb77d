"""One-liners: what this app does when another app, or a rule of its own, tells news."""

from django.dispatch import receiver

from events import tasks
from events.signals import notice_waiting, session_announced, session_changed, session_moved


@receiver([session_announced, session_changed, session_moved])
def draw_posters(**news: object) -> None:
    tasks.after_commit(tasks.make_posters)


@receiver(notice_waiting)
def read_notices(**news: object) -> None:
    tasks.after_commit(tasks.read_notices)
