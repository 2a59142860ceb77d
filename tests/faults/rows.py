"""The rows of the fault tests, made inside the portal under test: towns, their staff, and points to be held."""

import json

from events import deadlines
from events.models import Duty, Plan
from registrations import watchers
from tests import make

TOWNS, POINTS, PEOPLE, RESIDENTS = 4, 3, ("editor", "approver"), 10


def fill() -> None:
    """Print who is to be told of what: addresses with the titles of their duties, the office's address apart."""
    plan = make.plan(starts_on="2019-09-01", ends_on="2019-11-29", rules={"per_year": ""})
    told, titles = {}, []
    for town in (make.unit(f"第{n}镇") for n in range(1, TOWNS + 1)):
        here = [f"{town.name}开放点{n}号" for n in range(1, POINTS + 1)]
        for title in here:
            make.point(plan, [town], title=title)
        for role in PEOPLE:
            told[make.staff(role, unit=town).email] = here
        titles += here
    office = make.staff("office").email
    plan.refresh_from_db()
    deadlines.for_plan(plan, now=make.at("2019-09-02 10:00"))
    Duty.objects.exclude(kind=Duty.Kind.HOLD).delete()
    assert Duty.objects.count() == len(titles)
    print(json.dumps({"units": told, "office": {office: titles}, "residents": residents(plan)}, ensure_ascii=False))


def residents(plan: Plan) -> dict[str, list[str]]:
    """Who is selected for a session on Monday 9 December 2019, and who asked to be reminded of its livestream."""
    starts_at = make.at("2019-12-09 09:00")
    point = make.point(plan, [make.unit("直播镇")])
    session = make.announced(point=point, title="直播和参观", mode="both", starts_at=starts_at)
    told = {}
    for n in range(RESIDENTS):
        told[make.signup(session, email=f"comes{n}@resident.example", state="selected").email] = [session.title]
        told[f"watches{n}@resident.example"] = [session.title]
        asked = {"consent": True, "now": session.announced_at}
        watchers.ask(session, contact=f"watches{n}@resident.example", **asked)
    return told
