"""The table of contents: who comes."""

from registrations.models.closed_link import ClosedLink
from registrations.models.door_link import DoorLink
from registrations.models.door_scan import DoorScan
from registrations.models.draw import Draw
from registrations.models.guest import Guest
from registrations.models.incident import Incident
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
    "DoorLink",
    "DoorScan",
    "Draw",
    "Guest",
    "Incident",
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
