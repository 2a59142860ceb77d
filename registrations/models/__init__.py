"""The table of contents: who comes."""

from registrations.models.draw import Draw
from registrations.models.pending import Pending
from registrations.models.roster import Roster
from registrations.models.signup import Signup
from registrations.models.terms import Asked, Terms
from registrations.models.watcher import ResidentReminder, Watcher

__all__ = ["Asked", "Draw", "Pending", "ResidentReminder", "Roster", "Signup", "Terms", "Watcher"]
