"""Another way of selection after the announcement: the queue in order anew, everybody told, the office too."""

import pytest
from django.core.exceptions import PermissionDenied

from events import ways
from events.models import AuditEntry, ChangeFiling, Message, Session
from registrations import calls, draw, selection
from registrations.models import Draw, Signup
from tests import make
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW, CLOSED = make.at("2019-10-05 09:00"), make.at("2019-10-10 12:00")


@pytest.fixture
def session():
    """Three people for two seats, by order of entry: two seats are kept, one waits."""
    session = make.announced(capacity=2)
    make.signup(session, email="first@example.cn")
    make.signup(session)
    make.signup(session, state="waiting", rank=1)
    Session.objects.filter(pk=session.pk).update(seats_taken=2)
    return session


@pytest.fixture
def editor(session):
    return make.staff(unit=session.unit)


def standing():
    return [(row.state, row.rank) for row in Signup.objects.order_by("entered_at")]


def change(session, selection, by, **fields):
    return ways.change(session, selection=selection, **{"reason": "报名踊跃", "by": by, "now": NOW, **fields})


def test_whoever_had_a_seat_kept_waits_for_the_draw_like_everyone_and_is_told(session, editor):
    make.staff("office", email="office@example.cn")
    change(session, "draw", editor)
    assert standing() == [("entered", None)] * 3
    assert Session.objects.get(pk=session.pk).seats_taken == 0
    assert Draw.objects.get(session=session).committed_at == NOW
    letter = Message.objects.get(letter="way_changed")
    assert (letter.to, "报名先后" in letter.body, "摇号" in letter.body) == ("first@example.cn", True, True)
    assert "报名踊跃" in letter.body
    assert {entry.call_about for entry in calls.of(session)} == {"way"}
    filing = ChangeFiling.objects.get()
    assert (filing.kind, filing.before, filing.after) == ("changed", {"selection": "order"}, {"selection": "draw"})
    assert Message.objects.get(letter="change_filed").to == "office@example.cn"
    assert AuditEntry.objects.filter(act="session.change_way", reason="报名踊跃").exists()


def test_back_to_the_order_of_entry_seats_are_kept_again_as_far_as_they_go(session, editor):
    change(session, "draw", editor)
    change(session, "order", editor)
    assert standing() == [("entered", None), ("entered", None), ("waiting", 1)]
    assert Session.objects.get(pk=session.pk).seats_taken == 2


def test_what_was_proposed_and_the_new_way_does_not_know_falls_away(session, editor):
    change(session, "choice", editor)
    one, two, three = Signup.objects.order_by("entered_at")
    for entry, decision in ((one, "selected"), (two, "waiting"), (three, "refused")):
        selection.decide(session, [entry.pk], decision, reason="理由", by=editor, now=CLOSED)
    change(session, "draw", editor, now=CLOSED)
    assert list(Signup.objects.order_by("entered_at").values_list("proposal", "reason")) == [
        ("", ""), ("", ""), ("refused", "理由"),
    ]  # fmt: skip


def test_the_public_page_says_what_it_was_before_and_why(session, editor, client):
    change(session, "draw", editor)
    shown = client.get(session.get_absolute_url()).content.decode()
    assert "参与人的确定方式有变更" in shown
    assert "报名踊跃" in shown


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "reason"),
        ({"selection": "order"}, "nothing_changed"),
        ({"selection": "invitation"}, "way"),
        ({"now": make.at("2019-10-14 10:00")}, "state"),
    ],
)
def test_it_is_not_changed_without_a_reason_nor_to_nothing_nor_too_late(session, editor, fields, code):
    given = {"selection": "draw", "reason": "报名踊跃", "by": editor, "now": NOW, **fields}
    with refused(code):
        ways.change(session, **given)


def test_what_was_drawn_or_confirmed_stays(session, editor):
    change(session, "draw", editor)
    draw.run(session, by=editor, now=CLOSED)
    with refused("drawn"):
        change(session, "choice", editor, now=CLOSED)
    Draw.objects.update(drawn_at=None)
    selection.confirm(session, by=editor, now=CLOSED)
    with refused("confirmed"):
        change(session, "choice", editor, now=CLOSED)
    assert not Message.objects.filter(letter="way_changed", created_at=CLOSED).exists()


def test_another_unit_changes_nothing(session):
    with pytest.raises(PermissionDenied):
        change(session, "draw", make.staff())
