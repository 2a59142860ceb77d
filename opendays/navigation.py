"""The sidebar of the desk, in the words of the office: what is registered, and what this person may see."""

from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

GROUPS = [
    (
        _("Open days"),
        {
            "events.session": "event",
            "events.point": "flag",
            "events.publication": "campaign",
            "events.duty": "schedule",
            "events.changefiling": "published_with_changes",
        },
    ),
    (
        _("Residents"),
        {
            "registrations.signup": "group",
            "registrations.roster": "playlist_add_check",
            "registrations.withdrawnroster": "playlist_remove",
            "registrations.objection": "gavel",
            "registrations.signuptable": "table",
            "registrations.guest": "contacts",
            "feedback.card": "rate_review",
            "feedback.opinion": "fact_check",
            "events.errorreport": "report",
        },
    ),
    (
        _("Plans"),
        {
            "events.plan": "description",
            "events.notice": "upload_file",
            "feedback.scheme": "leaderboard",
        },
    ),
    (
        _("Settings and records"),
        {
            "events.portal": "storefront",
            "events.unit": "account_tree",
            "events.staff": "badge",
            "events.rule": "rule",
            "events.specialday": "calendar_month",
            "events.calendarchange": "update",
            "events.reminding": "notifications",
            "events.message": "mail",
            "events.auditentry": "history",
        },
    ),
]
# Where a list is called otherwise at the desk than its model.
TITLES = {"events.rule": _("Office's default rules")}


def sidebar(request):
    first = {"title": _("My work"), "icon": "home", "link": reverse("admin:index")}
    pages = [
        ("", _("Inbox"), "inbox", "admin:inbox"),
        ("events.view_duty", _("Duties by month"), "calendar_view_month", "duty_month"),
        ("events.view_duty", _("Traffic lights"), "traffic", "duty_lights_index"),
        ("feedback.view_review", _("Performance review"), "monitoring", "admin:review_index"),
    ]
    seen = [page for page in pages if not page[0] or request.user.has_perm(page[0])]
    groups = [{"items": [first, *({"title": t, "icon": icon, "link": reverse(name)} for _code, t, icon, name in seen)]}]
    admins = {model._meta.label_lower: model_admin for model, model_admin in admin.site._registry.items()}
    for title, icons in GROUPS:
        items = [entry(admins[label], label, icon) for label, icon in icons.items() if sees(admins, label, request)]
        if "events.message" in icons and request.user.has_perm("events.view_messagetext"):
            items.insert(-1, {"title": _("Texts of letters"), "icon": "edit_document", "link": reverse("admin:texts")})
        if items:
            groups.append({"title": title, "separator": True, "items": items})
    return groups


def sees(admins, label, request):
    return label in admins and admins[label].has_view_permission(request)


def entry(model_admin, label, icon):
    opts = model_admin.opts
    return {
        "title": capfirst(TITLES.get(label, opts.verbose_name_plural)),
        "icon": icon,
        "link": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"),
    }
