"""The table of contents: who comes."""

from registrations.models.draw import Draw
from registrations.models.roster import Roster
from registrations.models.signup import Signup

__all__ = ["Draw", "Roster", "Signup"]
