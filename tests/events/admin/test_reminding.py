"""Stages and hours of reminders on their page: typed as people write, refused in words, never lost."""

from datetime import time

import pytest

from events.models import Reminding, RemindingOfKind
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db):
    return address("reminding_change", Reminding.objects.get().pk)


def typed(*kinds, **fields):
    """What the browser sends; `kinds` are the rows beneath."""
    rows = {f"kinds-{n}-{name}": row[name] for n, row in enumerate(kinds) for name in row}
    hours = {"staff_from": "08:30", "residents_from": "09:00", "again_from": "07:30", "stream_minutes": "30"}
    sent = {"days": "10,5", "when_overdue": "on", "kinds-TOTAL_FORMS": len(kinds), "kinds-INITIAL_FORMS": 0}
    offers = {"day_ends": "17:30", "offer_minutes": "45"}
    return {**sent, **hours, **offers, **rows, **fields}


def test_the_office_writes_days_as_it_likes(desk, office, page):
    shown = text_of(desk(office).get(address("reminding_changelist"), follow=True))
    assert 'value="10, 5, 2, 1, 0"' in shown

    desk(office).post(page, typed({"kind": "report", "days": "3、1"}) | {"days": "0，15 7"})

    row = Reminding.objects.get()
    assert (row.days, row.when_overdue, row.tells_office, row.staff_from) == ([15, 7, 0], True, False, time(8, 30))
    assert (row.day_ends, row.offer_minutes) == (time(17, 30), 45)
    assert RemindingOfKind.objects.get(kind="report").days == [3, 1]


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (typed(days="10, 61"), "请填写 0 至 60 的整数"),
        (typed(days="十"), "请填写 0 至 60 的整数"),
        (typed(days="5, 2, 5"), "重复填写：5。"),
        (typed({"kind": "report", "days": "-1"}), "请填写 0 至 60 的整数"),
        (typed(*[{"kind": "report", "days": "3"}] * 2), "重复"),
        (typed(stream_minutes="1"), "大于或等于5"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(desk, office, page, sent, refusal):
    shown = text_of(desk(office).post(page, sent))

    assert refusal in shown
    assert 'value="08:30' in shown
    assert Reminding.objects.get().days == [10, 5, 2, 1, 0]
    assert not RemindingOfKind.objects.exists()


def test_units_do_not_see_it_and_nobody_removes_it(desk, office, editor, page):
    assert desk(editor).get(page).status_code == 403
    assert desk(office).post(address("reminding_delete", 1)).status_code == 403
