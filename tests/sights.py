"""Every page of the demo portal that can be looked at, asked of the portal itself: numbers and codes differ each time.

python manage.py shell --no-imports -c "from tests import sights; sights.show()"
"""

import json
from pathlib import Path

from django.test import RequestFactory
from django.urls import reverse

from events import publications
from events.foundation import clock
from events.models import Duty, Notice, Plan, Publication, Session, Staff
from events.notices import importing
from feedback.models import Card, Opinion
from opendays import views
from registrations import door_links, signups
from registrations.models import DoorLink, Signup

State, Selection, Mode = Session.State, Session.Selection, Session.Mode
TOO_MUCH = "/sessions/?" + "&" * 1001  # more fields than are read: a request that is not understood
DOOR = ("selection", "door", "calls", "sheet", "enter-sheet", "helpers")
RESULTS = (
    "共发放问卷120份，收回113份。\n96%的受访者认为政策容易看懂，91%的受访者表示对自己有帮助。\n"
    "建议集中在两点：办理进度可随时查询；材料样表印得大一些。"
)


def show() -> None:
    print(json.dumps({"public": public(), "bare": bare(), "desk": desk()}))


def public() -> dict[str, str]:
    """Name and address; a page called …-refused is a form that is sent empty once it is open."""
    sessions = Session.objects.public().order_by("starts_at")
    now, plan = clock.now(), Plan.objects.public().first()
    opened = sessions.open_for_signup(now)
    order, drawn = opened.filter(selection=Selection.ORDER).first(), opened.filter(selection=Selection.DRAW).first()
    full = sessions.upcoming(now).filter(signup_closes_at__lt=now).first()
    told = sessions.filter(state=State.REPORTED).first()
    was_drawn = sessions.filter(selection=Selection.DRAW, state__in=[State.HELD, State.REPORTED]).first()
    live = sessions.filter(mode=Mode.LIVESTREAM).first()
    cancelled = sessions.filter(state=State.CANCELLED).first()
    column = [plan.pk, "open_point"]
    return {
        "home": "/",
        "sessions": "/sessions/",
        "sessions-past": "/sessions/?when=past",
        "nothing-found": "/sessions/?words=月球",
        "session": at("events:session", order),
        "session-draw": at("events:session", drawn),
        "session-closed": at("events:session", full),
        "session-livestream": at("events:session", live),
        "session-moved": at("events:session", sessions.filter(change_filings__kind="moved").first()),
        "session-cancelled": at("events:session", cancelled),
        "session-over": at("events:session", told),
        "session-drawn": at("events:session", was_drawn),
        "draw-ahead": at("registrations:draw", drawn),
        "draw": at("registrations:draw", was_drawn),
        "draw-found": f"{at('registrations:draw', was_drawn)}?code=22222222",
        "draw-screen": at("registrations:draw_screen", was_drawn),
        "draw-screen-result": f"{at('registrations:draw_screen', was_drawn)}?step=4&shown=5",
        "draw-none": at("registrations:draw", order),
        "session-no-report": at("events:session", sessions.filter(state=State.HELD).first() or told),
        "announcement": at("events:announcement", order),
        "report": at("events:report", told),
        "evaluation": at("events:evaluation", evaluated(told)),
        "sign-up": at("registrations:signup", order),
        "sign-up-draw": at("registrations:signup", drawn),
        "sign-up-refused": at("registrations:signup", order),
        "sign-up-closed": at("registrations:signup", full),
        **private(opened),
        "private-unknown": reverse("registrations:signup_private", args=["lost-in-copying"]),
        "door": helper(order).get_absolute_url(),
        "plans": "/plans/",
        "plan": reverse("events:plan", args=[plan.pk]),
        "column": reverse("column", args=column),
        **{f"column-{part}": reverse("column_part", args=[*column, part]) for part in PARTS},
        "adoptions": "/adoptions/",
        "opinion": Opinion.objects.public().filter(outcome="partly").first().get_absolute_url(),
        "card": reverse("feedback:card", args=[told.card_code]),
        "card-refused": reverse("feedback:card", args=[told.card_code]),
        "card-closed": reverse("feedback:card", args=[order.card_code]),
        **cards(),
        "follow": reverse("feedback:follow"),
        "follow-unknown": f"{reverse('feedback:follow')}?number=ABCDEFGH",
        "correction": "/corrections/?page=/plans/",
        "correction-refused": "/corrections/?page=/plans/",
        "correction-thanks": "/corrections/thanks/",
        "about": "/about/",
        "not-found": "/nothing-here/",
        "error-400": TOO_MUCH,
    }


PARTS = ("announcements", "reports", "adoption")


def at(name: str, session: Session) -> str:
    return reverse(name, args=[session.pk])


def evaluated(session: Session) -> Session:
    """The session, with the results of its policy evaluation published: the demo has none."""
    if not session.publications.public().filter(kind=Publication.Kind.EVALUATION).exists():
        office, now = Staff.objects.get(username="office"), clock.now()
        paper = publications.evaluation(session)
        paper = publications.write(paper, title=paper.title, body=RESULTS, by=office, now=now)
        publications.publish_evaluation(session, by=office, now=now, late_reason="问卷回收较晚。")
    return session


