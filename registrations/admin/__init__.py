"""The desk of the sign-ups: the list, the selection, the call list and the door of each session."""

from django.utils.translation import gettext_lazy as _

from events.admin import acts, changes
from registrations.admin.rosters import RosterAdmin
from registrations.admin.session_stage import select
from registrations.admin.session_steps import BUTTONS
from registrations.admin.signups import SignupAdmin

acts.name(
    {
        "signup.enter": _("signed up"),
        "signup.repeat": _("signed up again"),
        "signup.invite": _("invited"),
        "signup.move_up": _("moved up to a seat"),
        "signup.offer": _("free place offered"),
        "signup.accept": _("offer accepted"),
        "signup.decline": _("offer declined"),
        "signup.lapse": _("offer lapsed without an answer"),
        "signup.confirm": _("coming confirmed"),
        "signup.release": _("place given back, not confirmed"),
        "signup.change": _("changed by the person"),
        "signup.propose": _("decision proposed"),
        "roster.confirm": _("list confirmed"),
        "draw.run": _("draw held"),
        "signup.tell": _("told by telephone"),
        "signup.arrive": _("ticked in"),
        "signup.undo": _("tick taken back"),
        "signup.walk_in": _("walk-in let in"),
        "signup.cancel": _("cancelled"),
    }
)

changes.name(
    {
        "people": _("number of people"),
        "entries": _("sign-ups"),
        "companions": _("companions"),
        "invited": _("invited"),
        "by_category": _("of each category"),
        "residents": _("residents"),
        "percent": _("residents in percent"),
        "email_changed": _("e-mail changed"),
        "phone_changed": _("telephone changed"),
    }
)

__all__ = ["BUTTONS", "RosterAdmin", "SignupAdmin", "select"]
