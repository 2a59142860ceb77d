from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.foundation import sms
from events.models import Category, Session
from registrations import entries, gate, watchers


class SignupForm(forms.Form):
    """A resident's sign-up: the shape of what is typed, and its faults in the words of the rule."""

    name = forms.CharField(label=_("Name"), max_length=entries.NAME_LENGTH)
    phone = forms.CharField(label=_("Telephone"), max_length=40, widget=forms.TextInput({"type": "tel"}))
    category = forms.ChoiceField(label=_("You come as"), widget=forms.RadioSelect({"class": "form-check-input"}))
    companions = forms.IntegerField(label=_("People who come with you"), min_value=0, initial=0)
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.TextInput({"type": "email"})
    )
    consent = forms.BooleanField(label=_("I agree that my data is used for this session as described above"))
    request_key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    # A trap for programs: people do not see this field.
    website = forms.CharField(label=_("Leave this field empty"), required=False)

    def __init__(self, *args, session: Session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        offered = entries.offered(session)
        self.most = max(min(session.companions_max, session.capacity - 1), 0)
        self.fields["category"].choices = [(category.value, category.label) for category in offered]
        self.fields["category"].initial = offered[0].value if offered else None
        if not self.most:
            del self.fields["companions"]
        self._say_more()
        if gate.verifies(session) and not sms.is_on():
            email = self.fields["email"]
            email.required, email.help_text = True, _("A code goes there: please enter one that you can read now.")
            email.error_messages["required"] = _("Please enter the e-mail address to which the code can go.")

    def _say_more(self) -> None:
        texts = {
            "name": _("As on your identity card. In public only the surname is ever shown."),
            "phone": _("We call only about this session."),
            "email": _("May stay empty. With it, the result and your private link also come by e-mail."),
            "companions": _("They take seats and come in or stay out together with you; at most %(count)d."),
        }
        attributes = {
            "name": {"autocomplete": "name"},
            "phone": {"autocomplete": "tel", "inputmode": "tel"},
            "email": {"autocomplete": "email", "inputmode": "email"},
            "companions": {"inputmode": "numeric", "max": self.most},
            "consent": {"class": "form-check-input"},
            "website": {"autocomplete": "off", "tabindex": "-1"},
        }
        for name, text in texts.items():
            if name in self.fields:
                self.fields[name].help_text = text % {"count": self.most} if name == "companions" else text
        for name, values in attributes.items():
            if name in self.fields:
                self.fields[name].widget.attrs.update(values)
        self.fields["category"].error_messages["required"] = _("Please say as whom you come.")
        self.fields["name"].error_messages["required"] = _("Please enter your name.")
        self.fields["phone"].error_messages["required"] = _("Please enter a telephone number.")
        self.fields["consent"].error_messages["required"] = _(
            "Without your consent we may not keep your name and number, and cannot take the sign-up."
        )

    def clean(self):
        check_trap(self)
        self._name_all_faults()
        return super().clean()

    def _name_all_faults(self) -> None:
        """Beside what the form misses, all that the rule would refuse: nobody should have to mend twice."""
        typed = {name: self.cleaned_data.get(name, "") for name in ("name", "phone", "email")}
        found = entries.faults(**typed)
        if text := entries.companions_fault(self.cleaned_data.get("companions") or 0, self.session):
            found["companions"] = text
        for name, text in found.items():
            if name not in self.errors:
                self.add_error(name, ValidationError(text, code=name))


class WalkInForm(forms.Form):
    """Somebody who stands at the door without a sign-up."""

    name = forms.CharField(label=_("Name"), max_length=entries.NAME_LENGTH)
    phone = forms.CharField(label=_("Telephone (may stay empty)"), max_length=40, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices, initial=Category.RESIDENT)
    people = forms.IntegerField(label=_("People"), min_value=1, initial=1)


class WatchForm(forms.Form):
    """Where a reminder of a livestream goes: an e-mail address, or a mobile number where text messages are sent."""

    contact = forms.CharField(
        label=_("E-mail"), max_length=254, error_messages={"required": _("Please enter where to remind you.")}
    )
    consent = forms.BooleanField(
        label=_("I agree that my address is used to remind me of this livestream"),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        error_messages={"required": _("Without your consent we may not keep your address, and cannot remind you.")},
    )
    # A trap for programs: people do not see this field.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contact = self.fields["contact"]
        contact.widget.attrs.update(autocomplete="email", inputmode="email")
        if sms.is_on():
            contact.label = _("E-mail or mobile number")

    def clean_contact(self):
        watchers.reached(self.cleaned_data["contact"])
        return self.cleaned_data["contact"]

    def clean(self):
        check_trap(self)
        return super().clean()


class CodeForm(forms.Form):
    """The six digits that came by text message or e-mail."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Please enter the code that was sent to you.")},
    )

    @classmethod
    def after(cls, refused: ValidationError | None):
        """The empty form, with the reason why the last code was refused."""
        form = cls({"code": "-"} if refused else None)
        if refused:
            form.add_error("code", refused)
            form.data = {}
        return form


class LostForm(forms.Form):
    """The contact under which somebody signed up."""

    contact = forms.CharField(
        label=_("E-mail"), max_length=254, error_messages={"required": _("Please enter the contact of your sign-up.")}
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].widget.attrs.update(autocomplete="email", inputmode="email")
        if sms.is_on():
            self.fields["contact"].label = _("E-mail or mobile number")

    def clean_contact(self):
        watchers.reached(self.cleaned_data["contact"])
        return self.cleaned_data["contact"]

    def clean(self):
        check_trap(self)
        return super().clean()


def check_trap(form: forms.Form) -> None:
    """Refuse what fell into the trap, and empty it, so that a person can send once more."""
    if form.cleaned_data.pop("website", ""):
        form.data = form.data.copy()
        form.data["website"] = ""
        raise ValidationError(
            _("A field that people do not see was filled in. If you are a person, please send once more."),
            code="trap",
        )
