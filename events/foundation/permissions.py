"""Who may do what, and where.

*What* stands in one table, role by role: Django's own codes (view, add, change, delete, import, export) and the
acts of the year (approve_session, publish_report …). *Where* is the same for every unit-owned row: the staff
member's own unit and the institutions it supervises, which each QuerySet says once, as `visible_to(staff)`.
The check of one row asks that same QuerySet, so a list and a direct address can never disagree.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from events.models.staff import Staff

Role = Staff.Role
Person = AbstractBaseUser | AnonymousUser


def codes(app: str, models: str, acts: str) -> frozenset[str]:
    """`codes("events", "plan theme", "view add")` → events.view_plan, events.add_plan, events.view_theme …"""
    return frozenset(f"{app}.{act}_{model}" for model in models.split() for act in acts.split())


PROGRAMME = "plan channel theme rule point pointunit"
SESSION = "session quota publication channelproof picture"
READ = (
    codes("events", f"unit unitalias notice {PROGRAMME} {SESSION} changefiling duty reminder", "view")
    | codes("registrations", "signup draw roster withdrawnroster listing terms", "view")
    | codes("feedback", "card opinion review", "view")
)
EDIT = (
    READ
    | codes("events", SESSION, "add change")
    | codes("events", "quota picture", "delete")
    | codes("events", "point pointunit", "add change")
    | codes("events", "point", "file")
    | codes("events", "session", "move cancel hold")
    | codes("events", "duty", "explain")
    | codes("events", "message", "view address")
    | codes("registrations", "signup", "add change enter select tell checkin import export")
    | codes("registrations", "terms", "change")
    | codes("registrations", "objection", "view answer")
    | codes("registrations", "signuptable invitation closedlink", "view")
    | codes("registrations", "doorlink", "add")
    | codes("registrations", "guest", "view add change delete")
    | codes("feedback", "card", "add change")
    | codes("feedback", "opinion", "add change reply")
    | codes("events", "session point", "export")
)
APPROVE = (
    EDIT
    | codes("events", "session", "approve")
    | codes("events", "publication", "publish withdraw")
    | codes("registrations", "listing", "publish")
    | codes("registrations", "signup", "vet")
    | codes("feedback", "opinion", "approve return")
    | codes("events", "staff", "view")
    | codes("events", "unit", "connect")
)
OFFICE = (
    APPROVE
    | codes("events", f"unit unitalias staff specialday {PROGRAMME}", "view add change delete")
    | codes("events", "notice", "view add change delete apply")
    | codes("events", "plan", "approve amend close")
    | codes("events", "point", "judge")
    | codes("events", "changefiling", "change")
    | codes("events", "message auditentry staff", "view")
    | codes("events", "message", "hold resend")
    | codes("events", "portal messagetext reminding", "view change")
    | codes("events", "remindingofkind", "view add change delete")
    | codes("events", "errorreport", "view handle")
    | codes("events", "unit point staff specialday", "import export")
    | codes("events", "calendarchange", "view")
    | codes("registrations", "draw", "void")
    | codes("feedback", "scheme criterion", "view add change delete")
    | codes("feedback", "review", "export")
)
AUDIT = (
    READ
    | codes("events", "message auditentry staff specialday calendarchange portal errorreport messagetext", "view")
    | codes("events", "reminding remindingofkind", "view")
    | codes("feedback", "scheme criterion", "view")
    | codes("feedback", "review", "export")
)
DOOR = codes("events", "session", "view") | codes("registrations", "signup", "checkin")

TABLE: dict[str, frozenset[str]] = {
    Role.OFFICE: OFFICE,
    Role.APPROVER: APPROVE,
    Role.EDITOR: EDIT,
    Role.DOOR: DOOR,
    Role.AUDITOR: AUDIT,
}


def may(staff: Person, code: str, obj: Model | None = None) -> bool:
    """Whether the staff member may do the act, and, where a row is given, do it there."""
    if not getattr(staff, "is_active", False) or code not in TABLE.get(getattr(staff, "role", ""), ()):
        return False
    return obj is None or obj.pk is None or sees(staff, obj)


def sees(staff: Person, obj: Model) -> bool:
    """Whether the row lies within the staff member's units. One query for rows that units own, none for others."""
    rows = type(obj)._default_manager.all()
    return not hasattr(rows, "visible_to") or rows.visible_to(staff).filter(pk=obj.pk).exists()


def require(staff: Person, code: str, obj: Model | None = None) -> None:
    """Raise PermissionDenied unless the staff member may do the act on this row."""
    if not may(staff, code, obj):
        raise PermissionDenied(code)


class StaffBackend(ModelBackend):
    """Password login as Django does it; rights from the table above."""

    def has_perm(self, user_obj: Person, perm: str, obj: Model | None = None) -> bool:
        return may(user_obj, perm, obj)

    def has_module_perms(self, user_obj: Person, app_label: str) -> bool:
        rights = TABLE.get(getattr(user_obj, "role", ""), frozenset())
        return user_obj.is_active and any(code.startswith(f"{app_label}.") for code in rights)

    def get_user_permissions(self, user_obj: Person, obj: Model | None = None) -> set[str]:
        return set()

    def get_group_permissions(self, user_obj: Person, obj: Model | None = None) -> set[str]:
        return set()

    def get_all_permissions(self, user_obj: Person, obj: Model | None = None) -> set[str]:
        return set(TABLE.get(getattr(user_obj, "role", ""), ()))
