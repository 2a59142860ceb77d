"""Tables of sign-ups at the desk: brought, checked and entered, or written and fetched; to each only theirs."""

import io

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin.base import ReadOnlyAdmin
from events.admin.steps import Link, Step, StepForm
from events.admin.transfer import TransferAdmin
from events.foundation import clock
from events.models import Session
from events.tasks import after_commit
from registrations import blank_table, sheets, tables
from registrations.models import Signup, SignupTable
from registrations.tasks import carry_tables

Source, State, Kind = Signup.Source, SignupTable.State, SignupTable.Kind
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {
    "checking": "info",
    "checked": "warning",
    "faulty": "danger",
    "entering": "info",
    "writing": "info",
    "done": "success",
    "failed": "danger",
}


class BringForm(StepForm):
    """A table for one session, and what whoever brings it stands for."""

    session = forms.ModelChoiceField(Session.objects.none(), label=_("Session"))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A list as .xlsx or .csv with the heads “name” and “telephone”, in any order; the table to fill in has"
            " everything that the session asks."
        ),
        error_messages={"empty": _("This file is empty.")},
    )
    source = forms.ChoiceField(
        label=_("How the people came"),
        choices=[(value, Source(value).label) for value in (Source.LETTER, Source.PHONE, Source.COUNTER)],
    )
    agreed = forms.BooleanField(
        label=_("Everyone on the list has agreed that their data is used for this session"),
        error_messages={"required": _("Nobody is entered who has not agreed.")},
    )

    def prepare(self) -> None:
        rows = Session.objects.visible_to(self.staff).filter(state=Session.State.ANNOUNCED, starts_at__gt=self.now)
        self.fields["session"].queryset = rows.order_by("starts_at")
        self.fields["session"].initial = self.initial.get("session")

    def only_session(self) -> Session | None:
        """The session whose table is wanted: nothing else need have been filled in yet."""
        for name in ("file", "source", "agreed"):
            self.fields[name].required = False
        return self.cleaned_data["session"] if self.is_valid() else None


