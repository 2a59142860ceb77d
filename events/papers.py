"""The words of a session's papers, drafted from its facts; the unit edits them before they are published.

They are in the portal's own language, whatever language the desk of their writer speaks.
"""

from datetime import datetime
from functools import reduce

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events.foundation import languages
from events.models import Point, Session

WAYS = {
    Session.Selection.ORDER: gettext_lazy("Places are given in the order of entry until all are taken."),
    Session.Selection.DRAW: gettext_lazy(
        "If more people sign up than there are places, participants are drawn at random after sign-up has closed; "
        "the draw can be checked by anyone."
    ),
    Session.Selection.CHOICE: gettext_lazy(
        "After sign-up has closed the holding unit selects participants so that they represent the public; "
        "everyone who signed up is told the outcome."
    ),
    Session.Selection.MIXED: gettext_lazy(
        "After sign-up has closed the holding unit picks some of the participants and states its reasons; the remaining"
        " places are drawn at random among all others; the draw can be checked by anyone, and everyone who signed up is"
        " told the outcome."
    ),
    Session.Selection.INVITATION: gettext_lazy("Participants are invited by the holding unit."),
}

# Within quotation marks stand single ones (GB/T 15834): “医保‘零距离’”.
WITHIN_QUOTES = str.maketrans("“”", "‘’")


@languages.official()
def announcement(session: Session) -> tuple[str, str]:
    """Title and text of the announcement; with open selection it is the selection notice as well (S1 四(一))."""
    title = _("Announcement of the %(kind)s “%(title)s”")
    if session.has_signup and not session.is_ordered:
        title = _("Announcement and selection notice of the %(kind)s “%(title)s”")
    opening = _(
        "Under “%(plan)s”, %(organiser)s holds the %(kind)s “%(title)s”. The public is invited to take part. "
        "The particulars are as follows."
    )
    facts = _facts(session)
    return title % facts, "\n\n".join([opening % facts, *_numbered(_particulars(session)), _organiser(session)])


@languages.official()
def report(session: Session) -> tuple[str, str]:
    """Title and text of the report on a held session: when, where, who came, what was shown."""
    facts = _facts(session)
    title = _("Report on the %(kind)s “%(title)s”") % facts
    course = [_("On %(when)s %(organiser)s held the %(kind)s “%(title)s”.") % facts]
    if session.is_onsite and session.place:
        course.append(_("Place: %(place)s.") % facts)
    if session.attendance:
        course.append(_("%(attendance)s people took part.") % facts)
    if session.head_present:
        course.append(_("The head of the unit took part and talked with the participants."))
    parts = [reduce(lambda told, more: pgettext("two sentences", "%s %s") % (told, more), course)]
    if session.agenda.strip():
        parts.append(_("Course of the activity:") + "\n" + session.agenda.strip())
    return title, "\n\n".join(parts)


@languages.official()
def evaluation(session: Session) -> str:
    """Title of the results of a policy evaluation."""
    return _("Results of the policy evaluation: %(title)s") % {"title": session.title}


def unstated(session: Session, body: str) -> list[str]:
    """The labels of the particulars that an announcement's text does not give as the session has them now."""
    labels = [label for label, _words in _particulars(session)]
    with languages.official():
        words = [words for _label, words in _particulars(session)]
    told = "".join(body.split())
    return [
        label
        for label, stated in zip(labels, words, strict=True)
        if not all("".join(line.split()) in told for line in stated.splitlines())
    ]


def when(session: Session) -> str:
    """Day, weekday and hours: 2019年10月14日（星期一）9:00至11:00."""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    whole = _("%(day)s (%(weekday)s) %(hour)s")
    last = whole % _moment(ends) if ends.date() != starts.date() else date_format(ends, "G:i")
    return _("%(first)s to %(last)s") % {"first": whole % _moment(starts), "last": last}


