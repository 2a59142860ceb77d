"""How staff come to a password: by a link in a letter, never from another person."""

from django import forms
from django.contrib.auth import views
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from unfold.widgets import INPUT_CLASSES

from events import accounts
from events.foundation import clock, limits

LOOKS = {"class": " ".join(INPUT_CLASSES)}
LETTERS_AN_HOUR = 5


class ForgottenForm(forms.Form):
    """The answer is the same whether the address is known or not."""

    email = forms.EmailField(label=_("e-mail"), widget=forms.EmailInput({**LOOKS, "autocomplete": "email"}))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if not limits.allow(f"forgotten:{email.casefold()}", LETTERS_AN_HOUR, 3600):
            raise ValidationError(_("Letters were just sent to this address: please look there, or wait an hour."))
        return email

    def save(self, **options) -> None:
        accounts.forgotten(self.cleaned_data["email"], now=clock.now())


class NewPasswordForm(SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.update(LOOKS)


def page(view, template, following="", **options):
    look = {"template_name": f"desk/{template}.html", "extra_context": {"site_title": _("Staff desk")}}
    goes_on = {"success_url": reverse_lazy(f"admin:{following}")} if following else {}
    return view.as_view(**look, **goes_on, **options)


# Unfold's sign-in page looks for the first name, Django's own pages for the others.
PAGES = [
    (
        "password/forgotten/",
        "admin_password_reset",
        page(views.PasswordResetView, "password_forgotten", "password_reset_done", form_class=ForgottenForm),
    ),
    ("password/sent/", "password_reset_done", page(views.PasswordResetDoneView, "password_sent")),
    (
        "password/<uidb64>/<token>/",
        "password_reset_confirm",
        page(views.PasswordResetConfirmView, "password_new", "password_reset_complete", form_class=NewPasswordForm),
    ),
    ("password/done/", "password_reset_complete", page(views.PasswordResetCompleteView, "password_done")),
]
