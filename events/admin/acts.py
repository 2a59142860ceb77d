"""The codes of acts (audit log) and letters (outbox) in words, for everyone who reads their lists."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as word

ACTS = {
    "add": _("added"),
    "change": _("changed"),
    "delete": _("deleted"),
    "import": _("imported from a table"),
    "hold": _("letter held back"),
    "release": _("letter released"),
    "resend": _("letter sent again"),
    "staff.activate": _("activation link given out"),
    "staff.reset": _("password reset"),
    "notice.apply": _("plan made from a notice"),
    "plan.approve": _("plan approved"),
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
    "sign_up": _("signed up"),
    "sign_up_again": _("signed up again"),
    "cancel": _("sign-up cancelled"),
    "invite": _("invited"),
    "propose": _("decision proposed"),
    "confirm": _("list confirmed"),
    "draw": _("places drawn"),
    "move_up": _("moved up from the waiting list"),
    "tell": _("told by phone"),
    "arrive": _("checked in"),
    "undo_arrival": _("check-in undone"),
    "walk_in": _("walk-in at the door"),
    "hand_in": _("opinion card entered"),
    "take_up": _("opinion taken into the ledger"),
    "set_aside": _("opinion card set aside"),
    "reply": _("reply written"),
    "approve": _("reply approved"),
    "return": _("reply returned"),
    "note_progress": _("progress noted"),
}

LETTERS = {
    "events/account_activation": word("letter", "activation of an account"),
    "events/password_reset": word("letter", "new password"),
    "events/change_filed": word("letter", "change filed with the office"),
    "events/point_filed": word("letter", "open point filed"),
    "events/point_judged": word("letter", "answer to a filing"),
    "events/duty_ahead": word("letter", "reminder ahead"),
    "events/duty_today": word("letter", "reminder on the last day"),
    "events/duty_overdue": word("letter", "reminder, overdue"),
    "registrations/received": word("letter", "sign-up received"),
    "registrations/waiting_list": word("letter", "on the waiting list"),
    "registrations/waiting": word("letter", "waiting list after the selection"),
    "registrations/selected": word("letter", "selected"),
    "registrations/refused": word("letter", "not selected"),
    "registrations/invited": word("letter", "invitation"),
    "registrations/moved_up": word("letter", "moved up from the waiting list"),
    "registrations/withdrawn": word("letter", "sign-up cancelled"),
    "registrations/session_moved": word("letter", "session moved"),
    "registrations/session_cancelled": word("letter", "session cancelled"),
    "registrations/list_breaks_rules": word("letter", "list outside the plan's rules"),
    "feedback/waiting": word("letter", "reply waits for approval"),
    "feedback/returned": word("letter", "reply returned"),
    "feedback/answered": word("letter", "opinion answered"),
}


def act(code: str) -> object:
    return ACTS.get(code, code)


def letter(app: str, name: str) -> object:
    return LETTERS.get(f"{app}/{name}", name)
