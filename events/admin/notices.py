from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from events.admin import amendments, files
from events.admin.files import FilesAdmin
from events.admin.notice_decisions import DecidesItems
from events.admin.notice_forms import UploadForm
from events.admin.steps import Link, Step
from events.foundation import clock
from events.models import Notice
from events.notices import deciding, importing, receiving
from events.notices.lines import UnreadableNotice

State = Notice.State
BECOMES = _(
    "An official document becomes a plan: it is read, shown beside what was read in it, "
    "and applied only when you say so."
)
CONSEQUENCE = _(
    "A plan in draft is made with the themes, points, talks, units and rules that were read. "
    "It binds nobody until it is approved, and everything in it can be corrected before."
)


def consequence(notice, now):
    """Lines that gave nothing hinder nobody; who applies is told how many there are."""
    unread = [row for row in notice.reading["unread"] if f"line.{row['line']}" not in notice.decisions]
    if not unread:
        return CONSEQUENCE
    told = ngettext(
        "%(n)d line among the activities gave nothing and is left out.",
        "%(n)d lines among the activities gave nothing and are left out.",
        len(unread),
    )
    return f"{CONSEQUENCE} {told % {'n': len(unread)}}"


@admin.register(Notice)
class NoticeAdmin(DecidesItems, amendments.Amends, FilesAdmin):
    """An official document: uploaded, decided item by item beside its text, applied as a plan or as an amendment."""

    list_display = ["title", "found", "uploaded_at", "uploaded_by", "plan", "applied_at"]
    list_select_related = ["uploaded_by", "plan"]
    search_fields = ["title"]
    panel_template = "desk/includes/notice_panel.html"
    fields = ["uploaded_at", "uploaded_by", "applied_at", "applied_by"]
    readonly_fields = fields
    steps = (
        Step(
            name="apply",
            label=_("Apply"),
            icon="playlist_add_check",
            tone="primary",
            permission="events.apply_notice",
            when=lambda notice: notice.plan_id is None and notice.state == State.READ,
            rule=importing.apply,
            consequence=consequence,
            done=_("Applied. Please look the plan through, then approve it."),
            then=lambda notice, plan: reverse("admin:events_plan_change", args=[plan.pk]),
        ),
        Step(
            name="retry",
            label=_("Read again"),
            icon="refresh",
            tone="primary",
            permission="events.add_notice",
            when=lambda notice: notice.state == State.FAILED,
            rule=receiving.retry,
            consequence=_("The document is read once more. If that fails again, save it in another format."),
            done=_("The document waits to be read."),
        ),
        Link(
            name="amend",
            label=_("Apply as an amendment"),
            icon="edit_document",
            permission=amendments.RIGHT,
            when=amendments.may_amend,
            url=amendments.address,
        ),
        Link(
            name="file",
            label=_("Original document"),
            icon="download",
            permission="events.view_notice",
            when=lambda notice: bool(notice.file),
            url=lambda notice: files.address(notice, "original"),
        ),
        Link(
            name="plan",
            label=_("To the plan"),
            icon="description",
            permission="events.view_notice",
            when=lambda notice: notice.plan_id is not None,
            url=lambda notice: reverse("admin:events_plan_change", args=[notice.plan_id]),
        ),
    )

    class Media:
        css = {"all": ["css/notice.css"]}
        js = ["js/notice.js"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.plan_id is None)

    def delete_model(self, request, obj):
        receiving.remove_file(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for row in queryset:
            self.delete_model(request, row)

    def get_queryset(self, request):
        """What turned out to be here already leads there by its own address, and stands in no list."""
        rows = super().get_queryset(request)
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return rows.exclude(state=State.DOUBLE) if is_list else rows

    @display(description=_("what was read"))
    def found(self, notice):
        if notice.state != State.READ:
            return notice.get_state_display()
        reading = deciding.settled(notice.reading, notice.decisions)
        facts = {
            "themes": len([theme for theme in reading["themes"] if theme["title"]]),
            "points": sum(len(theme["points"]) for theme in reading["themes"]),
            "talks": len(reading["talks"]),
            "waiting": len(deciding.undecided(notice.reading, notice.decisions)),
        }
        if facts["waiting"]:
            return _("%(themes)s themes, %(points)s open points, %(talks)s talks; %(waiting)s to be decided") % facts
        return _("%(themes)s themes, %(points)s open points, %(talks)s talks") % facts

    def add_view(self, request, form_url="", extra_context=None):
        """Outside of one transaction: what is accepted is kept before it is read."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        now = clock.now()
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*given, subject=Notice(), staff=request.user, now=now)
        if given and form.is_valid():
            try:
                return self.taken(request, *receiving.take(*form.brought(), by=request.user, now=now))
            except UnreadableNotice as error:
                form.add_error("file" if form.is_file else "text", str(error))
        here = {"opts": self.opts, "row_url": reverse("admin:events_notice_changelist")}
        context = {**self.admin_site.each_context(request), **here, "title": _("Bring a notice"), "form": form}
        return TemplateResponse(request, "desk/bring.html", {**context, "says": BECOMES, "act": "_save"})

    def taken(self, request, notice, is_known):
        if is_known:
            messages.info(request, _("This document is here already; nothing was added."))
        elif notice.state == State.READ:
            messages.success(request, _("The document has been read. Nothing is applied yet."))
        return HttpResponseRedirect(self.page_of(notice))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.seen(request, unquote(object_id))
        if row.state == State.DOUBLE:
            messages.info(request, _("This document is here already; nothing was added."))
            return HttpResponseRedirect(self.page_of(row.same_as))
        return super().change_view(request, object_id, form_url, extra_context)

    def file_of(self, row, kind, key):
        return row.file, False

    def panel(self, request, row):
        """Progress, a failure or the reading; with the form of the item that the address names, if any."""
        context = {"notice": row, **self.addresses(row)}
        if row.state != State.READ:
            return context
        form = self.form_asked(self.screen(request, row), request.GET)
        screen = self.screen(request, row, asked=form.key if form else "")
        return {**context, "screen": screen, "form": form, "runs": screen.runs, "groups": screen.groups}
