"""The codes of acts (audit log) in words. An app further up adds its own: `acts.name({…})`.

Letters are named where they are declared: <app>/letters.py.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from events.foundation import wording

WORDS: dict[str, object] = {
    "add": _("added"),
    "change": _("changed"),
    "delete": _("deleted"),
    "import": _("imported from a table"),
    "hold": _("letter held back"),
    "release": _("letter released"),
    "resend": _("letter sent again"),
    "text.change": _("text of a letter changed"),
    "text.reset": _("text of a letter back to the original"),
    "unit.connect_robot": _("chat robot set up"),
    "unit.disconnect_robot": _("chat robot taken away"),
    "staff.choose_ways": _("ways of letters chosen"),
    "staff.activate": _("activation link given out"),
    "staff.reset": _("password reset"),
    "notice.retry": _("document read again"),
    "notice.decide": _("item of a notice decided"),
    "notice.apply": _("plan made from a notice"),
    "plan.approve": _("plan approved"),
    "plan.amend": _("plan amended"),
    "plan.close": _("plan expired"),
    "plan.rules": _("rules of the plan changed"),
    "calendar.change": _("calendar changed"),
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
    "session.erase": _("personal data of the sign-ups erased"),
    "session.erase_cards": _("personal data of the opinion cards erased"),
    "session.tell_parents": _("parents told"),
    "session.list_publicly": _("public listing recorded"),
    "session.publish_video": _("video of the talk recorded"),
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
}

CHANNELS: dict[str, object] = {
    "email": _("e-mail"),
    "sms": _("text message"),
    "robot": _("chat robot"),
    "inbox": _("inbox of the desk"),
    "console": _("console"),
    "file": _("file"),
}


def name(words: Mapping[str, object]) -> None:
    WORDS.update(words)


def act(code: str) -> object:
    return WORDS.get(code, code)


def letter(app: str, code: str) -> object:
    return wording.title(app, code)
