"""How staff come to a password: by a link in a letter, never from another person."""

from django import forms
from django.contrib import admin
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


class Looks:
    """The colours and words of the desk, on pages before the sign-in."""

    def get_context_data(self, **context):
        return super().get_context_data(**{**admin.site.each_context(self.request), **context})


class Forgotten(Looks, views.PasswordResetView):
    form_class = ForgottenForm
    template_name = "desk/password_forgotten.html"
    success_url = reverse_lazy("admin:password_reset_done")


class Sent(Looks, views.PasswordResetDoneView):
    template_name = "desk/password_sent.html"


class Chosen(Looks, views.PasswordResetConfirmView):
    form_class = NewPasswordForm
    template_name = "desk/password_new.html"
    success_url = reverse_lazy("admin:password_reset_complete")


class Done(Looks, views.PasswordResetCompleteView):
    template_name = "desk/password_done.html"


# Unfold's sign-in page looks for the first name, Django's own pages for the others.
PAGES = [
    ("password/forgotten/", "admin_password_reset", Forgotten.as_view()),
    ("password/sent/", "password_reset_done", Sent.as_view()),
    ("password/<uidb64>/<token>/", "password_reset_confirm", Chosen.as_view()),
    ("password/done/", "password_reset_complete", Done.as_view()),
]