class CarriesTables(TransferAdmin):
    """The import and export of the list of sign-ups: by the worker, not by the page."""

    def import_action(self, request, *args, **kwargs):
        if not self.has_import_permission(request):
            raise PermissionDenied
        now, first = clock.now(), {"session": request.GET.get("session__id__exact")}
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = BringForm(*given, subject=Signup(), staff=request.user, now=now, initial=first)
        if given and (answer := self.taken(request, form, now)):
            return answer
        says = {"form": form, "most": sheets.MOST_ROWS}
        return self.transfer_page(request, "registrations/desk/import.html", gettext("Import sign-ups"), says)

    def taken(self, request, form, now):
        """The table to fill in, or the way to the one that was brought; None with the faults on the form."""
        if "blank" in request.POST:
            session = form.only_session()
            return blank(session) if session else None
        table = brought(form, by=request.user, now=now) if form.is_valid() else None
        return HttpResponseRedirect(page_of(table)) if table else None

    def process_import(self, request, *args, **kwargs):
        raise Http404("a table is entered from its own page")

    def export_action(self, request, *args, **kwargs):
        """What the list shows, with its filters, is what is written."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        rows = self.get_export_queryset(request)
        if request.method != "POST":
            says = {"count": rows.count(), "most": tables.MOST_OUT}
            return self.transfer_page(request, "registrations/desk/export.html", gettext("Export sign-ups"), says)
        now = clock.now()
        name = f"{gettext('sign-ups')}-{timezone.localtime(now):%Y%m%d-%H%M}.xlsx"
        keys = rows.order_by("session", "entered_at", "pk").values_list("pk", flat=True).iterator()
        try:
            table = tables.ask(keys, name=name, by=request.user, now=now)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return HttpResponseRedirect(request.get_full_path())
        after_commit(carry_tables)
        return HttpResponseRedirect(page_of(table))

    def transfer_page(self, request, template, title, says):
        here = {"opts": self.opts, "title": title, "row_url": reverse("admin:registrations_signup_changelist")}
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **here, **says})


def blank(session: Session) -> HttpResponse:
    """The table to fill in for this session."""
    target = io.BytesIO()
    blank_table.write(session, target)
    name = content_disposition_header(True, f"{gettext('sign-ups')}-{session.title}.xlsx")
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HttpResponse(target.getvalue(), content_type=XLSX, headers=headers)


def brought(form: BringForm, *, by, now) -> SignupTable | None:
    """The table, or None with the reason on the form."""
    given = dict(form.cleaned_data)
    file, session = given.pop("file"), given.pop("session")
    try:
        table = tables.bring(session, name=file.name, content=file.read(), by=by, now=now, **given)
    except ValidationError as refused:
        form.refuse(refused)
        return None
    after_commit(carry_tables)
    return table


def page_of(table: SignupTable) -> str:
    return reverse("admin:registrations_signuptable_change", args=[table.pk])


def carry_out(table, *, by, now):
    done = tables.carry_out(table, by=by, now=now)
    after_commit(carry_tables)
    return done


def enters(table, now):
    count = ngettext("%(n)d sign-up is entered.", "%(n)d sign-ups are entered.", table.rows) % {"n": table.rows}
    rest = gettext("They stand in the order of the rows behind those who came before, and get the usual letter.")
    return f"{count}{rest}"


def list_of(table):
    return f"{reverse('admin:registrations_signup_changelist')}?session__id__exact={table.session_id}"


@admin.register(SignupTable)
class SignupTableAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "session", "shown_state", "rows", "asked_at"]
    list_select_related = ["session"]
    panel_template = "registrations/desk/table.html"
    readonly_fields = ["kind", "session", "source", "asked_at", "ended_at"]
    steps = (
        Step(
            name="carry-out",
            label=_("Enter these sign-ups"),
            icon="playlist_add_check",
            tone="primary",
            permission="registrations.import_signup",
            when=lambda table: table.state == State.CHECKED,
            rule=carry_out,
            consequence=enters,
            done=_("The sign-ups are being entered."),
        ),
        Link(
            name="fetch",
            label=_("Download"),
            icon="download",
            tone="primary",
            permission="registrations.export_signup",
            when=lambda table: table.kind == Kind.OUT and table.state == State.DONE,
            url=lambda table: reverse("admin:registrations_signuptable_fetch", args=[table.pk]),
        ),
        Link(
            name="list",
            label=_("To the sign-ups"),
            icon="group",
            permission="registrations.view_signup",
            when=lambda table: table.kind == Kind.IN and table.state == State.DONE,
            url=list_of,
        ),
        Link(
            name="again",
            label=_("Choose the mended file"),
            icon="upload_file",
            tone="primary",
            permission="registrations.import_signup",
            when=lambda table: table.kind == Kind.IN and table.state in (State.FAULTY, State.FAILED),
            url=lambda table: f"{reverse('admin:registrations_signup_import')}?session__id__exact={table.session_id}",
        ),
    )

    class Media:
        css = {"all": ["css/notice.css", "css/signups.css"]}

    def get_urls(self):
        fetch, progress = map(self.admin_site.admin_view, (self.fetch_view, self.progress_view))
        return [
            path("<path:object_id>/fetch/", fetch, name="registrations_signuptable_fetch"),
            path("<path:object_id>/progress/", progress, name="registrations_signuptable_progress"),
            *super().get_urls(),
        ]

    def get_fields(self, request, obj=None):
        comes_in = obj is not None and obj.kind == Kind.IN
        return ["kind", *(["session", "source"] if comes_in else []), "asked_at", "ended_at"]

    @display(description=_("state"), label=TONES)
    def shown_state(self, table):
        return table.state, table.get_state_display()

    def panel(self, request, row):
        return {"table": row, "progress_url": reverse("admin:registrations_signuptable_progress", args=[row.pk])}

    def progress_view(self, request, object_id):
        """How far it is, for the page that waits; once it is over, the whole page again."""
        row = self.mine(request, object_id)
        if not request.htmx:
            return HttpResponseRedirect(page_of(row))
        if not row.is_at_work:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return TemplateResponse(request, "registrations/desk/includes/table_progress.html", self.panel(request, row))

    def fetch_view(self, request, object_id):
        """The workbook, to the person who asked for it and to nobody else."""
        row = self.mine(request, object_id)
        if not request.user.has_perm("registrations.export_signup"):
            raise PermissionDenied
        if row.kind != Kind.OUT or row.state != State.DONE or row.gone_at <= clock.now():
            raise Http404(object_id)
        name = content_disposition_header(True, row.name)
        headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
        return StreamingHttpResponse(tables.content(row), content_type=XLSX, headers=headers)

    def mine(self, request, object_id):
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404(quote(object_id))
        return row
