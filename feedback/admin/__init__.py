"""The desk of this app."""

from feedback.admin.cards import CardAdmin
from feedback.admin.opinions import OpinionAdmin
from feedback.admin.schemes import SchemeAdmin

__all__ = ["CardAdmin", "OpinionAdmin", "SchemeAdmin"]
