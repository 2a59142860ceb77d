"""The sign-up terms of a session: what may be set when, by whom, and the page at the desk."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from events.foundation import clock
from events.models import AuditEntry
from registrations import terms
from registrations.models import Asked, Roster, Terms
from tests import make
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BEFORE, AFTER = make.at("2019-09-25 09:00"), make.at("2019-10-05 09:00")


@pytest.fixture
def session():
    return make.announced()


@pytest.fixture
def by(session):
    return make.staff(unit=session.unit)


def keep(session, by, *asked, now=BEFORE, **fields):
    return terms.set_terms(session, terms=fields, asked=asked, by=by, now=now)


def ids(session):
    return [{"id": row.pk, **{name: getattr(row, name) for name in terms.OF_ASKED}} for row in session.asked.all()]


def test_terms_are_kept_with_who_and_when(session, by):
    made = keep(session, by, {"item": "sex"}, {"item": "own", "text": "您想看什么？", "position": 1}, age_min=18)
    assert (made.age_min, [str(row) for row in session.asked.all()]) == (18, ["性别", "您想看什么？"])
    entry = AuditEntry.objects.get(act="session.terms")
    assert (entry.by, entry.at, entry.after["age_min"]) == (by, BEFORE, 18)
    assert any("您想看什么" in line for line in entry.after["asked"])
    keep(session, by, *ids(session), age_min=18)
    assert AuditEntry.objects.filter(act="session.terms").count() == 1  # nothing changed


def test_a_question_that_stays_keeps_its_row_and_one_left_out_goes(session, by):
    keep(session, by, {"item": "own", "text": "甲？"}, {"item": "sex", "position": 1})
    own = session.asked.get(item="own")
    keep(session, by, {"id": own.pk, "item": "own", "text": "乙？"})
    assert [(row.pk, row.text) for row in session.asked.all()] == [(own.pk, "乙？")]


def test_a_session_that_asks_nothing_any_more_has_no_terms(session, by):
    keep(session, by, {"item": "sex"})
    assert keep(session, by) is None
    assert not Terms.objects.exists()


@pytest.mark.parametrize(
    ("asked", "fields", "code"),
    [
        ([{"item": "sex"}, {"item": "sex"}], {}, "twice"),
        ([{"item": "own", "text": " "}], {}, "own_without_words"),
        ([{"item": "sex", "id": 999}], {}, "gone"),
        ([], {"group_max": 1}, "min_value"),
        ([], {"details_until": make.at("2019-10-15 09:00")}, "too_late"),
    ],
)
def test_terms_that_cannot_be_are_refused(session, by, asked, fields, code):
    with refused(code):
        keep(session, by, *asked, **fields)
    assert not Terms.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"age_min": 16}, {"areas": ""}, {"takes_children": True}, {"group_max": 20}, {"names_companions": True}],
)
def test_once_sign_up_has_opened_who_may_come_is_fixed(session, by, change):
    fields = {"age_min": 18, "areas": "黄村镇"}
    keep(session, by, {"item": "sex"}, **fields)
    with refused("fixed"):
        keep(session, by, *ids(session), **{**fields, **change}, now=AFTER)


def test_once_sign_up_has_opened_only_the_selected_can_be_asked_more(session, by):
    keep(session, by, {"item": "sex"})
    with refused("fixed"):
        keep(session, by, *ids(session), {"item": "employer"}, now=AFTER)
    with refused("fixed"):
        keep(session, by, now=AFTER)
    more = {"item": "access", "moment": "selected"}
    until = session.starts_at - timedelta(days=2)
    assert keep(session, by, *ids(session), more, details_until=until, now=AFTER).details_until == until


def test_a_moment_that_the_selected_were_told_is_only_prolonged(session, by):
    until = session.starts_at - timedelta(days=2)
    keep(session, by, {"item": "access", "moment": "selected"}, details_until=until)
    Roster.objects.create(session=session, selection="order", confirmed_at=AFTER, confirmed_by=by)
    for shorter in (until - timedelta(hours=1), None):
        with refused("shortened"):
            keep(session, by, *ids(session), details_until=shorter, now=AFTER)
    with refused("fixed"):
        keep(session, by, details_until=until, now=AFTER)
    keep(session, by, *ids(session), details_until=until + timedelta(hours=1), now=AFTER)


def test_only_those_of_the_unit_set_terms(session):
    for role in ("auditor", "door"):
        with pytest.raises(PermissionDenied):
            keep(session, make.staff(role, unit=session.unit), age_min=18)
    with pytest.raises(PermissionDenied):
        keep(session, make.staff(), age_min=18)


# --- the page


def lines(*rows):
    fields = {"asked-TOTAL_FORMS": len(rows), "asked-INITIAL_FORMS": sum("id" in row for row in rows)}
    for number, row in enumerate(rows):
        fields |= {
            f"asked-{number}-{name}": value for name, value in {"moment": "signup", "position": 0, **row}.items()
        }
    return fields


@pytest.fixture
def desk(client, session, settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(BEFORE)

    def signed_in(role="editor"):
        client.force_login(make.staff(role, unit=session.unit))
        return client

    return signed_in


def test_the_page_sets_terms_changes_and_deletes(desk, page, session):
    client, address = desk(), page(session, "form")
    empty = {"item": ""}
    client.post(address, {"age_min": 18, **lines({"item": "sex", "is_required": "on"}, {"item": "employer"}, empty)})
    assert Terms.objects.get().age_min == 18
    sex, employer = session.asked.all()
    text = client.get(address).content.decode()
    assert "性别" in text
    rows = lines(
        {"id": sex.pk, "item": "sex", "is_required": "on"}, {"id": employer.pk, "item": "employer", "DELETE": "on"}
    )
    assert client.post(address, {"age_min": 16, **rows}).status_code == 302
    assert (Terms.objects.get().age_min, list(session.asked.all())) == (16, [sex])


def test_a_fault_is_said_and_nothing_typed_is_lost(desk, page, session):
    rows = lines({"item": "own", "choices": "甲\n乙"})
    text = desk().post(page(session, "form"), {"age_min": 70, "age_max": 60, **rows}).content.decode()
    assert "最小年龄" in text
    assert 'value="70"' in text
    assert "甲\n乙" in text
    assert not Terms.objects.exists()


def test_an_auditor_reads_the_page_and_changes_nothing(desk, page, session):
    make.terms(session, age_min=18)
    client, address = desk("auditor"), page(session, "form")
    text = client.get(address).content.decode()
    assert "保存报名表" not in text
    client.post(address, {"age_min": 16, **lines()})
    assert Terms.objects.get().age_min == 18


def test_once_sign_up_has_opened_the_page_changes_only_what_may_be(desk, page, session):
    make.terms(session, age_min=18, asked=["sex"])
    clock.move(AFTER)
    sex = session.asked.get()
    rows = lines({"id": sex.pk, "item": "employer", "DELETE": "on"}, {"item": "access", "moment": "selected"})
    answer = desk().post(page(session, "form"), {"age_min": 10, "verifies_contact": "on", **rows})
    assert answer.status_code == 302
    terms_now = Terms.objects.get()
    assert (terms_now.age_min, terms_now.verifies_contact) == (18, True)
    assert [row.item for row in session.asked.all()] == ["sex", "access"]


def test_the_preview_shows_the_form_before_anybody_else_can_see_it(desk, page):
    session = make.session(state="draft")
    make.terms(session, asked=["reason"], group_max=9)
    client = desk()
    client.force_login(make.staff(unit=session.unit))
    text = client.get(page(session, "form-preview")).content.decode()
    assert 'name="reason"' in text
    assert re.search(r'type="button">\s*提交报名', text)


def test_questions_are_rows_of_their_own(session):
    make.terms(session, asked=["sex", {"item": "own", "text": "甲？"}, {"item": "own", "text": "乙？"}])
    assert Asked.objects.at_signup().count() == 3
