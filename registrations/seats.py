"""The seats of a session in the database: counted, taken and given back without ever passing the capacity.

Two ways lead to a seat. Without quotas one conditional UPDATE takes it, and no lock is held before. With quotas, and
wherever several rows must agree, the session's row is locked first. A check constraint refuses what both would miss.
"""

from django.db.models import Count, Exists, F, Sum

from events.models import Session
from registrations.models import Signup
from registrations.models.signup import SignupQuerySet
from registrations.seating import Party, Places


def lock(session: Session) -> Session:
    """The session's row, locked until the transaction ends; a sign-up that only refers to it does not wait."""
    return Session.objects.select_for_update(no_key=True).get(pk=session.pk)


def take(session: Session, seats: int, *, unless: SignupQuerySet | None = None) -> bool:
    """Take this many seats if they are free, in one statement; False when they are not, or where `unless` finds any."""
    rows = Session.objects.filter(pk=session.pk, seats_taken__lte=F("capacity") - seats)
    if unless is not None:
        rows = rows.filter(~Exists(unless))
    return bool(rows.update(seats_taken=F("seats_taken") + seats))


def give_back(session: Session, seats: int) -> None:
    """Free these seats; `session` is the locked row, and knows it at once."""
    session.seats_taken -= seats
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") - seats)


def recount(session: Session) -> None:
    """Count the seats of the locked session anew, from the entries that hold them."""
    session.seats_taken = sum(held(session).values())
    Session.objects.filter(pk=session.pk).update(seats_taken=session.seats_taken)


def held(session: Session) -> dict[str, int]:
    """Seats held by category."""
    by_category = Signup.objects.holding_seats(session).order_by().values("category")
    return dict(by_category.annotate(people=Count("pk") + Sum("companions")).values_list("category", "people"))


def places(session: Session, taken: dict[str, int]) -> Places:
    """The session's seats and quotas, filled with what is taken by category."""
    quotas = list(session.quotas.all())
    return Places(
        capacity=session.capacity,
        floors={quota.category: quota.floor for quota in quotas if quota.floor},
        ceilings={quota.category: quota.ceiling for quota in quotas if quota.ceiling is not None},
        taken=taken,
    )


def party(signup: Signup) -> Party:
    return Party(key=signup.pk, category=signup.category, seats=signup.seats)
