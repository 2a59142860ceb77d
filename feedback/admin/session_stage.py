"""The answer as a stage of its session: every card taken up or set aside, every opinion replied to and published."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin import stages
from events.admin.stages import Act, Seen, Stage, Status
from events.models import Duty, Session
from feedback.models import Card, Opinion

State = Opinion.State
TAKE_UP, REPLY, APPROVE = gettext_lazy("Take up the cards"), gettext_lazy("Reply"), gettext_lazy("Approve the answers")


def answer(seen: Seen) -> Stage:
    session = seen.session
    cards = Card.objects.filter(session=session).aggregate(
        all=Count("pk"), waiting=Count("pk", filter=Q(state=Card.State.RECEIVED))
    )
    counts = {"card": cards["waiting"], **_opinions(session)}
    if counts["card"] or counts["open"] or counts["replied"]:
        words = " ".join(_words(counts))
        return Stage(
            status=Status.HERE, words=words, duty=seen.open_duty(Duty.Kind.REPLY), acts=tuple(_acts(session, counts))
        )
    if cards["all"] or counts["published"]:
        last = Opinion.objects.public().filter(session=session).select_related("published_by")
        newest = last.order_by("-published_at").first()
        return Stage(
            status=Status.DONE, at=newest.published_at if newest else None, by=newest.published_by if newest else None
        )
    if session.state == Session.State.HELD:
        return Stage(status=Status.LATER, words=_("No opinion has come in yet; cards are still taken."))
    if session.state == Session.State.REPORTED:
        return Stage(status=Status.NONE, words=_("No opinion has come in."))
    return Stage(status=Status.LATER, words=_("Opinion cards come in from the beginning of the session on."))


def _opinions(session: Session) -> dict[str, int]:
    return Opinion.objects.filter(session=session).aggregate(
        open=Count("pk", filter=Q(state__in=[State.OPEN, State.RETURNED])),
        replied=Count("pk", filter=Q(state=State.REPLIED)),
        published=Count("pk", filter=Q(state=State.PUBLISHED)),
    )


def _words(counts: dict[str, int]) -> Iterator[str]:
    if n := counts["card"]:
        yield ngettext("%(n)d card is to be taken up.", "%(n)d cards are to be taken up.", n) % {"n": n}
    if n := counts["open"]:
        yield ngettext("%(n)d opinion is to be replied to.", "%(n)d opinions are to be replied to.", n) % {"n": n}
    if n := counts["replied"]:
        yield ngettext("%(n)d answer waits for approval.", "%(n)d answers wait for approval.", n) % {"n": n}


def _acts(session: Session, counts: dict[str, int]) -> Iterator[Act]:
    of_session = {"session__id__exact": session.pk}
    if counts["card"]:
        yield Act(TAKE_UP, "feedback.add_opinion", _list("card", of_session | {"state__exact": Card.State.RECEIVED}))
    if counts["open"]:
        yield Act(REPLY, "feedback.reply_opinion", _list("opinion", of_session))
    if counts["replied"]:
        address = _list("opinion", of_session | {"state__exact": State.REPLIED})
        yield Act(APPROVE, "feedback.approve_opinion", address)


def _list(model: str, query: dict[str, object]) -> str:
    return f"{reverse(f'admin:feedback_{model}_changelist')}?{urlencode(query)}"


stages.hang(stages.ANSWER, answer)
