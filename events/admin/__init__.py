"""The desk of the programme: one module a corner of the office's work."""

from events.admin.records import AuditAdmin, DefaultRuleAdmin, DutyAdmin, MessageAdmin, SpecialDayAdmin
from events.admin.staff import StaffAdmin
from events.admin.units import UnitAdmin

__all__ = ["AuditAdmin", "DefaultRuleAdmin", "DutyAdmin", "MessageAdmin", "SpecialDayAdmin", "StaffAdmin", "UnitAdmin"]
