"""The selection desk: what is shown, narrowed, picked and put in order there."""

import json

import pytest

from registrations import draw, picking, selection
from registrations.models import Signup
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OPEN, CLOSED = make.at("2019-10-05 09:00"), make.at("2019-10-10 18:00")


def shown(response):
    return [line.signup for line in response.context["lines"] if line.is_shown]


def entry(session, category="resident", **fields):
    answers = {key: fields.pop(key) for key in ("area", "birth_year", "sex") if key in fields}
    return make.signup(session, category=category, details=json.dumps(answers), **fields)


def test_the_make_up_tells_area_age_sex_and_who_has_come_before(desk, choice, page):
    earlier = make.session(state="held", starts_at=make.at("2019-09-10 09:00"))
    make.signup(earlier, name="朱 建国", phone="+86 138 1234 5678", state="selected")
    again = entry(choice, name="朱建国", phone="13812345678", area="黄村镇", birth_year="1950", sex="male")
    entry(choice, name="同住者", phone="13812345678")
    selection.decide(choice, [again.pk], "selected", ground="nearby", by=make.staff(unit=choice.unit), now=CLOSED)
    groups = desk().get(page(choice, "selection")).context["groups"]
    told = {group.name: [(part.key, part.listed, part.entered) for part in group.parts] for group in groups}
    assert told == {
        "category": [("resident", 1, 2)],
        "area": [("黄村镇", 1, 1), ("", 0, 1)],
        "age": [("60", 1, 1), ("", 0, 1)],
        "sex": [("male", 1, 1), ("", 0, 1)],
        "before": [("new", 0, 1), ("again", 1, 1)],
    }


def test_entries_are_narrowed_by_category_area_newcomer_decision_and_part_of_the_name(desk, choice, page):
    one = entry(choice, name="朱建国", area="黄村镇")
    two = entry(choice, name="李雷", area="采育镇", category="business")
    client, address = desk(), page(choice, "selection")
    for query, found in {
        "": [one, two],
        "category=business": [two],
        "area=黄村镇": [one],
        "q=建国": [one],
        f"q={two.code.lower()}": [two],
        "decision=undecided": [one, two],
        "before=again": [one, two],  # nobody is such: nothing to choose from
        "category=nonsense": [one, two],
    }.items():
        assert shown(client.get(f"{address}?{query}")) == found, query
    assert "朱建国" not in client.get(f"{address}?q=建国").content.decode().replace('value="建国"', "")


def test_what_is_done_for_everyone_undecided_is_done_for_those_that_are_shown(desk, choice, page):
    one, two = entry(choice), entry(choice, category="business")
    given = {"act": "decide", "decision": "refused", "scope": "undecided", "ground": "not_meant"}
    desk().post(f"{page(choice, 'selection')}?category=business", given)
    assert list(Signup.objects.order_by("pk").values_list("proposal", flat=True)) == ["", "refused"]
    two.refresh_from_db()
    assert two.reason == "不符合公告的报名条件"
    assert one.category == "resident"


def test_the_next_that_fit_are_picked_in_their_order(desk, page):
    session = make.announced(selection="choice", capacity=4, quotas={"business": (1, 1)})
    rows = [entry(session, companions=n) for n in (1, 2, 0, 0)] + [entry(session, category="business")]
    client = desk(unit=session.unit)
    given = {"act": "decide", "decision": "selected", "scope": "next", "count": "5", "ground": "nearby"}
    client.post(page(session, "selection"), given)
    picked = {row.pk for row in Signup.objects.filter(proposal="selected")}
    assert picked == {rows[0].pk, rows[2].pk, rows[4].pk}  # a party of three, and a fourth resident, find no room
    assert "放得下" in client.post(page(session, "selection"), given).content.decode()
    assert "请填写要选取的数量" in client.post(page(session, "selection"), {**given, "count": "x"}).content.decode()
    assert picking.next_fitting(session, 1, among={rows[3].pk}) == []


def test_the_order_of_those_who_wait_is_kept_from_the_desk(desk, choice, page):
    one, two = entry(choice), entry(choice)
    how = {"by": make.staff(unit=choice.unit), "now": CLOSED}
    selection.decide(choice, [one.pk, two.pk], "waiting", ground="full", **how)
    client = desk()
    assert f'name="place-{one.pk}"' in client.get(page(choice, "selection")).content.decode()
    client.post(page(choice, "selection"), {"act": "arrange", f"place-{one.pk}": "2", f"place-{two.pk}": "1"})
    assert list(Signup.objects.by_rank()) == [two, one]


def test_where_a_draw_follows_the_picks_nobody_is_put_on_the_waiting_list_by_hand(desk, page):
    session = make.announced(selection="mixed", capacity=1)
    draw.commit(session, now=OPEN)
    one, _two = entry(session), entry(session)
    client = desk(unit=session.unit)
    shown = client.get(page(session, "selection")).content.decode()
    assert 'value="waiting"' not in shown
    assert 'value="draw"' in shown
    given = {"act": "decide", "decision": "selected", "entry": [one.pk], "ground": "concerned"}
    client.post(page(session, "selection"), given)
    client.post(page(session, "selection"), {"act": "draw"})
    client.post(page(session, "selection"), {"act": "confirm"})
    assert list(Signup.objects.order_by("pk").values_list("state", flat=True)) == ["selected", "waiting"]


def test_where_nobody_is_left_to_draw_the_list_is_confirmed_without_it(desk, page):
    session = make.announced(selection="mixed")
    draw.commit(session, now=OPEN)
    entry(session)
    client = desk(unit=session.unit)
    assert "请先完成摇号" in client.get(page(session, "selection")).content.decode()
    given = {"act": "decide", "decision": "selected", "scope": "undecided", "ground": "concerned"}
    shown = client.post(page(session, "selection"), given, follow=True).content.decode()
    assert 'value="draw"' not in shown
    assert 'value="confirm"' in shown
