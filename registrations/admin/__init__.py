"""The desk of the sign-ups: the list, the selection, the call list and the door of each session."""

from django.utils.translation import gettext_lazy as _

from events.admin import acts, changes
from registrations import terms
from registrations.admin.draw_buttons import BUTTONS as DRAW_BUTTONS
from registrations.admin.guests import GuestAdmin
from registrations.admin.list_steps import LIST_BUTTONS
from registrations.admin.objections import ObjectionAdmin
from registrations.admin.rosters import RosterAdmin, WithdrawnRosterAdmin
from registrations.admin.session_stage import select
from registrations.admin.session_steps import BUTTONS
from registrations.admin.signups import SignupAdmin
from registrations.admin.tables import SignupTableAdmin
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
        "session.change_way": _("way of selection changed"),
        "signup.vet": _("vetting note written"),
        "signup.arrange": _("place on the waiting list set"),
        "roster.take_back": _("confirmed list taken back"),
        "listing.publish": _("list shown to the public"),
        "listing.end": _("public listing taken down"),
        "objection.receive": _("objection received"),
        "objection.answer": _("objection answered"),
        "signup.offer": _("free place offered"),
        "signup.accept": _("offer accepted"),
        "signup.decline": _("offer declined"),
        "signup.lapse": _("offer lapsed without an answer"),
        "signup.confirm": _("coming confirmed"),
        "signup.release": _("place given back, not confirmed"),
        "signup.change": _("changed by the person"),
        "signup.propose": _("decision proposed"),
        "roster.confirm": _("list confirmed"),
        "draw.freeze": _("list of the draw frozen"),
        "draw.thaw": _("list of the draw opened again"),
        "draw.enter_value": _("public value typed in"),
        "draw.value_differs": _("two different values typed, both set aside"),
        "draw.run": _("draw held"),
        "draw.ask_void": _("asked to declare the draw void"),
        "draw.decline_void": _("draw left standing"),
        "draw.void": _("draw declared void"),
        "signup.tell": _("told by telephone"),
        "signup.arrive": _("ticked in"),
        "signup.undo": _("tick taken back"),
        "signup.walk_in": _("walk-in let in"),
        "signup.cancel": _("cancelled"),
        "signup.verify": _("contact verified"),
        "signup.renew_link": _("private link renewed"),
        "invitation.send": _("invitation sent"),
        "invitation.answer": _("invitation answered"),
        "invitation.withdraw": _("invitation withdrawn"),
        "invitation.lapse": _("invitation lapsed"),
        "invitation.full": _("invited guest found no seat"),
        "guest.add": _("added to the address book"),
        "guest.change": _("changed in the address book"),
        "guest.remove": _("taken out of the address book"),
        "door_link.make": _("link for the door made"),
        "door_link.revoke": _("link for the door taken back"),
        "incident.note": _("incident noted"),
        "scan.settle": _("conflict at the door looked at"),
        "circle.make": _("closed link made"),
        "circle.revoke": _("closed link taken back"),
        "table.carry_out": _("table of sign-ups entered"),
        "table.export": _("sign-ups exported"),
    }
)

changes.name(
    {
        "people": _("number of people"),
        "record_fingerprint": _("fingerprint of the record"),
        "void_reason": _("reason for which it is void"),
        "entries": _("sign-ups"),
        "companions": _("companions"),
        "invited": _("invited"),
        "by_category": _("of each category"),
        "residents": _("residents"),
        "percent": _("residents in percent"),
        "asked": _("what is asked"),
        "email_changed": _("e-mail changed"),
        "phone_changed": _("telephone changed"),
    }
)

# The log of a session names its terms as their form does.
changes.name({name: Terms._meta.get_field(name).verbose_name for name in terms.FIELDS})

__all__ = [
    "BUTTONS",
    "DRAW_BUTTONS",
    "LIST_BUTTONS",
    "GuestAdmin",
    "ObjectionAdmin",
    "RosterAdmin",
    "SignupAdmin",
    "SignupTableAdmin",
    "WithdrawnRosterAdmin",
    "select",
]
