"""The table of contents: the foundation, then the programme."""

from events.models.amendment import Amendment
from events.models.audit import AuditEntry
from events.models.calendar_change import CalendarChange
from events.models.category import OFFICIAL, SELF_SIGNUP, Category
from events.models.contact_code import ContactCode
from events.models.duty import Duty
from events.models.duty_change import DutyChange
from events.models.error_report import ErrorReport
from events.models.message import Message
from events.models.message_text import MessageText
from events.models.notice import Notice
from events.models.pace import Pace
from events.models.plan import Channel, Plan, Theme
from events.models.point import Point, PointUnit
from events.models.portal import Portal
from events.models.poster import Poster
from events.models.publication import ChannelProof, Picture, Publication
from events.models.reminder import Reminder, Reminding, RemindingOfKind
from events.models.rule import Rule
from events.models.saved_filter import SavedFilter
from events.models.session import ChangeFiling, Quota, Session
from events.models.special_day import SpecialDay
from events.models.staff import Staff
from events.models.unit import Unit, UnitAlias

__all__ = [
    "OFFICIAL",
    "SELF_SIGNUP",
    "Amendment",
    "AuditEntry",
    "CalendarChange",
    "Category",
    "ChangeFiling",
    "Channel",
    "ChannelProof",
    "ContactCode",
    "Duty",
    "DutyChange",
    "ErrorReport",
    "Message",
    "MessageText",
    "Notice",
    "Pace",
    "Picture",
    "Plan",
    "Point",
    "PointUnit",
    "Portal",
    "Poster",
    "Publication",
    "Quota",
    "Reminder",
    "Reminding",
    "RemindingOfKind",
    "Rule",
    "SavedFilter",
    "Session",
    "SpecialDay",
    "Staff",
    "Theme",
    "Unit",
    "UnitAlias",
]
