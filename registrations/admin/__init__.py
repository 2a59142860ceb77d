"""The desk of the sign-ups: the list, the selection, the call list and the door of each session."""

from django.utils.translation import gettext_lazy as _

from events.admin import acts
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
        "signup.propose": _("decision proposed"),
        "roster.confirm": _("list confirmed"),
        "draw.run": _("draw held"),
        "signup.tell": _("told by telephone"),
        "signup.arrive": _("ticked in"),
        "signup.undo": _("tick taken back"),
        "signup.walk_in": _("walk-in let in"),
        "signup.cancel": _("cancelled"),
        "received": _("sign-up received"),
        "waiting_list": _("on the waiting list"),
        "moved_up": _("seat kept"),
        "selected": _("selected"),
        "kept_waiting": _("waits after the selection"),
        "refused": _("not selected"),
        "withdrawn": _("sign-up cancelled"),
        "invited": _("invitation"),
        "session_moved": _("session moved"),
        "visit_near": _("reminder of the session"),
        "stream_near": _("reminder of the livestream"),
        "stream_moved": _("livestream moved"),
        "stream_cancelled": _("livestream cancelled"),
        "session_cancelled": _("session cancelled"),
        "list_breaks_rules": _("list breaks a rule"),
    }
)

__all__ = ["BUTTONS", "RosterAdmin", "SignupAdmin", "select"]
