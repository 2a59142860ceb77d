"""The table of contents: who comes."""

from registrations.models.draw import Draw
from registrations.models.roster import Roster
from registrations.models.signup import Signup
from registrations.models.watcher import ResidentReminder, Watcher

__all__ = ["Draw", "ResidentReminder", "Roster", "Signup", "Watcher"]
