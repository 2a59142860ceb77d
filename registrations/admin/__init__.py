"""The desk of the sign-ups: the list, the selection, the call list and the door of each session."""

from django.utils.translation import gettext_lazy as _

from events.admin import acts, changes
from registrations import terms
from registrations.admin.rosters import RosterAdmin
from registrations.admin.session_stage import select
from registrations.admin.session_steps import BUTTONS
from registrations.admin.signups import SignupAdmin
from registrations.models import Terms

acts.name(
    {
        "session.terms": _("sign-up form set"),
        "signup.enter": _("signed up"),
        "signup.above_limit": _("signed up above the yearly limit"),
        "signup.details": _("the rest given"),
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
        "asked": _("what is asked"),
    }
)

# The log of a session names its terms as their form does.
changes.name({name: Terms._meta.get_field(name).verbose_name for name in terms.FIELDS})

__all__ = ["BUTTONS", "RosterAdmin", "SignupAdmin", "select"]
