"""The table of contents: who comes."""

from registrations.models.closed_link import ClosedLink
from registrations.models.draw import Draw
from registrations.models.guest import Guest
from registrations.models.invitation import Invitation
from registrations.models.listing import Listing, Objection
from registrations.models.pending import Pending
from registrations.models.roster import Roster, WithdrawnRoster
from registrations.models.signup import Signup
from registrations.models.signup_table import SignupTable
from registrations.models.terms import Asked, Terms
from registrations.models.watcher import ResidentReminder, Watcher

__all__ = [
    "Asked",
    "ClosedLink",
    "Draw",
    "Guest",
    "Invitation",
    "Listing",
    "Objection",
    "Pending",
    "ResidentReminder",
    "Roster",
    "Signup",
    "SignupTable",
    "Terms",
    "Watcher",
    "WithdrawnRoster",
]
