"""News that travels up: events tells what happened to a session, the apps above do what follows from it.

Each is sent inside the act's transaction, with `session`, `by` and `now`; a move also carries `before`, the old values
that residents were told (starts_at, ends_at, place). A receiver that fails takes the act back with it.
"""

from django.dispatch import Signal

session_announced = Signal()
session_changed = Signal()
session_moved = Signal()
session_cancelled = Signal()
session_held = Signal()
# Carries `before`, the old way of selection, and `reason`.
way_changed = Signal()

# A document waits for the worker; carries `notice`.
notice_waiting = Signal()
