"""Plain factories: each makes one row that is valid by itself; keywords override."""

import itertools
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events.models import (
    Category,
    Channel,
    Notice,
    Plan,
    Point,
    PointUnit,
    Publication,
    Quota,
    Rule,
    Session,
    Staff,
    Theme,
    Unit,
)
from events.notices import parsing
from feedback.models import Card, Opinion
from registrations import door_links, entries
from registrations import draw as draws
from registrations.models import Asked, ClosedLink, DoorLink, Draw, Guest, Invitation, Signup, Terms

SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "open-days-2019"
count = itertools.count(1)


def at(text: str) -> datetime:
    """`at("2019-10-14 09:00")`: that moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def unit(name: str = "", **fields: Any) -> Unit:
    return Unit.objects.create(name=name or f"测试镇{next(count)}", **{"kind": Unit.Kind.TOWN, **fields})


def office_unit() -> Unit:
    return Unit.objects.get_or_create(kind=Unit.Kind.OFFICE, defaults={"name": "区政务公开办公室"})[0]


def staff(role: str = Staff.Role.EDITOR, **fields: Any) -> Staff:
    n = next(count)
    home = fields.pop("unit", None) or (office_unit() if role == Staff.Role.OFFICE else unit())
    defaults = {"name": f"职员{n}", "email": f"staff{n}@example.cn", "password": PASSWORD}
    return Staff.objects.create_user(f"staff{n}", unit=home, role=role, **{**defaults, **fields})


def plan(**fields: Any) -> Plan:
    rules = fields.pop("rules", {})
    channels = fields.pop("channels", ["区政府网站"])
    made = Plan.objects.create(
        **{
            "title": f"2019年政务开放日工作总体方案{next(count)}",
            "year": 2019,
            "starts_on": "2019-09-01",
            "ends_on": "2019-11-30",
            "open_day_column": "政务开放日专题",
            "talk_column": "政策公开讲",
            "state": Plan.State.IN_FORCE,
            **fields,
        }
    )
    made.refresh_from_db()
    for position, name in enumerate(channels, 1):
        Channel.objects.create(plan=made, name=name, position=position)
    for code, value in rules.items():
        rule(made, code, value)
    return made


def rule(plan: Plan, code: str, value: Any, **fields: Any) -> Rule:
    units = {"residents_share": "share", "filing": "date", "per_year": "times"}
    kind = units.get(code, "people" if code.startswith("capacity") else "working_days")
    return Rule.objects.create(plan=plan, code=code, value=str(value), **{"unit": kind, "source": "原文。", **fields})


def theme(plan: Plan, title: str = "优化营商环境", **fields: Any) -> Theme:
    return Theme.objects.get_or_create(plan=plan, title=title, defaults=fields)[0]


def point(plan: Plan | None = None, units: list[Unit] | None = None, **fields: Any) -> Point:
    home = plan or globals()["plan"]()
    n = next(count)
    made = Point.objects.create(
        **{
            "plan": home,
            "theme": theme(home),
            "number": n,
            "title": f"政务服务体验{n}",
            "filing": Point.Filing.ACCEPTED,
            **fields,
        }
    )
    for position, lead in enumerate(units if units is not None else [unit()], 1):
        PointUnit.objects.create(point=made, unit=lead, position=position)
    return made


def session(point: Point | None = None, **fields: Any) -> Session:
    """An approved on-site session on 14 October 2019 with sign-up by order of entry; everything compulsory filled."""
    home = point or globals()["point"]()
    starts_at = fields.pop("starts_at", at("2019-10-14 09:00"))
    quotas = fields.pop("quotas", {})
    n = next(count)
    made = Session.objects.create(
        **{
            "point": home,
            "unit": home.parts.first().unit,
            "title": home.title,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "place": "政务服务中心一层大厅",
            "directions": "乘公交至政务中心站",
            "area": "黄村镇",
            "agenda": "9:00 签到\n9:10 参观大厅\n10:00 座谈",
            "how_to_take_part": "网上报名",
            "organiser": "黄村镇人民政府",
            "contact_name": "王老师",
            "contact_phone": "010-60000000",
            "capacity": 30,
            "signup_opens_at": starts_at - timedelta(days=14),
            "signup_closes_at": starts_at - timedelta(days=4),
            "duties_plan": "接待组、讲解组",
            "guide": "李讲解",
            "symposium_plan": "主任主持座谈",
            "emergency_plan": "医务人员在场",
            "head_name": "张主任",
            "state": Session.State.APPROVED,
            "card_code": f"CARD{n:06}",
            "created_at": starts_at - timedelta(days=30),
            **fields,
        }
    )
    if made.state in (Session.State.ANNOUNCED, Session.State.HELD, Session.State.REPORTED) and not made.announced_at:
        made.announced_at = starts_at - timedelta(days=14)
        made.save(update_fields=["announced_at"])
    for category, (floor, ceiling) in quotas.items():
        Quota.objects.create(session=made, category=category, floor=floor, ceiling=ceiling)
    return made


def announced(**fields: Any) -> Session:
    return session(**{"state": Session.State.ANNOUNCED, **fields})


def publication(session: Session, kind: str = Publication.Kind.ANNOUNCEMENT, **fields: Any) -> Publication:
    defaults = {"title": f"{session.title}公告", "body": "正文", "column": session.point.column}
    return Publication.objects.create(session=session, kind=kind, **{**defaults, **fields})


def published(session: Session, kind: str = Publication.Kind.ANNOUNCEMENT, **fields: Any) -> Publication:
    defaults = {"state": Publication.State.PUBLISHED, "published_at": session.starts_at - timedelta(days=14)}
    return publication(session, kind, **{**defaults, **fields})


def signup(session: Session, **fields: Any) -> Signup:
    n = next(count)
    name, phone = fields.pop("name", f"朱建国{n}"), fields.pop("phone", f"138{n:08}")
    return Signup.objects.create(
        session=session,
        name=name,
        phone=phone,
        **{
            "phone_index": entries.phone_index(phone),
            "person_index": entries.person_index(name, phone),
            "entered_at": session.starts_at - timedelta(days=10) + timedelta(minutes=n),
            **fields,
        },
    )


def terms(session: Session, **fields: Any) -> Terms:
    """The terms of a session that asks, and by `asked` what it asks: items, or fields of a question."""
    asked = fields.pop("asked", ())
    made = Terms.objects.create(session=session, **fields)
    for position, one in enumerate(asked):
        Asked.objects.create(session=session, position=position, **(one if isinstance(one, dict) else {"item": one}))
    return made


def draw(session: Session, **fields: Any) -> Draw:
    fresh = {
        "seed": "5eed" * 16,
        "seed_fingerprint": draws.fingerprint("5eed" * 16),
        "committed_at": at("2019-09-20 09:00"),
    }
    return Draw.objects.create(session=session, **(fresh | fields))


def guest(unit: Unit, **fields: Any) -> Guest:
    n = next(count)
    name, phone = fields.pop("name", f"张代表{n}"), fields.pop("phone", f"137{n:08}")
    indexes = {"person_index": entries.person_index(name, phone), "phone_index": entries.phone_index(phone)}
    added_at = at("2019-09-01 09:00")
    return Guest.objects.create(unit=unit, name=name, phone=phone, **{"added_at": added_at, **indexes, **fields})


def invitation(session: Session, **fields: Any) -> Invitation:
    n = next(count)
    name, phone = fields.pop("name", f"张代表{n}"), fields.pop("phone", f"137{n:08}")
    defaults = {
        "category": Category.DEPUTY,
        "person_index": entries.person_index(name, phone),
        "answer_by": session.starts_at - timedelta(days=2),
        "sent_at": session.starts_at - timedelta(days=9),
    }
    return Invitation.objects.create(session=session, name=name, phone=phone, **{**defaults, **fields})


def closed_link(session: Session, **fields: Any) -> ClosedLink:
    made = {"created_at": session.starts_at - timedelta(days=9), "last_on": session.day}
    return ClosedLink.objects.create(session=session, **{"circle": "第一小学家长", **made, **fields})


def door_link(session: Session, **fields: Any) -> DoorLink:
    made = {"made_at": session.starts_at - timedelta(days=1), "private_key": door_links.new_key()}
    return DoorLink.objects.create(session=session, **{"label": "志愿者小陈", **made, **fields})


def card(session: Session, **fields: Any) -> Card:
    defaults = {"text": "希望增设绿色通道", "name": "朱建国", "received_at": session.ends_at}
    return Card.objects.create(session=session, **{**defaults, **fields})


def opinion(session: Session, **fields: Any) -> Opinion:
    return Opinion.objects.create(
        session=session,
        **{
            "unit": session.unit,
            "number": next(count),
            "text": "希望增设绿色通道",
            "public_name": "朱**",
            "taken_at": session.ends_at,
            **fields,
        },
    )


def notice(**fields: Any) -> Notice:
    n = next(count)
    defaults = {
        "title": "总体方案",
        "file": "notices/a.txt",
        "fingerprint": f"{n:064}",
        "reading": parsing.parse(["总体方案"]).as_json(),
        "uploaded_at": at("2019-08-28 09:00"),
    }
    return Notice.objects.create(**{**defaults, **fields})
