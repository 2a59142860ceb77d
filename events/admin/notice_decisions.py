"""The answers to what was read: one address below that of the notice, for the page and for the part of it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.admin.base import ScopedAdmin
from events.admin.notice_forms import ItemForm
from events.admin.notice_screen import Screen, anchor
from events.foundation import clock
from events.models import Notice
from events.notices import deciding, importing

DECIDES = "events.change_notice"
# A button gives its verdict as its name and the item as its value; a form sends its verdict the same way.
AT_ONCE = (deciding.ACCEPT, deciding.REFUSE, deciding.OPEN, deciding.NOTHING)
WITH_VALUES = (deciding.CORRECT, deciding.POINT, deciding.TALK)
ALL = "accept_all"


class DecidesItems(ScopedAdmin):
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        decide, progress = (self.admin_site.admin_view(view) for view in (self.decide_view, self.progress_view))
        own = [
            path("<path:object_id>/decide/", decide, name=f"{name}_decide"),
            path("<path:object_id>/progress/", progress, name=f"{name}_progress"),
        ]
        return [*own, *super().get_urls()]

    def seen(self, request: HttpRequest, object_id: str) -> Notice:
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404(object_id)
        return row

    def screen(self, request: HttpRequest, row: Notice, asked: str = "") -> Screen:
        return Screen(row, may_decide=request.user.has_perm(DECIDES, row), now=clock.now(), asked=asked)

    def progress_view(self, request, object_id):
        """How far the reading is, for the page that waits; once it is over, the whole page again."""
        row = self.seen(request, object_id)
        if not request.htmx:
            return HttpResponseRedirect(self.page_of(row))
        if row.state != Notice.State.READING:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return TemplateResponse(request, "desk/notice/progress.html", {"notice": row, **self.addresses(row)})

    def decide_view(self, request, object_id):
        row = self.seen(request, object_id)
        if not request.user.has_perm(DECIDES, row):
            raise PermissionDenied(DECIDES)
        if row.state != Notice.State.READ:
            return HttpResponseRedirect(self.page_of(row))
        if request.method != "POST":
            form = self.form_asked(self.screen(request, row), request.GET)
            return self.part(request, row, form.key, form=form) if form else self.closed(request, row)
        if ALL in request.POST:
            return self.accept_all(request, row, request.POST[ALL])
        verdict = next((name for name in (*AT_ONCE, *WITH_VALUES) if request.POST.get(name)), "")
        return self.decide(request, row, request.POST.get(verdict, ""), verdict)

    def form_asked(self, screen: Screen, asked: Any) -> ItemForm | None:
        """The form of the item that the address names, as ?correct=point.7 or ?point=line.12 does."""
        if not screen.may_decide:
            return None
        for verdict in WITH_VALUES:
            key = asked.get(verdict, "")
            key = screen.passage(int(key)) if key.isdecimal() else key  # a number that was typed
            is_line = key in screen.passages
            if key in screen.keys and is_line == (verdict != deciding.CORRECT):
                return ItemForm(screen, key, verdict)
        return None

    def closed(self, request, row: Notice) -> HttpResponse:
        """The item without its form; the whole page where no item is named."""
        key = request.GET.get("item", "")
        known = key in self.screen(request, row).keys
        return self.part(request, row, key) if known else HttpResponseRedirect(self.page_of(row))

    def decide(self, request, row: Notice, key: str, verdict: str) -> HttpResponse:
        form = None
        if verdict in WITH_VALUES and self.form_asked(self.screen(request, row), request.POST):
            form = ItemForm(self.screen(request, row), key, verdict, request.POST)
            form.full_clean()
        try:
            facts = {"by": request.user, "now": clock.now()}
            row = importing.decide(row, key, verdict, request.POST.dict(), **facts)
        except ValidationError as refusal:
            return self.refused(request, row, key, form, refusal)
        if request.htmx:
            return self.part(request, row, key)
        return HttpResponseRedirect(f"{self.page_of(row)}#{anchor(key)}")

    def refused(self, request, row: Notice, key: str, form: ItemForm | None, refusal: ValidationError) -> HttpResponse:
        """Said where it was tried: in the form, at the item, or, where the item is gone, above the page."""
        words = " ".join(refusal.messages)
        if key not in self.screen(request, row).keys:
            messages.error(request, words)
            return HttpResponseRedirect(self.page_of(row))
        if form:
            form.errors.clear()
            form.refuse(refusal)
        if request.htmx:
            return self.part(request, row, key, form=form, refusal="" if form else words)
        if form:
            context = {"title": form.entry.name, "form": form, "entry": form.entry, **self.addresses(row)}
            return TemplateResponse(request, "desk/notice/page.html", {**self.page_context(request, row), **context})
        messages.error(request, words)
        return HttpResponseRedirect(f"{self.page_of(row)}#{anchor(key)}")

    def accept_all(self, request, row: Notice, group: str) -> HttpResponse:
        try:
            count = len(importing.accept_all(row, group, by=request.user, now=clock.now()))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(self.page_of(row))
        row.refresh_from_db()
        messages.success(request, ngettext("%(n)d item accepted.", "%(n)d items accepted.", count) % {"n": count})
        if any(deciding.group(key) == group for key in deciding.undecided(row.reading, row.decisions)):
            messages.warning(request, _("What cannot stand as it was read waits on: correct or refuse it."))
        return HttpResponseRedirect(f"{self.page_of(row)}#group-{group}")

    def part(self, request, row: Notice, key: str, *, form: ItemForm | None = None, refusal: str = "") -> HttpResponse:
        """The item anew, and what changes with it elsewhere: the counter, the head of its group, its lines."""
        screen = self.screen(request, row, asked=key)
        entry = screen.entry(key)
        context = {
            "screen": screen,
            "entry": entry,
            "form": form,
            "refusal": refusal,
            "group": screen.group(key),
            "told": [] if form or refusal else screen.lines(entry.lines),
            **self.addresses(row),
        }
        if not request.htmx:
            query = f"?{form.verdict}={key}" if form else ""
            return HttpResponseRedirect(f"{self.page_of(row)}{query}#{anchor(key)}")
        return TemplateResponse(request, "desk/notice/answer.html", context)

    def addresses(self, row: Notice) -> dict[str, str]:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return {
            "page_url": self.page_of(row),
            "decide_url": reverse(f"{name}_decide", args=[quote(row.pk)]),
            "progress_url": reverse(f"{name}_progress", args=[quote(row.pk)]),
        }
