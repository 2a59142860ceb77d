"""A later version changes the plan it belongs to: what was chosen and no more; what was done under it is kept."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import deadlines, plans
from events.models import Amendment, AuditEntry, Channel, ChannelProof, Duty, Message, Plan, Point, Rule
from events.notices import amending, standing
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-09-02 10:00")
TODAY = date(2019, 9, 2)


@pytest.fixture
def village(db):
    return make.unit("采育镇")


@pytest.fixture
def plan(office, town, village):
    """Two points in force since the morning: 1 of the town, 2 of the village; reports within five working days."""
    made = make.plan(state=Plan.State.DRAFT, rules={"report": 5, "announce_onsite": 5}, title="总体方案")
    make.point(made, [town], number=1, title="镇长面对面")
    make.point(made, [village], number=2, title="社银合作")
    return plans.approve(made, by=office, now=NOW)


def version(plan, **changes):
    """A notice with the document of the plan as it stands, changed: `points` by number, None for one that is gone."""
    read = reading_of(plan)
    for number, values in changes.pop("points", {}).items():
        [theme] = [theme for theme in read["themes"] if theme["title"]]
        kept = [point for point in theme["points"] if point["number"] != number]
        old = next((point for point in theme["points"] if point["number"] == number), blank(number))
        theme["points"] = kept if values is None else [*kept, {**old, **values}]
    for rule in read["rules"]:
        rule["value"] = changes.pop(rule["code"], rule["value"])
    return make.notice(title="调整通知", reading={**read, **changes})


def blank(number):
    return {"number": number, "units": [], "co_units": [], "description": "", "key": f"point.{number}"}


def reading_of(plan):
    current = standing.of(plan)
    facts = {**current.facts}
    columns = [facts.pop("open_day_column"), facts.pop("talk_column")]
    entries = [{**current.entry_values(entry), "key": f"point.{entry.number}"} for entry in current.entries.values()]
    themes = [
        {"title": title, "points": [row for row in entries if row["theme"] and row["theme"]["title"] == title]}
        for title in current.themes.values()
    ]
    rules = [{"code": code, **values} for code, values in current.rules.items()]
    channels = list(current.channels)
    return {
        **facts,
        "columns": columns,
        "channels": channels,
        "themes": themes,
        "talks": [],
        "sessions": [],
        "rules": rules,
    }


def differences(plan, notice):
    return amending.changes(*standing.compared(plan, notice.reading))


def amend(plan, notice, by, *, keys=None, on=TODAY, now=NOW):
    chosen = [change for change in differences(plan, notice) if keys is None or change.key in keys]
    return plans.amend(plan, chosen, notice=notice, on=on, by=by, now=now)


def hold(point):
    return {str(duty.unit): duty.due_on for duty in Duty.objects.open().filter(kind=Duty.Kind.HOLD, point=point)}


def test_only_the_chosen_changes_are_written(plan, office):
    notice = version(plan, points={1: {"title": "区长面对面"}, 2: {"title": "社银合作新办法"}}, report="3")
    first = plan.points.get(number=1)

    amendment = amend(plan, notice, office, keys={f"point.{first.pk}.title"})

    assert list(plan.points.order_by("number").values_list("title", flat=True)) == ["区长面对面", "社银合作"]
    assert plan.rules.get(code="report").value == "5"
    assert [change["key"] for change in amendment.changes] == [f"point.{first.pk}.title"]
    assert amendment.changes[0]["words"] == {
        "label": "开放点1 镇长面对面 · 标题",
        "before": "镇长面对面",
        "after": "区长面对面",
    }


def test_the_plan_keeps_its_sessions_and_the_notice_belongs_to_it(plan, office, town):
    session = make.announced(point=plan.points.get(number=1))
    signup = make.signup(session)
    notice = version(plan, points={1: {"number": 7}})

    amend(plan, notice, office)

    session.refresh_from_db()
    signup.refresh_from_db()
    notice.refresh_from_db()
    assert (session.point.number, session.point.plan, signup.session) == (7, plan, session)
    assert (notice.plan, notice.applied_by, notice.applied_at) == (plan, office, NOW)


def test_another_lead_unit_owes_the_session_and_both_are_told_once(plan, office, town, village):
    point = plan.points.get(number=2)
    [old, new] = [make.staff("editor", unit=unit) for unit in (village, town)]

    amend(plan, version(plan, points={2: {"units": ["黄村镇"]}}), office)

    assert hold(point) == {"黄村镇": date(2019, 11, 30)}
    letters = {message.recipient: message.body for message in Message.objects.filter(letter="plan_amended")}
    assert set(letters) == {old, new}
    assert "不再承担的：\n举办活动 – 开放点2 社银合作" in letters[old]
    assert "新增的：\n举办活动 – 开放点2 社银合作" in letters[new]


def test_a_longer_period_moves_what_is_still_to_be_held(plan, office, town):
    make.staff("approver", unit=town)
    amend(plan, version(plan, period={"from": "2019-09-01", "to": "2019-12-20"}), office)
    plan.refresh_from_db()
    assert plan.ends_on == date(2019, 12, 20)
    assert hold(plan.points.get(number=1)) == {"黄村镇": date(2019, 12, 20)}
    assert "2019年11月30日" in Message.objects.get(letter="plan_amended").body


def test_open_duties_move_with_the_rule_and_closed_ones_keep_what_was_true(plan, office):
    held, ahead = (
        make.announced(point=plan.points.get(number=1), starts_at=make.at(at))
        for at in (
            "2019-10-14 09:00",
            "2019-10-21 09:00",
        )
    )
    for session in (held, ahead):
        deadlines.for_session(session, now=NOW)
    closed = held.duties.get(kind="report")
    deadlines.close(closed, by=office, now=make.at("2019-10-15 10:00"))

    later = make.at("2019-10-16 10:00")
    amend(plan, version(plan, report="3"), office, on=date(2019, 10, 16), now=later)

    closed.refresh_from_db()
    assert (closed.rule_value, closed.due_on) == ("5", date(2019, 10, 21))
    assert (ahead.duties.get(kind="report").rule_value, ahead.duties.get(kind="report").due_on) == (
        "3",
        date(2019, 10, 24),
    )


def test_nothing_new_is_owed_whose_day_has_passed(plan, office):
    session = make.announced(point=plan.points.get(number=1), starts_at=make.at("2019-09-03 09:00"))
    notice = version(plan)
    notice.reading["rules"] += [
        {"code": "tell_selected", "value": "5", "unit": "working_days", "source": "提前5个工作日通知。"}
    ]
    notice.save()
    amend(plan, notice, office)
    assert not session.duties.filter(kind="tell_selected").exists()


def test_a_reply_that_is_owed_moves_with_its_rule(plan, office, town):
    session = make.announced(point=plan.points.get(number=1))
    make.rule(plan, "reply", 15)
    duty = deadlines.owe_reply("opinion:1", unit=town, session=session, now=NOW)
    amend(plan, version(plan, reply="10"), office)
    before = duty.due_on
    duty.refresh_from_db()
    assert (duty.rule_value, duty.due_on < before) == ("10", True)


def test_a_point_without_sessions_is_withdrawn_and_owed_no_more(plan, office):
    point = plan.points.get(number=2)
    amendment = amend(plan, version(plan, points={2: None}), office)
    point.refresh_from_db()
    assert (point.withdrawn_on, point.withdrawn_by) == (TODAY, amendment)
    assert hold(point) == {}
    assert list(Point.objects.withdrawn()) == [point]
    assert point not in Point.objects.public()
    plans.rules_changed(plan, now=NOW, cause=None)
    deadlines.for_point(point, now=NOW)
    assert hold(point) == {}


def test_a_point_with_sessions_keeps_them_and_gets_no_new_one(plan, office, village):
    point = plan.points.get(number=2)
    session = make.announced(point=point)
    deadlines.for_session(session, now=NOW)

    amend(plan, version(plan, points={2: None}), office)

    session.refresh_from_db()
    assert (session.state, session.point) == ("announced", point)
    assert session.duties.open().filter(kind="report").exists()


def test_a_number_that_became_free_is_taken_by_a_new_point_and_the_old_one_comes_back_as_itself(plan, office, village):
    old = plan.points.get(number=2)
    first = amend(plan, version(plan, points={2: None}), office)
    amend(plan, version(plan, points={2: {"title": "计量服务", "units": ["教委"]}}), office)
    assert plan.points.binding().get(number=2).title == "计量服务"
    amend(plan, version(plan, points={3: {"title": "社银合作", "units": ["采育镇"]}}), office)
    old.refresh_from_db()
    assert (old.number, old.withdrawn_on, old.withdrawn_by) == (3, None, None)
    assert list(hold(old)) == ["采育镇"]
    assert first.changes[0]["kind"] == "gone"


def test_numbers_are_exchanged(plan, office):
    one, two = plan.points.get(number=1), plan.points.get(number=2)
    notice = version(plan)
    [theme] = [theme for theme in notice.reading["themes"] if theme["title"]]
    for point in theme["points"]:
        point["number"] = 3 - point["number"]
    notice.save()
    with pytest.raises(ValidationError) as refused:
        amend(plan, notice, office, keys={f"point.{one.pk}.number"})
    assert refused.value.code == "number"
    amend(plan, notice, office)
    assert plan.points.get(number=1) == two


def test_a_theme_goes_with_its_last_point_and_its_title_can_be_used_again(plan, office):
    notice = version(plan)
    notice.reading["themes"] = [{**theme, "title": "民生保障"} for theme in notice.reading["themes"] if theme["title"]]
    notice.save()
    amend(plan, notice, office)
    assert [theme.title for theme in plan.themes.all()] == ["民生保障"]
    notice = version(plan)
    points = notice.reading["themes"][0]["points"]
    notice.reading["themes"] = [{"title": "新专题", "points": points[:1]}, {"title": "文明城区", "points": points[1:]}]
    notice.save()
    amend(plan, notice, office)
    assert {theme.title for theme in plan.themes.all()} == {"新专题", "文明城区"}


def test_a_channel_on_which_something_was_recorded_stays_for_it(plan, office):
    Channel.objects.create(plan=plan, name="公告栏", position=2)
    paper = make.published(make.announced(point=plan.points.get(number=1)))
    channel = plan.channels.get(name="公告栏")
    proof = ChannelProof.objects.create(
        publication=paper, channel=channel, url="https://a.example", published_at=NOW, recorded_at=NOW
    )
    amend(plan, version(plan, channels=["政务新媒体"]), office)
    assert [row.name for row in plan.channels.standing()] == ["政务新媒体"]
    assert [row.name for row in plan.channels.all()] == ["公告栏", "政务新媒体"]
    proof.refresh_from_db()
    assert proof.channel == channel


def test_a_rule_that_is_gone_leaves_the_office_default_and_what_only_it_asked_for_is_withdrawn(plan, office):
    make.rule(plan, "per_year", 2)
    plans.rules_changed(plan, now=NOW, cause=None)
    notice = version(plan)
    notice.reading["rules"] = [rule for rule in notice.reading["rules"] if rule["code"] != "per_year"]
    notice.save()
    Rule.objects.defaults().filter(code="per_year").delete()
    assert plan.duties.open().filter(kind="per_year").exists()
    amend(plan, notice, office)
    assert not plan.duties.open().filter(kind="per_year").exists()


@pytest.mark.parametrize(
    ("code", "arrange"),
    [
        ("nothing_chosen", lambda plan, notice, office: {"keys": ()}),
        ("state", lambda plan, notice, office: plans.close(plan, by=office, now=NOW) and {}),
        ("applied", lambda plan, notice, office: amend(plan, notice, office) and {}),
        ("on", lambda plan, notice, office: {"on": date(2019, 9, 3)}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(plan, office, code, arrange):
    notice = version(plan, report="3")
    chosen = differences(plan, notice)
    how = arrange(plan, notice, office)
    written = Amendment.objects.count()

    with pytest.raises(ValidationError) as refused:
        plans.amend(plan, [] if "keys" in how else chosen, notice=notice, on=how.get("on", TODAY), by=office, now=NOW)

    assert code in (getattr(refused.value, "code", None), *getattr(refused.value, "error_dict", ()))
    assert Amendment.objects.count() == written


def test_differences_that_were_shown_before_the_plan_was_edited_are_not_applied(plan, office):
    notice = version(plan, report="3")
    shown = differences(plan, notice)
    plan.rules.filter(code="report").update(value="4")
    with pytest.raises(ValidationError) as refused:
        plans.amend(plan, shown, notice=notice, on=TODAY, by=office, now=NOW)
    assert refused.value.code == "stale"


def test_a_number_that_another_plan_bears_is_refused(plan, office):
    make.plan(document_number="京兴〔2019〕7号")
    with pytest.raises(ValidationError):
        amend(plan, version(plan, document_number="京兴〔2019〕7号"), office)
    assert not Amendment.objects.exists()


def test_only_the_office_amends(plan, approver):
    notice = version(plan, report="3")
    with pytest.raises(PermissionDenied):
        amend(plan, notice, approver)


def test_an_amendment_is_in_the_log_and_never_changes(plan, office):
    amendment = amend(plan, version(plan, report="3"), office)
    entry = AuditEntry.objects.get(act="plan.amend")
    assert list(entry.before.values()) == ["5 个工作日"]
    assert "3 个工作日" in entry.after.values()
    with pytest.raises(TypeError):
        amendment.save()
    with pytest.raises(TypeError):
        amendment.delete()
    with pytest.raises(TypeError):
        Amendment.objects.update(changes=[])


def test_a_draft_is_amended_and_nobody_owes_anything_yet(office, town):
    draft = make.plan(state=Plan.State.DRAFT, rules={"report": 5})
    make.point(draft, [town], number=1)
    amend(draft, version(draft, points={1: {"title": "新标题"}}), office)
    assert draft.points.get().title == "新标题"
    assert not Duty.objects.exists()
    draft.delete()
    assert not Amendment.objects.exists()
