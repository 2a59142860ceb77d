"""Who may do what, and where: one table, role × act × (own unit, a child of it, another unit)."""

import pytest
from django.apps import apps

from events.foundation import outbox, permissions
from events.models import Staff
from tests import make

# Where an act is allowed: e(verywhere), h(ome: own unit and the institutions it supervises), -(nowhere).
ROLES = ("office", "approver", "editor", "door", "auditor")
ACTS = {
    # the programme
    "events.view_unit": "e h h - e",
    "events.change_unit": "e - - - -",
    "events.view_staff": "e h - - e",
    "events.change_staff": "e - - - -",
    "events.view_point": "e h h - e",
    "events.change_point": "e h h - -",
    "events.file_point": "e h h - -",
    "events.judge_point": "e - - - -",
    "events.import_point": "e - - - -",
    "events.export_point": "e h h - -",
    # sessions
    "events.view_session": "e h h h e",
    "events.change_session": "e h h - -",
    "events.approve_session": "e h - - -",
    "events.move_session": "e h h - -",
    "events.cancel_session": "e h h - -",
    "events.hold_session": "e h h - -",
    "events.export_session": "e h h - -",
    "events.view_publication": "e h h - e",
    "events.change_publication": "e h h - -",
    "events.publish_publication": "e h - - -",
    "events.withdraw_publication": "e h - - -",
    "events.view_changefiling": "e h h - e",
    "events.change_changefiling": "e - - - -",
    "events.view_duty": "e h h - e",
    "events.explain_duty": "e h h - -",
    # letters
    "events.view_message": "e h h - e",
    "events.address_message": "e h h - -",
    "events.hold_message": "e - - - -",
    "events.resend_message": "e - - - -",
    "events.connect_unit": "e h - - -",
    # who comes
    "registrations.view_signup": "e h h - e",
    "registrations.enter_signup": "e h h - -",
    "registrations.select_signup": "e h h - -",
    "registrations.tell_signup": "e h h - -",
    "registrations.checkin_signup": "e h h h -",
    "registrations.export_signup": "e h h - -",
    "registrations.view_draw": "e h h - e",
    "registrations.void_draw": "e - - - -",
    "registrations.view_terms": "e h h - e",
    "registrations.change_terms": "e h h - -",
    "registrations.vet_signup": "e h - - -",
    "registrations.view_objection": "e h h - -",
    "registrations.answer_objection": "e h h - -",
    "registrations.view_listing": "e h h - e",
    "registrations.publish_listing": "e h - - -",
    "registrations.view_invitation": "e h h - -",
    "registrations.view_closedlink": "e h h - -",
    "registrations.add_doorlink": "e h h - -",
    "registrations.view_guest": "e h h - -",
    "registrations.change_guest": "e h h - -",
    "registrations.delete_guest": "e h h - -",
    # what comes back
    "feedback.view_card": "e h h - e",
    "feedback.view_opinion": "e h h - e",
    "feedback.reply_opinion": "e h h - -",
    "feedback.approve_opinion": "e h - - -",
    "feedback.return_opinion": "e h - - -",
}
# Acts on rows that no unit owns: allowed or not.
GLOBAL = {
    "events.add_notice": "e - - - -",
    "events.apply_notice": "e - - - -",
    "events.change_plan": "e - - - -",
    "events.approve_plan": "e - - - -",
    "events.amend_plan": "e - - - -",
    "events.close_plan": "e - - - -",
    "events.change_specialday": "e - - - -",
    "events.view_auditentry": "e - - - e",
    "events.import_staff": "e - - - -",
    "events.view_portal": "e - - - e",
    "events.change_portal": "e - - - -",
    "events.view_messagetext": "e - - - e",
    "events.change_messagetext": "e - - - -",
    "events.view_errorreport": "e - - - e",
    "events.handle_errorreport": "e - - - -",
    "feedback.change_scheme": "e - - - -",
    "feedback.view_review": "e e e - e",
}


@pytest.fixture
def units(db):
    own = make.unit("黄村镇")
    return {
        "own": own,
        "child": make.unit("黄村镇卫生院", kind="institution", parent=own),
        "other": make.unit("采育镇"),
    }


@pytest.fixture
def cast(units):
    people = {role: make.staff(role, unit=units["own"]) for role in ROLES if role != "office"}
    return {**people, "office": make.staff("office")}


@pytest.fixture
def rows(units):
    """For each model a row of the own unit, of its child, and of another unit."""
    plan, found = make.plan(), {}
    for where, unit in units.items():
        session = make.session(make.point(plan, [unit]))
        found[where] = {
            "unit": unit,
            "staff": make.staff("editor", unit=unit),
            "point": session.point,
            "session": session,
            "publication": make.publication(session),
            "changefiling": session.change_filings.create(kind="moved", reason="雨", filed_at=session.created_at),
            "duty": session.duties.create(kind="report", unit=unit, plan=plan, due_on=session.day),
            "message": outbox.queue(letter="selected", to="a@example.cn", subject="甲", body="乙", unit=unit),
            "signup": make.signup(session),
            "terms": make.terms(session),
            "draw": make.draw(session),
            "objection": session.objections.create(text="有异议", received_at=session.created_at),
            "listing": session.listings.create(published_at=session.created_at, shown_until=session.day),
            "guest": make.guest(unit),
            "invitation": make.invitation(session),
            "closedlink": make.closed_link(session),
            "doorlink": make.door_link(session),
            "card": make.card(session),
            "opinion": make.opinion(session),
        }
    return found


def test_every_role_may_do_what_the_table_says_at_home_and_nowhere_else(cast, rows):
    wrong = []
    for act, line in ACTS.items():
        model = act.rpartition("_")[2]
        for role, grade in zip(ROLES, line.split(), strict=True):
            for where in ("own", "child", "other"):
                expected = grade == "e" or (grade == "h" and where != "other")
                if permissions.may(cast[role], act, rows[where][model]) is not expected:
                    wrong.append(f"{role} {act} {where}: expected {expected}")
    assert wrong == []


def test_acts_on_what_no_unit_owns_belong_to_the_office(cast):
    wrong = [
        f"{role} {act}"
        for act, line in GLOBAL.items()
        for role, grade in zip(ROLES, line.split(), strict=True)
        if permissions.may(cast[role], act) is not (grade == "e")
    ]
    assert wrong == []


def test_a_closed_account_may_do_nothing(cast):
    cast["office"].is_active = False
    assert not permissions.may(cast["office"], "events.view_unit")


def test_every_act_of_the_table_names_a_model_that_exists():
    acts = {act for rights in permissions.TABLE.values() for act in rights}
    names = {f"{model._meta.app_label}.{model._meta.model_name}" for model in apps.get_models()} | {"feedback.review"}
    assert {act for act in acts if f"{act.partition('.')[0]}.{act.rpartition('_')[2]}" not in names} == set()


def test_every_role_has_a_line_in_the_table():
    assert set(permissions.TABLE) == set(Staff.Role.values)