def duration(session: Session) -> str:
    hours, minutes = divmod(int(session.duration.total_seconds()) // 60, 60)
    if not hours:
        return _("%(minutes)s minutes") % {"minutes": minutes}
    text = _("%(hours)s hours %(minutes)s minutes") if minutes else _("%(hours)s hours")
    return text % {"hours": hours, "minutes": minutes}


def _facts(session: Session) -> dict[str, object]:
    talk = session.point.kind == Point.Kind.TALK
    return {
        "kind": _("policy talk") if talk else _("open day"),
        "title": session.title.translate(WITHIN_QUOTES),
        "plan": session.point.plan.title,
        "organiser": _organiser(session),
        "when": when(session),
        "place": session.place,
        "attendance": session.attendance,
    }


def _particulars(session: Session) -> list[tuple[str, str]]:
    """The particulars that hold something, in the order of official notices."""
    opens, closes = session.signup_opens_at, session.signup_closes_at
    onsite = session.is_onsite
    found = [
        (pgettext("notice", "Time"), when(session)),
        (pgettext("notice", "Duration"), duration(session)),
        (pgettext("notice", "Place"), session.place if onsite else ""),
        (pgettext("notice", "How to get there"), session.directions if onsite else ""),
        (pgettext("notice", "What to bring"), session.bring if onsite else ""),
        (pgettext("notice", "Address of the livestream"), session.livestream_url if session.is_livestream else ""),
        (pgettext("notice", "Agenda"), f"\n{session.agenda.strip()}" if session.agenda.strip() else ""),
        (pgettext("notice", "How to take part"), session.how_to_take_part),
        (
            pgettext("notice", "Places"),
            _("%(seats)s people") % {"seats": session.capacity} if onsite and session.capacity else "",
        ),
        (
            pgettext("notice", "Time of sign-up"),
            _span(opens, closes) if session.has_signup and opens and closes else "",
        ),
        (pgettext("notice", "Way of selection"), str(WAYS[Session.Selection(session.selection)]) if onsite else ""),
        (pgettext("notice", "Draw"), _draw(session) if onsite and session.is_drawn else ""),
        (pgettext("notice", "Organiser"), _organiser(session)),
        (pgettext("notice", "Contact"), " ".join(filter(None, [session.contact_name, session.contact_phone]))),
    ]
    return [(label, text.rstrip()) for label, text in found if text.strip()]


def _numbered(particulars: list[tuple[str, str]]) -> list[str]:
    numerals = pgettext("numerals of a list", "1 2 3 4 5 6 7 8 9 10 11 12 13 14").split()
    line = pgettext("one particular of a notice", "%(number)s. %(label)s: %(text)s")
    return [
        line % {"number": number, "label": label, "text": text}
        for number, (label, text) in zip(numerals, particulars, strict=False)
    ]


def _span(opens: datetime, closes: datetime) -> str:
    pattern = _("%(day)s %(hour)s")
    moments = [pattern % _moment(timezone.localtime(moment)) for moment in (opens, closes)]
    return _("%(first)s to %(last)s") % {"first": moments[0], "last": moments[1]}


def _moment(local: datetime) -> dict[str, str]:
    return {
        "day": date_format(local, "DATE_FORMAT"),
        "weekday": date_format(local, "l"),
        "hour": date_format(local, "G:i"),
    }


def _draw(session: Session) -> str:
    """When it is held, and the public value that decides with the seed; empty where neither was settled."""
    told = []
    pattern = _("%(day)s %(hour)s")
    if session.draws_at:
        told.append(_("held on %(moment)s") % {"moment": pattern % _moment(timezone.localtime(session.draws_at))})
    if session.draw_value.strip() and session.draw_value_at:
        known = pattern % _moment(timezone.localtime(session.draw_value_at))
        told.append(_("public value: %(value)s, known from %(known)s") % {"value": session.draw_value, "known": known})
    return _("; ").join(told)


def _organiser(session: Session) -> str:
    return session.organiser or session.unit.name
