"""Plays a scene through the portal's own rules, act by act, each at the moment at which it would have been done."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from events import publications, sessions
from events.models import Category, Plan, Point, Quota, Session, Staff
from events.units import Directory
from feedback import cards, replies
from opendays.demo.people import colleagues
from opendays.demo.pictures import hall
from opendays.demo.residents import GUESTS, Person
from opendays.demo.scenes import Scene, Voice
from opendays.demo.season import moment
from registrations import calls, checkin, draw, selection, signups, terms
from registrations.models import Signup

AGENDA = "签到、领取意见卡\n参观并听取讲解\n现场体验\n座谈交流，现场解答问题\n填写意见卡"
LATE = "材料审核用时较长。"


@dataclass
class Play:
    """One scene on its way: who acts, and the session as far as it has come."""

    scene: Scene
    plans: list[Plan]
    residents: Iterator[Person]
    now: datetime
    session: Session = field(init=False)
    editor: Staff = field(init=False)
    approver: Staff = field(init=False)

    def at(self, workdays: int, clock: str = "09:30") -> datetime:
        """The moment so many working days from the day of the session."""
        day: date = moment(self.now.date(), self.scene.day).date()
        return moment(day, workdays, clock) if workdays else self._on(day, clock)

    def _on(self, day: date, clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), self.now.tzinfo)

    @property
    def starts_at(self) -> datetime:
        return self.at(0, self.scene.hours[0])

    @property
    def ends_at(self) -> datetime:
        return self.at(0, self.scene.hours[1])

    def run(self) -> None:
        """Do every act whose moment has come, up to the last act that the scene allows."""
        self.prepare()
        if self.scene.last_act == "draft":
            return
        sessions.approve(self.session, by=self.approver, now=min(self.at(-13), self.now))
        if self.scene.last_act == "approved":
            return
        self.announce()
        self.sign_up()
        if self.scene.last_act:
            self.change()
        if self.at(-3, "18:30") < self.now and not self.scene.last_act and self.session.has_signup:
            self.select()
        if self.at(0, "17:30") < self.now:
            self.hold()
            self.answer()
            self.report()

    # --- before the day

    def prepare(self) -> None:
        scene = self.scene
        points = Point.objects.filter(plan=self.plans[scene.plan])
        by_number = isinstance(scene.point, int)
        point = points.get(number=scene.point) if by_number else points.get(title__contains=scene.point)
        unit = Directory().match(scene.unit)
        self.editor, self.approver = colleagues(unit)
        session = Session(point=point, unit=unit, title=point.title, **self.facts(unit.name))
        self.session = sessions.schedule(session, by=self.editor, now=min(self.at(-14), self.now))
        for category, (floor, ceiling) in scene.quotas.items():
            Quota.objects.create(session=self.session, category=category, floor=floor, ceiling=ceiling)
        if scene.terms or scene.asked:
            asked = [{**question, "position": number} for number, question in enumerate(scene.asked)]
            terms.set_terms(self.session, terms=scene.terms, asked=asked, by=self.editor, now=self.session.created_at)

    def facts(self, unit: str) -> dict[str, object]:
        scene = self.scene
        is_onsite = scene.mode != Session.Mode.LIVESTREAM
        onsite = {
            "capacity": scene.capacity,
            "signup_opens_at": self.at(-scene.announced_ahead, "10:00"),
            "signup_closes_at": self.at(-3, "17:00"),
        }
        drawn = {
            "draws_at": self.at(-3, "17:30"),
            "draw_value": f"{self.at(-3).date().isoformat()} 17时北京市空气质量指数实时值",
            "draw_value_at": self.at(-3, "17:15"),
        }
        return {
            **(drawn if scene.selection in Session.DRAWN else {}),
            **{name: getattr(scene, name) for name in ("place", "area", "directions", "mode", "form", "selection")},
            **(onsite if is_onsite else {}),
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "asks_parents": scene.asks_parents,
            "livestream_url": "" if scene.mode == Session.Mode.ONSITE else "https://live.demo.example/kaifangri",
            "agenda": AGENDA,
            "how_to_take_part": "在本页面报名，或致电联系人报名。"
            if is_onsite
            else "打开直播地址即可观看，可在评论区提问。",
            "contact_name": "政务公开联络员",
            "contact_phone": "010-60000000",
            "duties_plan": "办公室负责接待引导，业务科室负责讲解，宣传科负责拍摄。",
            "guide": "业务科室负责人",
            "symposium_plan": "座谈一小时，主要负责同志主持，业务科室现场答复。",
            "emergency_plan": "现场设安全员和医务点，雨雪天气改在室内进行。",
            "head_name": f"{unit}主要负责同志",
        }

    def announce(self) -> None:
        now = self.at(-self.scene.announced_ahead, "09:40")
        is_late = self.scene.announced_ahead < 5
        paper = publications.announce(
            self.session, by=self.approver, now=now, late_reason="场地确定较晚。" if is_late else ""
        )
        for number, channel in enumerate(self.session.point.plan.channels.standing(), 1):
            publications.record_channel(
                paper,
                channel,
                url=f"https://channel{number}.demo.example/{self.session.pk}",
                published_at=now + timedelta(minutes=5 * number),
                by=self.editor,
                now=now + timedelta(minutes=5 * number),
                late_reason="场地确定较晚。" if is_late else "",
            )

    def sign_up(self) -> None:
        for _n, person in zip(range(self.scene.guests), self.residents, strict=False):
            guest = {"name": person.name, "phone": person.phone, "email": person.email}
            category = GUESTS[_n % len(GUESTS)]
            signups.invite(self.session, **guest, category=category, by=self.editor, now=self.at(-8, "11:00"))
        opens = self.session.signup_opens_at
        for n in range(self.scene.signups):
            entered_at = opens + timedelta(minutes=7 * n)
            if entered_at < self.now:
                self.enter(next(self.residents), entered_at, self.scene.answers[n % len(self.scene.answers)])
        for organisation, names in self.scene.groups:
            person = replace(next(self.residents), email="office@demo.example", category=Category.BUSINESS)
            if opens + timedelta(hours=3) < self.now:
                self.enter(person, opens + timedelta(hours=3), {"companion_names": names}, organisation)

    def enter(self, person: Person, entered_at: datetime, answers: dict[str, object], organisation: str = "") -> None:
        facts = {"name": person.name, "phone": person.phone, "email": person.email}
        category = person.category if person.category != Category.PARENT else Category.RESIDENT
        facts |= {"category": category, "companions": person.companions, "organisation": organisation}
        if person.email:
            signups.sign_up(self.session, **facts, answers=answers, consent=True, now=entered_at)
        else:
            source = Signup.Source.PHONE
            signups.enter(self.session, **facts, answers=answers, source=source, by=self.editor, now=entered_at)

    def change(self) -> None:
        now = self.at(-9, "15:00")
        if self.scene.last_act == "cancelled":
            sessions.cancel(self.session, reason="大厅施工，活动择期另行举办。", by=self.approver, now=now)
            return
        later = timedelta(hours=5)
        sessions.move(
            self.session,
            starts_at=self.starts_at + later,
            ends_at=self.ends_at + later,
            place=self.session.place,
            reason="上午大厅有开标活动，改在下午举行。",
            by=self.approver,
            now=now,
        )

    def select(self) -> None:
        if self.session.is_chosen:
            self.choose()
        if self.session.is_drawn:
            draw.freeze(self.session, now=self.at(-3, "17:02"))
            for person in (self.editor, self.approver):
                draw.enter_value(self.session, value="58", by=person, now=self.at(-3, "17:20"))
            draw.run(self.session, by=self.editor, now=self.at(-3, "17:30"))
        selection.confirm(self.session, by=self.approver, now=self.at(-3, "18:00"), reason="报名人数未达要求。")
        for signup in calls.of(self.session):
            calls.tell(signup, by=self.editor, now=self.at(-3, "18:30"))

    def choose(self) -> None:
        """Where a draw decides over the rest, only a third of the places is given by choice."""
        entries = selection.candidates(self.session)
        places = self.session.capacity // 3 if self.session.is_drawn else self.session.capacity
        chosen = [entry.pk for entry in entries if (places := places - entry.seats) >= 0]
        others = [entry.pk for entry in entries if entry.pk not in chosen]
        decide = {"by": self.editor, "now": self.at(-3, "17:30")}
        selection.decide(self.session, chosen, Signup.State.SELECTED, reason="辖区居民，首次参加。", **decide)
        if self.session.is_drawn:
            return
        selection.decide(self.session, others, Signup.State.WAITING, reason="名额已满，列入候补。", **decide)

    # --- the day and after

    def hold(self) -> None:
        arrives = self.starts_at - timedelta(minutes=10)
        for n, signup in enumerate(selection.listed(self.session)):
            if n % 9:
                checkin.arrive(signup, people=signup.seats, by=self.editor, now=arrives)
        ended = self.ends_at + timedelta(minutes=20)
        sessions.hold(self.session, head_present=self.scene.head_came, by=self.editor, now=ended)

    def answer(self) -> None:
        writers = list(selection.listed(self.session))
        for n, voice in enumerate(self.scene.voices):
            writer = writers[n * 3 % len(writers)]
            card = cards.hand_in(
                self.session,
                kind="suggestion",
                text=voice.text,
                name=writer.name,
                email=writer.email,
                now=self.ends_at + timedelta(minutes=n),
            )
            if voice.outcome and self.at(2) < self.now:
                self.reply(card, voice)

    def reply(self, card, voice: Voice) -> None:
        opinion = cards.take_up(card, text=voice.text, by=self.editor, now=self.at(1, "10:00"))
        answer = {"outcome": voice.outcome, "reply": voice.reply, "reason": voice.reason}
        replies.reply(opinion, **answer, by=self.editor, now=self.at(2, "10:00"))
        if voice.is_published and self.at(4) < self.now:
            replies.approve(opinion, by=self.approver, now=self.at(4, "10:00"))

    def report(self) -> None:
        now = self.at(self.scene.report_after, "16:00")
        if not self.scene.has_report or now > self.now:
            return
        paper = publications.draft_report(self.session, by=self.editor, now=now)
        for number in (1, 2):
            picture = hall(self.session.pk * 10 + number)
            alt = f"{self.session.title}：群众代表在{self.session.place}听讲解"
            publications.add_picture(paper, picture, alt, by=self.editor, now=now)
        is_late = self.scene.report_after > 5
        publications.publish_report(self.session, by=self.approver, now=now, late_reason=LATE if is_late else "")
