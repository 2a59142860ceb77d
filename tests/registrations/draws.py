"""A draw that was announced with a public value, and how its steps are taken."""

from events.models import Quota, Session
from registrations import draw
from tests import make

ANNOUNCED = make.at("2019-09-20 09:00")
CLOSED, FROZEN = make.at("2019-10-09 17:00"), make.at("2019-10-09 17:02")
KNOWN, DRAWN = make.at("2019-10-10 20:00"), make.at("2019-10-10 20:30")
VALUE = "2019-10-10双色球开奖号码"


def announced():
    """Ten entries of two categories, parties of one to three; parents have a floor."""
    session = make.announced(
        capacity=4,
        selection=Session.Selection.DRAW,
        signup_closes_at=CLOSED,
        draws_at=DRAWN,
        draw_value=VALUE,
        draw_value_at=KNOWN,
    )
    Quota.objects.create(session=session, category="parent", floor=1)
    for number in range(10):
        make.signup(session, category=["resident", "parent"][number % 2], companions=number % 3)
    draw.commit(session, now=ANNOUNCED)
    return session


def hold(session, editor, approver, value="03 11 18 22 26 31 + 07"):
    draw.freeze(session, now=FROZEN)
    draw.enter_value(session, value=value, by=editor, now=KNOWN)
    draw.enter_value(session, value=value, by=approver, now=KNOWN)
    return draw.run(session, by=editor, now=DRAWN)
