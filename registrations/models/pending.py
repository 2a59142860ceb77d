from django.db import models
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField
from events.models import ContactCode, Session
from registrations.models.signup import Signup


class Pending(models.Model):
    """A sign-up that was typed and does not count before its contact is verified: it takes no seat and is in no list.

    It goes with the code's own row, within a day; what was typed goes as soon as it has become an entry.
    """

    contact = models.OneToOneField(
        ContactCode, models.CASCADE, related_name="pending", verbose_name=_("contact to be verified")
    )
    session = models.ForeignKey(Session, models.CASCADE, related_name="+", verbose_name=_("session"))
    request_index = models.CharField(max_length=64, editable=False)
    # The form as it was sent, so that it is read again when the code arrives, and can be shown again before.
    data = EncryptedTextField(_("what was typed"), blank=True, editable=False)
    signup = models.ForeignKey(Signup, models.CASCADE, null=True, related_name="+", verbose_name=_("sign-up"))

    class Meta:
        verbose_name = _("sign-up that waits for its code")
        verbose_name_plural = _("sign-ups that wait for their code")
        constraints = [
            models.UniqueConstraint(fields=["session", "request_index"], name="pending_once_a_request"),
        ]

    def __str__(self) -> str:
        return str(self.contact)
