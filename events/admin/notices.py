from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin import files
from events.admin.base import DeskForm
from events.admin.files import FilesAdmin
from events.admin.steps import Link, Step
from events.foundation import clock
from events.models import Notice, Rule
from events.notices import importing, reading
from events.notices.lines import UnreadableNotice


class UploadForm(DeskForm):
    class Meta:
        model = Notice
        fields = ["file"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].widget.attrs["accept"] = ",".join(reading.ENDINGS)
            self.fields["file"].help_text = _(
                "Word (.docx), PDF with text, a saved web page, a table (.xlsx, .csv) or plain text, up to 20 MB. "
                "Nothing is applied yet."
            )


@admin.register(Notice)
class NoticeAdmin(FilesAdmin):
    """An official document: uploaded, shown beside what was read in it, applied."""

    form = UploadForm
    list_display = ["title", "found", "uploaded_at", "uploaded_by", "plan", "applied_at"]
    list_select_related = ["uploaded_by", "plan"]
    search_fields = ["title"]
    panel_template = "desk/includes/notice_panel.html"
    fields = ["uploaded_at", "uploaded_by", "applied_at", "applied_by"]
    readonly_fields = fields
    add_fieldsets = [(None, {"fields": ["file"]})]
    steps = (
        Step(
            name="apply",
            label=_("Apply"),
            icon="playlist_add_check",
            tone="primary",
            permission="events.apply_notice",
            when=lambda notice: notice.plan_id is None,
            rule=importing.apply,
            consequence=_(
                "A plan in draft is made with the themes, points, talks, units and rules that were read. "
                "It binds nobody until it is approved, and everything in it can be corrected before."
            ),
            done=_("Applied. Please look the plan through, then approve it."),
            then=lambda notice, plan: reverse("admin:events_plan_change", args=[plan.pk]),
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

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.plan_id is None)

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    @display(description=_("what was read"))
    def found(self, notice):
        points = sum(len(theme["points"]) for theme in notice.reading.get("themes", []))
        return _("%(themes)s themes, %(points)s open points, %(talks)s talks, %(doubts)s doubts") % {
            "themes": len([theme for theme in notice.reading.get("themes", []) if theme["title"]]),
            "points": points,
            "talks": len(notice.reading.get("talks", [])),
            "doubts": len(notice.reading.get("doubts", [])),
        }

    def save_model(self, request, obj, form, change):
        """The document is read at once; one that is here already is shown again."""
        file, here = form.cleaned_data["file"], set(Notice.objects.values_list("pk", flat=True))
        try:
            kept = importing.receive(file.name, file.read(), by=request.user, now=clock.now())
        except UnreadableNotice as error:
            raise ValidationError({"file": str(error)}, code="unreadable") from error
        obj.pk = kept.pk
        obj.refresh_from_db()
        request.is_known_notice = kept.pk in here

    def response_add(self, request, obj, post_url_continue=None):
        if not request.is_known_notice:
            return super().response_add(request, obj, post_url_continue)
        messages.info(request, _("This document is here already; nothing was added."))
        return redirect("admin:events_notice_change", obj.pk)

    def file_of(self, row, kind, key):
        return row.file, False

    def panel(self, request, row):
        reading = row.reading
        doubted = {doubt["line"] for doubt in reading.get("doubts", [])}
        unread = {entry["line"] for entry in reading.get("unread", [])}
        lines = [
            {"number": number, "text": text, "doubts": number in doubted, "unread": number in unread}
            for number, text in enumerate(row.text.split("\n"), 1)
        ]
        facts = [{**rule, "value": str(rule["value"])} for rule in reading.get("rules", [])]
        return {"lines": lines, "reading": reading, "rules": [Rule(**fact) for fact in facts]}
