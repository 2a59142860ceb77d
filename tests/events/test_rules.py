"""A rule that nobody could keep is refused at its field, in the desk and when a notice is read."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events import deadlines
from events.models import Rule
from events.notices import importing, parsing
from tests import make

pytestmark = pytest.mark.django_db

NOTICE = """黄村镇2023年政务开放日工作方案
2023年9月1日
一、专题
开放点1（政务服务）：参观大厅。（主责单位：黄村镇）
二、要求
{sentence}
"""


@pytest.mark.parametrize(
    ("code", "value", "unit", "field"),
    [
        ("announce_onsite", "0", "working_days", "value"),
        ("announce_onsite", "400", "working_days", "value"),
        ("report", "-5", "calendar_days", "value"),
        ("report", "五", "calendar_days", "value"),
        ("report", "9" * 20, "calendar_days", "value"),
        ("report", "5", "people", "unit"),
        ("residents_share", "4/3", "share", "value"),
        ("residents_share", "1/0", "share", "value"),
        ("capacity_max", "0", "people", "value"),
        ("per_year", "1000", "times", "value"),
        ("filing", "2019-02-30", "date", "value"),
        ("filing", "2019-08-14", "date", "value"),  # the plan is of 15 August
        ("filing", "5", "working_days", "unit"),
    ],
)
def test_an_impossible_rule_is_refused_at_its_field(code, value, unit, field):
    plan = make.plan(written_on="2019-08-15")

    with pytest.raises(ValidationError) as refused:
        Rule(plan=plan, code=code, value=value, unit=unit).full_clean()

    assert set(refused.value.error_dict) == {field}


def test_the_desk_says_it_beside_the_field_and_keeps_what_was_typed(client, office):
    rule = Rule.objects.defaults().get(code="announce_onsite")
    client.force_login(office)

    page = client.post(
        reverse("admin:events_rule_change", args=[rule.pk]),
        {"code": rule.code, "value": "400", "unit": "working_days"},
    )

    assert "1至250" in page.content.decode().replace(" ", "")
    assert 'value="400"' in page.content.decode()
    rule.refresh_from_db()
    assert rule.value == "5"


@pytest.mark.parametrize(
    ("sentence", "doubt"),
    [
        ("活动开展前，提前400个工作日向公众发出公告。", "rule_impossible"),
        ("各单位请于2023年8月15日前将开放计划报区政务公开办备案。", "filing_before_notice"),
    ],
)
def test_a_notice_that_states_one_leaves_a_doubt_at_the_rule(sentence, doubt):
    notice = parsing.parse(NOTICE.format(sentence=sentence).splitlines())

    [found] = [one for one in notice.doubts if one.code == doubt]
    assert [key.partition(".")[0] for key in found.keys] == ["rule"]
    assert [rule.grade for rule in notice.rules if rule.key in found.keys] == ["proposed"]


def test_one_that_was_accepted_as_read_is_not_written(office):
    rule = Rule(code="announce_onsite", value="400", unit="working_days")

    with pytest.raises(ValidationError):
        importing.possible(rule)


@pytest.mark.parametrize("day", ["2100-12-31 09:00", "2000-01-01 09:00"])  # the official calendar begins with 2004
def test_the_days_of_a_session_in_a_far_year_are_provisional(day, client, office):
    session = make.session(starts_at=make.at(day))
    deadlines.for_session(session, now=make.at("2019-09-02 10:00"))

    duty = deadlines.find("report", session=session)
    assert duty.is_provisional
    client.force_login(office)
    assert client.get(reverse("admin:events_session_change", args=[session.pk])).status_code == 200


@pytest.mark.parametrize("year", ["0001", "1999", "2101", "9999"])
def test_a_session_in_a_year_that_is_hardly_meant_is_refused_at_its_field(client, editor, point, year):
    client.force_login(editor)
    given = {
        "point": point.pk,
        "unit": editor.unit.pk,
        "title": "x",
        "mode": "onsite",
        "capacity": 1,
        "selection": "order",
        "form": "office",
    }
    given |= {f"starts_at_{part}": value for part, value in (("0", f"{year}-01-01"), ("1", "09:00"))}
    given |= {f"ends_at_{part}": value for part, value in (("0", f"{year}-01-01"), ("1", "11:00"))}
    given |= {"companions_max": 0, "quotas-TOTAL_FORMS": 0, "quotas-INITIAL_FORMS": 0}

    page = client.post(reverse("admin:events_session_add"), given)

    assert page.status_code == 200
    assert set(page.context["adminform"].form.errors) & {"starts_at", "ends_at"}
