from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from import_export.results import RowResult
from unfold.decorators import display

from events import accounts
from events.admin.filters import ByChoice, ByRelated
from events.admin.steps import Step
from events.admin.transfer import TransferAdmin
from events.foundation import clock
from events.models import Staff
from events.resources import StaffResource

ROLE_COLOURS = {"office": "danger", "approver": "info", "auditor": "warning"}


def handed_out(staff, link):
    """What the office is told: that a letter went, or the link itself, this once."""
    if link:
        return _("Hand this link to %(name)s now; it is not shown again: %(link)s") % {"name": staff, "link": link}
    return _("A letter with the link went to %(email)s.") % {"email": staff.email}


@admin.register(Staff)
class StaffAdmin(TransferAdmin):
    """Accounts of the units' people. Nobody here sees or sets another's password."""

    resource_classes = [StaffResource]
    list_display = ["name", "username", "unit", "role_label", "email", "is_active", "last_login"]
    list_display_links = ["name"]
    list_filter = [("unit", ByRelated), ("role", ByChoice), "is_active"]
    list_filter_submit = True
    list_select_related = ["unit"]
    search_fields = ["name", "username", "email", "unit__name", "unit__short_name"]
    search_help_text = _("Name, account name, e-mail or unit")
    fieldsets = [
        (None, {"fields": ["username", "name", "unit", "role", "is_active"]}),
        (_("How to reach the person"), {"fields": ["email", "phone", "language", "by_email", "by_sms"]}),
        (_("Sign-in"), {"fields": ["password_state", "last_login", "created_at"]}),
    ]
    add_fieldsets = fieldsets[:2]
    readonly_fields = ["password_state", "last_login", "created_at"]
    steps = (
        Step(
            name="activate",
            label=_("Send activation link"),
            icon="key",
            permission="events.change_staff",
            when=lambda staff: staff.is_active and not staff.has_usable_password(),
            rule=accounts.activate,
            consequence=_(
                "The person chooses a password through the link; without an e-mail address it is shown here."
            ),
            done=handed_out,
        ),
        Step(
            name="reset",
            label=_("Reset password"),
            icon="lock_reset",
            permission="events.change_staff",
            when=lambda staff: staff.is_active and staff.has_usable_password(),
            rule=accounts.reset,
            consequence=_("The present password is void at once; the person chooses a new one through a link."),
            done=handed_out,
        ),
    )

    @display(
        description=_("role"), ordering="role", label={role: ROLE_COLOURS.get(role, "default") for role in Staff.Role}
    )
    def role_label(self, staff):
        return staff.role, staff.get_role_display()

    @display(description=_("password"))
    def password_state(self, staff):
        return _("chosen by the person") if staff.has_usable_password() else _("not chosen yet")

    def choices_for(self, name, rows, request):
        return rows.active() if name == "unit" else rows

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and obj != request.user

    def get_readonly_fields(self, request, obj=None):
        """Nobody shuts the own door or raises the own rank."""
        own = ["unit", "role", "is_active"] if obj and obj == request.user else []
        return [*self.readonly_fields, *own]

    def get_changeform_initial_data(self, request):
        """The right to see everything is given on purpose, never by leaving a choice as it stood."""
        return {"role": Staff.Role.EDITOR, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def process_result(self, result, request):
        """After a table of accounts: letters to those with an e-mail; the other links, shown once, for the office."""
        answer = super().process_result(result, request)
        new = [row.object_id for row in result.rows if row.import_type == RowResult.IMPORT_TYPE_NEW]
        people = Staff.objects.filter(pk__in=new).select_related("unit")
        given = [(staff, accounts.activate(staff, by=request.user, now=clock.now())) for staff in people]
        if not given:
            return answer
        context = {"title": _("Accounts made"), "opts": self.opts, "given": given}
        return TemplateResponse(request, "desk/accounts.html", {**self.admin_site.each_context(request), **context})
