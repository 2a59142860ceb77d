"""How far a plan has come."""

import pytest

from events import progress
from events.models import Plan, Point, Session
from events.progress import Progress
from tests import make

pytestmark = pytest.mark.django_db


def test_each_point_counts_once_in_its_furthest_stage(plan):
    held, announced, _waiting = (make.point(plan) for _ in range(3))
    make.announced(point=held, state=Session.State.HELD)
    make.announced(point=held)
    make.announced(point=announced)
    make.session(point=announced)
    assert progress.of_plans([plan]) == {plan.pk: Progress(points=3, held=1, announced=1)}
    assert Progress(points=3, held=1, announced=1).waiting == 1


def test_proposals_count_once_the_office_accepted_them(plan):
    make.point(plan, filing=Point.Filing.FILED)
    assert progress.of_plans([plan]) == {}
    assert Progress().percent == 0


def test_any_number_of_plans_takes_one_query(plan, django_assert_num_queries):
    plans = [plan, make.plan(), make.plan()]
    for each in plans:
        make.announced(point=make.point(each))
    with django_assert_num_queries(1):
        assert len(progress.of_plans(plans)) == 3


def test_a_draft_shows_nothing(plan):
    make.point(plan)
    Plan.objects.update(state=Plan.State.DRAFT)
    assert progress.of_plans([plan]) == {}
