"""The desk of the programme: one module a corner of the office's work."""

from django.contrib import admin

from events.admin import inbox, session_stages, texts
from events.admin.calendar import CalendarChangeAdmin, SpecialDayAdmin
from events.admin.filings import ChangeFilingAdmin
from events.admin.letters import MessageAdmin
from events.admin.notices import NoticeAdmin
from events.admin.plans import PlanAdmin
from events.admin.points import PointAdmin
from events.admin.portal import ErrorReportAdmin, PortalAdmin
from events.admin.publications import PublicationAdmin
from events.admin.records import AuditAdmin, DefaultRuleAdmin, DutyAdmin
from events.admin.reminding import RemindingAdmin
from events.admin.sessions import SessionAdmin
from events.admin.staff import StaffAdmin
from events.admin.units import UnitAdmin

admin.site.pages += [inbox.urls, texts.urls]

__all__ = [
    "AuditAdmin",
    "CalendarChangeAdmin",
    "ChangeFilingAdmin",
    "DefaultRuleAdmin",
    "DutyAdmin",
    "ErrorReportAdmin",
    "MessageAdmin",
    "NoticeAdmin",
    "PlanAdmin",
    "PointAdmin",
    "PortalAdmin",
    "PublicationAdmin",
    "RemindingAdmin",
    "SessionAdmin",
    "SpecialDayAdmin",
    "StaffAdmin",
    "UnitAdmin",
    "session_stages",
]
