from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MessageText(models.Model):
    """A letter in the office's own words, in one language. What is empty is as the portal was delivered with it."""

    app = models.CharField(_("part of the portal"), max_length=30)
    letter = models.CharField(_("letter"), max_length=60)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(pgettext_lazy("letter", "subject"), max_length=200, blank=True)
    body = models.TextField(pgettext_lazy("letter", "text"), blank=True)
    sms = models.TextField(_("text message"), blank=True)
    sms_template = models.CharField(_("template code of the text message"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        constraints = [models.UniqueConstraint(fields=["app", "letter", "language"], name="message_text_once")]

    def __str__(self) -> str:
        return f"{self.app}/{self.letter} ({self.language})"
