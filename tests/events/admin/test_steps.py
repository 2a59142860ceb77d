"""A step: its button is there for whom and when it is allowed; its page asks again; what is refused is not lost."""

import pytest
from django.urls import reverse

from events.admin import steps
from events.models import AuditEntry, Session
from tests import make
from tests.events.admin.conftest import address, errors_of, text_of

pytestmark = pytest.mark.django_db


def buttons(browser, session):
    return [step["button"].name for step in browser.get(address("session_change", session.pk)).context["steps"]]


def test_buttons_follow_the_right(desk, editor, approver, point):
    draft = make.session(point, state=Session.State.DRAFT)

    assert "approve" in buttons(desk(approver), draft)
    assert "approve" not in buttons(desk(editor), draft)


def test_buttons_follow_the_state(desk, approver, session):
    assert "approve" not in buttons(desk(approver), session)
    assert "announce" in buttons(desk(approver), session)


def test_the_page_of_a_step_asks_the_right_itself(desk, editor, point):
    draft = make.session(point, state=Session.State.DRAFT)
    step = address("session_step", draft.pk, "approve")

    assert desk(editor).get(step).status_code == 403
    assert desk(editor).post(step).status_code == 403
    draft.refresh_from_db()
    assert draft.state == Session.State.DRAFT


def test_a_step_calls_its_rule_as_this_person_at_this_moment(desk, approver, point):
    draft = make.session(point, state=Session.State.DRAFT)

    answer = desk(approver).post(address("session_step", draft.pk, "approve"), follow=True)

    draft.refresh_from_db()
    assert (draft.state, draft.approved_by, draft.approved_at) == ("approved", approver, make.at("2019-10-08 09:00"))
    assert "已批准" in text_of(answer)


def test_a_step_that_is_over_says_so_and_shows_where_the_row_stands(desk, approver, session):
    answer = desk(approver).get(address("session_step", session.pk, "approve"), follow=True)

    assert answer.redirect_chain == [(address("session_change", session.pk), 302)]
    assert "现在不能“批准”" in text_of(answer)


def test_what_a_rule_refuses_stands_above_the_form_with_all_that_was_typed(desk, editor, session):
    answer = desk(editor).post(
        address("session_step", session.pk, "move"),
        {"starts_at": "2019-10-01T09:00", "ends_at": "2019-10-01T11:00", "place": "二层会议室", "reason": "场地检修"},
    )

    assert errors_of(answer) == ["新的时间已经过去。"]
    assert "二层会议室" in text_of(answer)
    assert "场地检修" in text_of(answer)
    session.refresh_from_db()
    assert session.starts_at == make.at("2019-10-14 09:00")


def test_a_step_that_does_not_exist_is_not_found(desk, office, session):
    assert desk(office).get(address("session_step", session.pk, "nonsense")).status_code == 404


def test_an_app_above_hangs_its_own_steps_on_a_session(desk, editor, session, monkeypatch):
    monkeypatch.setitem(steps.HUNG, Session, [])
    steps.hang(
        Session,
        steps.Link(name="x", label="名单", permission="events.view_session", url=lambda row: f"/desk/x/{row.pk}/"),
        steps.Link(name="y", label="不许", permission="events.approve_session", url=lambda row: "/desk/y/"),
    )

    found = desk(editor).get(address("session_change", session.pk))

    assert f"/desk/x/{session.pk}/" in text_of(found)
    assert "/desk/y/" not in text_of(found)


def test_a_plain_edit_leaves_its_values_in_the_log_and_on_the_history_page(desk, office, town):
    desk(office).post(
        address("unit_change", town.pk),
        {"name": town.name, "short_name": "黄村", "kind": "town", "is_active": "on"}
        | {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0},
    )

    entry = AuditEntry.objects.get(subject_type="events.unit", subject_id=str(town.pk))
    assert (entry.act, entry.by, entry.before, entry.after) == (
        "change",
        office,
        {"short_name": ""},
        {"short_name": "黄村"},
    )
    assert "公开办" in text_of(desk(office).get(address("unit_history", town.pk)))


def test_the_desk_is_closed_to_whom_is_not_signed_in(client, session):
    answer = client.get(address("session_step", session.pk, "approve"))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("admin:login"))
