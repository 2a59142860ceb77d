"""The cast: a town that held a session on 14 October 2019, its people, and the office."""

import pytest

from events.models import Session, Staff
from tests import make

BEFORE, START, AFTER = make.at("2019-10-14 08:59"), make.at("2019-10-14 09:00"), make.at("2019-10-14 12:00")


@pytest.fixture
def town(db):
    return make.unit("采育镇")


@pytest.fixture
def plan(db):
    return make.plan(rules={"reply": 10})


@pytest.fixture
def session(plan, town):
    return make.announced(point=make.point(plan, [town]), title="办事窗口开放日")


@pytest.fixture
def editor(town):
    return make.staff(unit=town, role=Staff.Role.EDITOR)


@pytest.fixture
def approver(town):
    return make.staff(unit=town, role=Staff.Role.APPROVER)


@pytest.fixture
def office(db):
    return make.staff(role=Staff.Role.OFFICE)


@pytest.fixture
def stranger(db):
    return make.staff(role=Staff.Role.APPROVER)


@pytest.fixture
def held(session):
    session.state = Session.State.HELD
    session.head_present = True
    session.save()
    return session
