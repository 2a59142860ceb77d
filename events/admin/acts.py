"""The codes of acts (audit log) and letters (outbox) in words. An app further up adds its own: `acts.name({…})`.

A letter whose name another app uses as well stands with its app: "feedback/waiting".
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, object] = {
    "add": _("added"),
    "change": _("changed"),
    "delete": _("deleted"),
    "import": _("imported from a table"),
    "hold": _("letter held back"),
    "release": _("letter released"),
    "resend": _("letter sent again"),
    "staff.activate": _("activation link given out"),
    "staff.reset": _("password reset"),
    "notice.retry": _("document read again"),
    "notice.decide": _("item of a notice decided"),
    "notice.apply": _("plan made from a notice"),
    "plan.approve": _("plan approved"),
    "plan.amend": _("plan amended"),
    "plan.close": _("plan expired"),
    "point.propose": _("open point proposed"),
    "point.file": _("open point filed"),
    "point.accept": _("filing accepted"),
    "point.return": _("filing returned"),
    "session.schedule": _("session scheduled"),
    "session.change": _("session changed"),
    "session.approve": _("session approved"),
    "session.move": _("session moved"),
    "session.cancel": _("session cancelled"),
    "session.hold": _("session recorded as held"),
    "session.tell_parents": _("parents told"),
    "filing.see": _("change filing seen"),
    "publication.write": _("paper written"),
    "publication.publish": _("paper published"),
    "publication.withdraw": _("paper withdrawn"),
    "publication.restore": _("paper published again"),
    "publication.record_channel": _("channel recorded"),
    "picture.add": _("picture added"),
    "picture.remove": _("picture taken out"),
    "duty.explain": _("delay explained"),
    "portal.save": _("identity of the portal changed"),
    "correction.report": _("error reported by a visitor"),
    "correction.handle": _("error report handled"),
    "events/account_activation": pgettext_lazy("letter", "activation of an account"),
    "events/password_reset": pgettext_lazy("letter", "new password"),
    "events/change_filed": pgettext_lazy("letter", "change filed with the office"),
    "events/point_filed": pgettext_lazy("letter", "open point filed"),
    "events/point_judged": pgettext_lazy("letter", "answer to a filing"),
    "events/plan_amended": pgettext_lazy("letter", "plan amended"),
    "events/duties": pgettext_lazy("letter", "reminder of duties"),
}


def name(words: Mapping[str, object]) -> None:
    WORDS.update(words)


def act(code: str) -> object:
    return WORDS.get(code, code)


def letter(app: str, code: str) -> object:
    return WORDS.get(f"{app}/{code}") or WORDS.get(code, code)
