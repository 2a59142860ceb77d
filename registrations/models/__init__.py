"""The table of contents: who comes."""

from registrations.models.draw import Draw
from registrations.models.listing import Listing, Objection
from registrations.models.pending import Pending
from registrations.models.roster import Roster, WithdrawnRoster
from registrations.models.signup import Signup
from registrations.models.terms import Asked, Terms
from registrations.models.watcher import ResidentReminder, Watcher

__all__ = [
    "Asked",
    "Draw",
    "Listing",
    "Objection",
    "Pending",
    "ResidentReminder",
    "Roster",
    "Signup",
    "Terms",
    "Watcher",
    "WithdrawnRoster",
]
