"""The sign-up form of one session, as the unit sets it: who may come, what is asked, and how residents see it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.steps import dress, put
from events.foundation import clock
from events.models import Session
from registrations import asking, terms
from registrations.forms import GroupForm, SignupForm
from registrations.models import Asked, Terms
from registrations.views import signup_context

TEMPLATE = "registrations/desk/terms.html"
EMPTY_LINES = 2


class TermsForm(forms.ModelForm):
    class Meta:
        model = Terms
        fields = terms.FIELDS
        widgets = {"areas": forms.Textarea({"rows": 3})}


class AskedForm(forms.ModelForm):
    class Meta:
        model = Asked
        fields = terms.OF_ASKED
        widgets = {"choices": forms.Textarea({"rows": 2})}

    def has_changed(self) -> bool:
        """An empty line is no question, whatever its position says."""
        return bool(self.instance.pk) or bool(self.data.get(self.add_prefix("item")))


AskedLines = forms.modelformset_factory(Asked, form=AskedForm, extra=EMPTY_LINES, can_delete=True)


def page(admin, request, session: Session):
    now = clock.now()
    may_change = request.user.has_perm(terms.RIGHT, session)
    given = request.POST if request.method == "POST" and may_change else None
    is_fixed = terms.is_fixed(session, now=now)
    form = TermsForm(given, instance=asking.terms_of(session) or Terms(session=session))
    asked = Asked.objects.filter(session=session)
    last = [{"position": len(asked) + number} for number in range(EMPTY_LINES)]
    lines = AskedLines(given, queryset=asked, initial=last, prefix="asked")
    close(form, lines, may_change=may_change, is_fixed=is_fixed)
    if given is not None and form.is_valid() and lines.is_valid() and kept(request, session, form, lines, now):
        messages.success(request, gettext("The sign-up form is kept."))
        return HttpResponseRedirect(request.path)
    for each in (form, *lines.forms):
        dress(each)
    context = {
        **admin.context_of(request, session),
        "title": _("Sign-up form"),
        "form": form,
        "lines": lines,
        "may_change": may_change,
        "is_fixed": is_fixed,
        "preview": reverse("admin:registrations_session_page", args=[session.pk, "form-preview"]),
        "errors": [*form.non_field_errors(), *lines.non_form_errors()],
    }
    return TemplateResponse(request, TEMPLATE, context)


def close(form: TermsForm, lines, *, may_change: bool, is_fixed: bool) -> None:
    """Leave open only what may be changed by this person at this time; what is closed keeps its value."""
    for name, field in form.fields.items():
        field.disabled = not may_change or (is_fixed and name in terms.WHO)
    for line in lines.forms:
        answered = is_fixed and line.instance.pk and line.instance.moment == Asked.Moment.SIGNUP
        if is_fixed and not line.instance.pk:
            line.fields["moment"].choices = [(Asked.Moment.SELECTED.value, Asked.Moment.SELECTED.label)]
        for field in line.fields.values():
            field.disabled = bool(not may_change or answered)


def kept(request, session: Session, form: TermsForm, lines, now) -> bool:
    asked = [
        {**line.cleaned_data, "id": line.instance.pk}
        for line in lines.forms
        if line.has_changed() and not line.cleaned_data.get("DELETE")
    ]
    try:
        terms.set_terms(session, terms=form.cleaned_data, asked=asked, by=request.user, now=now)
    except ValidationError as refused:
        put(form, refused)
        return False
    return True


def preview(admin, request, session: Session):
    """The form as residents will see it; it cannot be sent from here."""
    is_group = "group" in request.GET and asking.takes_groups(session)
    form = (GroupForm if is_group else SignupForm)(session=session, now=clock.now())
    context = {**signup_context(session, form, now=clock.now()), "why_not": "", "is_preview": True}
    return render(request, "registrations/signup.html", context)
