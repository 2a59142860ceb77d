"""The desk of this app."""

from django.utils.translation import gettext_lazy as _

from events.admin import acts, changes
from feedback.admin.cards import CardAdmin
from feedback.admin.opinions import OpinionAdmin
from feedback.admin.schemes import SchemeAdmin
from feedback.admin.session_stage import answer

acts.name(
    {
        "card.hand_in": _("opinion card handed in"),
        "card.take_up": _("opinion card taken into the ledger"),
        "card.set_aside": _("opinion card set aside"),
        "opinion.take_up": _("opinion taken into the ledger"),
        "opinion.reply": _("reply written"),
        "opinion.approve": _("reply approved and published"),
        "opinion.return": _("reply returned"),
        "opinion.note_progress": _("progress noted"),
    }
)

changes.name({"opinions": _("numbers of the opinions"), "cards": _("opinion cards")})

__all__ = ["CardAdmin", "OpinionAdmin", "SchemeAdmin", "answer"]
