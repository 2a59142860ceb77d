import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from events.foundation import clock
from events.models import Duty, Rule, Session, Staff
from opendays import dashboard
from tests import make

NOW = make.at("2019-10-21 10:00")


@pytest.fixture
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "now")
    clock.move(NOW)


@pytest.fixture
def plan(db):
    return make.plan(rules={"announce_onsite": 5})


@pytest.fixture
def office(db):
    return make.staff(role=Staff.Role.OFFICE)


def town(plan, name, **kinds):
    """A unit with a held session and one duty of each kind: done, late, or open until a day."""
    unit = make.unit(name)
    session = make.announced(point=make.point(plan, [unit]), state=Session.State.HELD, head_present=True)
    for kind, how in kinds.items():
        done_at = session.starts_at - timedelta(days=6) if how in ("done", "late") else None
        Duty.objects.create(
            kind=kind,
            unit=unit,
            plan=plan,
            point=session.point,
            session=session,
            due_on=session.day if done_at else how,
            rule_value="5",
            rule_unit=Rule.Unit.WORKING_DAYS,
            rule_source="提前5个工作日向公众发出公告",
            done_at=done_at,
            is_late=how == "late",
        )
    return unit


def lights(glance, unit):
    line = next(line for line in glance.lines if line.unit == unit)
    return {
        column.criterion: [(light.verdict.value, light.count) for light in lights]
        for column, (_url, lights) in zip(glance.columns, line.cells, strict=True)
    }


class TestGlance:
    def test_each_stage_says_what_is_in_time_late_open_and_overdue(self, plan, office):
        unit = town(
            plan, "采育镇", announce_onsite="done", tell_selected="late", report="2019-10-21", evaluation="2019-10-20"
        )
        Duty.objects.create(kind="filing", unit=unit, plan=plan, due_on="2019-10-20")
        assert lights(dashboard.glance(office, now=NOW), unit) == {
            "filed": [("overdue", 1)],
            "announced": [("in_time", 1)],
            "selection": [("late", 1)],
            "reported": [("open", 1)],
            "answered": [],
        }

    def test_the_last_day_itself_is_not_overdue(self, plan, office):
        unit = town(plan, "采育镇", report="2019-10-21")
        assert lights(dashboard.glance(office, now=make.at("2019-10-21 23:59")), unit)["reported"] == [("open", 1)]
        assert lights(dashboard.glance(office, now=make.at("2019-10-22 00:00")), unit)["reported"] == [("overdue", 1)]

    def test_it_is_the_newest_plan_in_force_even_beside_an_expired_one(self, plan, office):
        make.plan(state="expired", year=2030)
        make.plan(state="draft", year=2031)
        assert dashboard.glance(office, now=NOW).plan == plan

    def test_without_a_plan_there_is_nothing_to_see(self, office):
        assert dashboard.glance(office, now=NOW) is None


@pytest.mark.usefixtures("moment")
class TestPages:
    def test_the_office_sees_on_its_first_page_how_every_unit_stands(self, client, plan, office):
        units = [town(plan, "采育镇", announce_onsite="done"), town(plan, "魏善庄镇", announce_onsite="late")]
        client.force_login(office)
        page = client.get(reverse("admin:index")).content.decode()
        for unit in units:
            assert f'href="{reverse("admin:review_unit", args=[plan.pk, unit.pk])}#announced"' in page
        assert "按时" in page
        assert "逾期完成" in page

    def test_a_units_staff_see_their_own_row_and_no_other(self, client, plan):
        own, other = town(plan, "采育镇", announce_onsite="done"), town(plan, "魏善庄镇", announce_onsite="done")
        client.force_login(make.staff(unit=own))
        for name, args in (("index", []), ("review", [plan.pk])):
            page = client.get(reverse(f"admin:{name}", args=args)).content.decode()
            assert "采育镇" in page
            assert "魏善庄镇" not in page
        assert client.get(reverse("admin:review_unit", args=[plan.pk, own.pk])).status_code == 200
        assert client.get(reverse("admin:review_unit", args=[plan.pk, other.pk])).status_code == 404

    def test_a_door_helper_sees_no_review(self, client, plan):
        client.force_login(make.staff(unit=town(plan, "采育镇"), role=Staff.Role.DOOR))
        for name, args in (("review_index", []), ("review", [plan.pk])):
            assert client.get(reverse(f"admin:{name}", args=args)).status_code == 403
        assert "desk-glance" not in client.get(reverse("admin:index")).content.decode()

    def test_without_signing_in_nothing_is_shown(self, client, plan):
        assert client.get(reverse("admin:review", args=[plan.pk])).status_code == 302

    def test_the_short_address_leads_to_the_plan_in_force(self, client, plan, office):
        client.force_login(office)
        assert client.get(reverse("admin:review_index")).url == reverse("admin:review", args=[plan.pk])

    def test_a_draft_plan_has_no_review(self, client, office):
        client.force_login(office)
        draft = make.plan(state="draft")
        assert client.get(reverse("admin:review", args=[draft.pk])).status_code == 404

    def test_each_number_of_the_table_leads_to_its_evidence(self, client, plan, office):
        unit = town(plan, "采育镇", announce_onsite="done")
        client.force_login(office)
        table = client.get(reverse("admin:review", args=[plan.pk])).content.decode()
        address = reverse("admin:review_unit", args=[plan.pk, unit.pk])
        assert f'href="{address}#announced"' in table
        assert f'href="{address}#residents"' in table
        page = client.get(address).content.decode()
        assert 'id="announced"' in page
        for words in ("提前5个工作日向公众发出公告", "2019-10-14", "2019-10-08", "20.0 / 20"):
            assert words in page
        assert "方案未作规定，且无默认规定。" in page

    def test_the_office_takes_the_table_away_and_no_name_becomes_a_formula(self, client, plan, office):
        town(plan, "=1+1镇", announce_onsite="late")
        client.force_login(office)
        answer = client.get(reverse("admin:review_table", args=[plan.pk]))
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
        assert rows[0][:4] == ("单位", "折合百分制", "实得分", "应得分")
        assert (rows[1][0].startswith("="), rows[1][1:6]) == (False, (25, 10, 40, None, 0))

    def test_a_units_staff_do_not_take_it_away(self, client, plan):
        client.force_login(make.staff(unit=town(plan, "采育镇"), role=Staff.Role.APPROVER))
        assert client.get(reverse("admin:review_table", args=[plan.pk])).status_code == 403

    @pytest.mark.parametrize("name", ["index", "review"])
    def test_a_page_takes_the_same_queries_for_one_unit_and_for_three(
        self, client, plan, office, name, django_assert_num_queries, django_assert_max_num_queries
    ):
        client.force_login(office)
        address = reverse(f"admin:{name}", args=[plan.pk] if name == "review" else [])
        town(plan, "采育镇", announce_onsite="done", report="2019-10-25")
        client.get(address)
        with django_assert_max_num_queries(60) as few:
            client.get(address)
        for number in range(2):
            town(plan, f"镇{number}", announce_onsite="done", report="2019-10-25")
        with django_assert_num_queries(len(few)):
            client.get(address)
