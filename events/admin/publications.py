from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import publications
from events.admin import files
from events.admin.base import ScopedTabular
from events.admin.files import FilesAdmin
from events.admin.filters import ByChoice, ByDay, ByRelated
from events.admin.forms import ChannelForm, DropPictureForm, PictureForm, PublishForm
from events.admin.session_steps import announcement_seen, words_of
from events.admin.steps import Link, ReasonForm, Step, may_become
from events.foundation import clock
from events.models import ChannelProof, Picture, Publication

Kind, State = Publication.Kind, Publication.State
PAPER_COLOURS = {"draft": "warning", "published": "success", "withdrawn": "danger"}
PUBLISH = {
    Kind.ANNOUNCEMENT: publications.announce,
    Kind.REPORT: publications.publish_report,
    Kind.EVALUATION: publications.publish_evaluation,
}


def publish(paper, *, by, now, late_reason=""):
    return PUBLISH[paper.kind](paper.session, by=by, now=now, late_reason=late_reason)


def record_channel(paper, *, channel, **facts):
    return publications.record_channel(paper, channel, **facts)


def add_picture(paper, *, file, alt, by, now):
    return publications.add_picture(paper, file, alt, by=by, now=now)


def drop_picture(paper, *, picture, by, now):
    publications.remove_picture(picture, by=by, now=now)


def publish_consequence(paper, now):
    kinds = PublishForm.kinds_of[paper.kind]
    duties = paper.session.duties.open().filter(kind__in=kinds, subject="").select_related("plan")
    return " ".join([str(_("It becomes public at once.")), *(words_of(duty, now) for duty in duties)])


def publish_seen(paper, now):
    return announcement_seen(paper.session, now) if paper.kind == Kind.ANNOUNCEMENT else {"paper": paper}


def thumbnail(row, kind, alt):
    address = files.address(row.publication, kind, row.pk)
    return format_html('<a href="{0}"><img class="desk-thumb" src="{0}" alt="{1}" loading="lazy"></a>', address, alt)


class Written(ScopedTabular):
    """Rows that only steps write."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class Proofs(Written):
    model = ChannelProof
    fields = ["channel", "address", "published_at", "picture_shown", "recorded_by"]
    readonly_fields = fields
    verbose_name_plural = _("where it stands besides this portal")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("channel", "recorded_by")

    @display(description=_("address"))
    def address(self, proof):
        return format_html('<a class="desk-link desk-break" href="{0}" rel="noreferrer">{0}</a>', proof.url)

    @display(description=_("picture"))
    def picture_shown(self, proof):
        return thumbnail(proof, "proof", proof.channel) if proof.picture else "–"


class Pictures(Written):
    model = Picture
    fields = ["shown", "alt", "size"]
    readonly_fields = fields

    @display(description=_("picture"))
    def shown(self, picture):
        return thumbnail(picture, "picture", picture.alt)

    @display(description=_("size"))
    def size(self, picture):
        return f"{picture.width} × {picture.height}"


@admin.register(Publication)
class PublicationAdmin(FilesAdmin):
    inlines = [Proofs, Pictures]
    text_rows = 18
    list_display = ["title", "kind", "unit", "state_label", "published_at", "column"]
    list_filter = [
        ("kind", ByChoice),
        ("state", ByChoice),
        ("session__unit", ByRelated),
        ("published_at", ByDay),
    ]
    list_filter_submit = True
    list_select_related = ["session__unit"]
    search_fields = ["title", "session__title", "session__unit__name"]
    search_help_text = _("Title, session or unit")
    readonly_fields = ["kind", "session", "column", "state", "published_at", "published_by", "late_reason"]
    fieldsets = [
        (_("Paper"), {"fields": ["title", "body"]}),
        (_("Publication"), {"fields": readonly_fields}),
    ]
    steps = (
        Step(
            name="publish",
            label=_("Publish"),
            icon="campaign",
            tone="primary",
            permission="events.publish_publication",
            when=lambda paper: paper.state == State.DRAFT and paper.session.state in Publication.READY[paper.kind],
            rule=publish,
            form_class=PublishForm,
            consequence=publish_consequence,
            done=_("Published."),
            context=publish_seen,
            template="desk/step_checked.html",
        ),
        Step(
            name="draft-again",
            label=_("Draft again"),
            icon="restart_alt",
            permission="events.change_publication",
            when=lambda paper: paper.state == State.DRAFT and bool(publications.differences(paper.session)),
            rule=publications.draft_again,
            consequence=_(
                "Title and text are written anew from the session's facts; what was changed by hand is replaced."
            ),
            done=_("Drafted. Look it through and change what is needed."),
        ),
        Step(
            name="channel",
            label=_("Record a channel"),
            icon="add_link",
            tone="primary",
            permission="events.add_channelproof",
            when=lambda paper: paper.kind == Kind.ANNOUNCEMENT and paper.state == State.PUBLISHED,
            rule=record_channel,
            form_class=ChannelForm,
            consequence=_(
                "With the last channel of the plan the duty to announce is done: the latest moment of all counts."
            ),
            done=_("Recorded."),
        ),
        Step(
            name="picture",
            label=_("Add a picture"),
            icon="add_photo_alternate",
            permission="events.add_picture",
            when=lambda paper: paper.kind != Kind.ANNOUNCEMENT and paper.state != State.WITHDRAWN,
            rule=add_picture,
            form_class=PictureForm,
            done=_("The picture is added."),
        ),
        Step(
            name="drop-picture",
            label=_("Take a picture out"),
            icon="hide_image",
            permission="events.delete_picture",
            when=lambda paper: paper.pictures.exists(),
            rule=drop_picture,
            form_class=DropPictureForm,
            done=_("The picture is taken out."),
        ),
        Step(
            name="withdraw",
            label=_("Withdraw"),
            icon="visibility_off",
            tone="danger",
            permission="events.withdraw_publication",
            when=may_become(State.WITHDRAWN),
            rule=publications.withdraw,
            form_class=ReasonForm,
            consequence=_("The public does not see the paper any more. What was done in time stays done."),
            done=_("Withdrawn."),
        ),
        Step(
            name="restore",
            label=_("Publish again"),
            icon="visibility",
            tone="primary",
            permission="events.publish_publication",
            when=lambda paper: paper.state == State.WITHDRAWN,
            rule=publications.restore,
            done=_("Public again."),
        ),
        Link(
            name="session",
            label=_("To the session"),
            icon="event",
            permission="events.view_publication",
            url=lambda paper: reverse("admin:events_session_change", args=[paper.session_id]),
        ),
    )

    def has_add_permission(self, request):
        """A paper is drafted from its session."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def is_editable(self, row, staff):
        return row.state != State.WITHDRAWN

    def get_inlines(self, request, obj):
        return [Proofs] if obj and obj.kind == Kind.ANNOUNCEMENT else [Pictures]

    def file_of(self, row, kind, key):
        if kind == "picture":
            return getattr(row.pictures.filter(pk=key).first(), "image", None), True
        return getattr(row.proofs.filter(pk=key).first(), "picture", None), True

    def save_model(self, request, obj, form, change):
        words = {"title": form.cleaned_data["title"], "body": form.cleaned_data["body"]}
        publications.write(obj, **words, by=request.user, now=clock.now())

    @display(description=_("unit"), ordering="session__unit__name")
    def unit(self, paper):
        return paper.session.unit

    @display(description=_("state"), ordering="state", label=PAPER_COLOURS)
    def state_label(self, paper):
        return paper.state, paper.get_state_display()
