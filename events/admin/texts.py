"""The texts of letters at the desk: which there are, and one of them in one language to be put into other words."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from events.admin.steps import dress, put
from events.foundation import clock, languages, permissions, sms, texts, wording
from events.models import MessageText

LANGUAGES = dict(settings.LANGUAGES)
READERS = {
    "registrations": _("To those who signed up"),
    "feedback": _("About opinions"),
    "events": _("To staff"),
}


def urls(site):
    return [
        path("texts/", site.admin_view(index), name="texts"),
        path("texts/<slug:app>/<slug:name>/<slug:language>/", site.admin_view(edit), name="text"),
    ]


@require_safe
def index(request):
    """Every letter, by its readers; marked where the office has words of its own."""
    permissions.require(request.user, "events.view_messagetext")
    own = set(MessageText.objects.values_list("app", "letter", "language"))
    groups = [
        (title, [line(letter, own) for letter in wording.LETTERS.values() if letter.app == app])
        for app, title in READERS.items()
    ]
    return answer(request, "desk/texts.html", _("Texts of letters"), groups=groups)


def line(letter, own):
    links = [
        (language, reverse("admin:text", args=[letter.app, letter.name, code]), (letter.app, letter.name, code) in own)
        for code, language in LANGUAGES.items()
    ]
    return letter.title, links


class TextForm(forms.Form):
    """Which placeholders may and must stand in a text is the rule's knowledge (foundation/texts.py)."""

    subject = forms.CharField(label=pgettext_lazy("letter", "subject"), max_length=200, strip=True)
    body = forms.CharField(label=pgettext_lazy("letter", "text"), widget=forms.Textarea(attrs={"rows": 16}))
    sms_text = forms.CharField(
        label=_("text message"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The short form, on one line; used where the reader gets text messages."),
    )
    sms_template = forms.CharField(
        label=_("template code of the text message"),
        max_length=60,
        required=False,
        help_text=_("The code under which the gateway's provider approved the short form; empty: the text is sent."),
    )

    def __init__(self, *args, letter, **kwargs):
        super().__init__(*args, **kwargs)
        self.letter = letter
        dress(self)

    def clean(self):
        given = super().clean()
        try:
            texts.check(self.letter, **{name: given.get(name, "") for name in ("subject", "body", "sms_text")})
        except ValidationError as refused:
            self._refuse(refused)
        return given

    def _refuse(self, refused):
        """At each field, unless that is empty and says so already."""
        for name, errors in refused.error_dict.items():
            field = "sms_text" if name == "sms" else name
            if field not in self.errors:
                put(self, ValidationError({field: errors}))


def edit(request, app, name, language):
    """The present text; a preview beside it; saved only when asked to."""
    permissions.require(request.user, "events.view_messagetext")
    letter = wording.LETTERS.get((app, name))
    if letter is None or language not in LANGUAGES:
        raise Http404(name)
    may_change = request.user.has_perm("events.change_messagetext")
    now, current = clock.now(), wording.current(app, name, language)
    here = reverse("admin:text", args=[app, name, language])
    if request.method == "POST":
        permissions.require(request.user, "events.change_messagetext")
        if "reset" in request.POST:
            texts.reset(letter, language, by=request.user, now=now)
            messages.success(request, _("The letter has its original text again."))
            return HttpResponseRedirect(here)
        form = TextForm(request.POST, letter=letter)
        if form.is_valid() and "preview" not in request.POST:
            texts.change(letter, language, **form.cleaned_data, by=request.user, now=now)
            messages.success(request, _("Saved. Letters written from now on have this text."))
            return HttpResponseRedirect(here)
    else:
        form = TextForm(initial=initial(current), letter=letter)
    context = {
        "form": form,
        "letter": letter,
        "may_change": may_change,
        "is_own": MessageText.objects.filter(app=app, letter=name, language=language).exists(),
        "preview": shown(letter, form, current, language),
        "placeholders": placeholders(letter, language),
        "most": sms.MOST_PARTS,
        "languages": [
            (code, title, reverse("admin:text", args=[app, name, code])) for code, title in LANGUAGES.items()
        ],
        "language": language,
        "index_url": reverse("admin:texts"),
    }
    return answer(request, "desk/text.html", letter.title, **context)


def initial(current):
    return {
        "subject": current.subject,
        "body": current.body,
        "sms_text": current.sms,
        "sms_template": current.sms_template,
    }


def shown(letter, form, current, language):
    """The preview of what is typed, or of the text in use; None where what is typed cannot be put together."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else None
    if form.is_bound and given is None:
        return None
    words = given or initial(current)
    with languages.spoken(language):
        return texts.preview(letter, **{name: words[name] for name in ("subject", "body", "sms_text")})


def placeholders(letter, language):
    """Name, meaning, sample, and whether it must stand in the text; the obligatory ones first."""
    with languages.spoken(language):
        samples = letter.samples()
    rows = [
        (name, place.meaning, samples[name], name in letter.obligatory) for name, place in letter.placeholders.items()
    ]
    return sorted(rows, key=lambda row: not row[3])


def answer(request, template, title, **more):
    return TemplateResponse(request, template, {**admin.site.each_context(request), "title": title, **more})