def helper(session: Session) -> DoorLink:
    """The link of a helper at the door of this session: the demo has none."""
    office = Staff.objects.get(username="office")
    made = session.door_links.standing().first()
    return made or door_links.make(session, label="志愿者小陈", by=office, now=clock.now())


def private(opened) -> dict[str, str]:
    """The private page in each state in which a person may find it."""
    of = Signup.objects.order_by("pk")
    coming = of.filter(session__starts_at__gt=clock.now())
    over = of.filter(session__in=Session.objects.held())
    live = coming.exclude(session__state=State.CANCELLED)
    if not of.filter(state="cancelled").exists():
        signups.cancel(live.filter(state="entered", session__in=opened).last(), now=clock.now())
    if not of.filter(state="refused").exists():
        # The picture needs the state, not how it came about.
        undecided = live.filter(state__in=["waiting", "entered"])
        of.filter(pk=undecided.last().pk).update(state="refused")
    found = {
        "kept": live.filter(state="entered", session__in=opened, session__selection=Selection.ORDER),
        "draw": live.filter(state="entered", session__in=opened, session__selection=Selection.DRAW),
        "waiting": live.filter(state="waiting"),
        "offered": live.filter(state="offered"),
        "selected": live.filter(state="selected"),
        "not-selected": of.filter(state="refused"),
        "over": over.filter(state="selected"),
        "session-cancelled": coming.filter(session__state=State.CANCELLED),
        "cancelled": of.filter(state="cancelled"),
    }
    first = {name: rows.first() for name, rows in found.items()}
    return {f"private-{name}": signup.get_absolute_url() for name, signup in first.items() if signup}


def cards() -> dict[str, str]:
    """The thanks page before and after the answer."""
    answered = Card.objects.filter(opinions__in=Opinion.objects.public()).first()
    waiting = Card.objects.exclude(opinions__in=Opinion.objects.public()).first()
    found = {"card-thanks": waiting, "card-answered": answered}
    return {name: reverse("feedback:card_thanks", args=[card.number]) for name, card in found.items() if card}


def bare() -> dict[str, str]:
    """The page that no address leads to, as HTML."""
    return {"error-500": views.server_error(RequestFactory().get("/")).content.decode()}


def desk() -> dict[str, str]:
    plan = Plan.objects.public().first()
    opened = Session.objects.open_for_signup(clock.now()).first()
    told = Session.objects.filter(state=State.REPORTED).first()
    door = Session.objects.held().filter(roster__isnull=False).first()
    of_door = {name: reverse("admin:registrations_session_page", args=[door.pk, name]) for name in DOOR}
    return {
        "desk": reverse("admin:index"),
        "desk-sessions": change("events_session"),
        "desk-session": change("events_session", opened.pk),
        "desk-session-over": change("events_session", told.pk),
        "desk-plans": change("events_plan"),
        "desk-plan": change("events_plan", plan.pk),
        "desk-notices": change("events_notice"),
        "desk-notice-open": change("events_notice", doubted().pk),
        "desk-notice-add": reverse("admin:events_notice_add"),
        "desk-points": change("events_point"),
        "desk-signups": change("registrations_signup"),
        "desk-cards": change("feedback_card"),
        "desk-ledger": change("feedback_opinion"),
        "desk-duties": change("events_duty"),
        "desk-units": change("events_unit"),
        "desk-portal": change("events_portal"),
        "desk-review": reverse("admin:review_index"),
        "desk-review-unit": reverse("admin:review_unit", args=[told.point.plan_id, told.unit_id]),
        "desk-notice": change("events_notice", plan.notices.first().pk),
        "desk-publication": change("events_publication", Publication.objects.first().pk),
        "desk-duty": change("events_duty", Duty.objects.first().pk),
        "desk-messages": change("events_message"),
        "desk-audit": change("events_auditentry"),
        "desk-step": reverse("admin:events_session_step", args=[opened.pk, "move"]),
        **{f"desk-{name}": address for name, address in of_door.items()},
        "desk-import": reverse("admin:events_unit_import"),
        "desk-nothing-found": change("events_session") + "?q=月球",
        "desk-add": reverse("admin:events_session_add"),
        "desk-password": reverse("admin:password_change"),
    }


def doubted() -> Notice:
    """A notice that waits to be decided: the demo's are applied."""
    text = (Path(importing.__file__).parent / "samples" / "plan_2024.txt").read_text(encoding="utf-8")
    spoiled = text.replace("开放点5（政务服务体验）", "开放点5（政务服务体验").replace("开放点12", "▲▲▲\n开放点11")
    office = Staff.objects.get(username="office")
    return importing.receive("征求意见稿.txt", spoiled.encode(), by=office, now=clock.now())


def change(model: str, *args: int) -> str:
    return reverse(f"admin:{model}_{'change' if args else 'changelist'}", args=args)
