"""The public pages: the opinion card, what became of it, and the adoption list. Nobody signs in here."""

import secrets

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.foundation import clock, languages, limits, sharing, visitors
from events.foundation.limits import HOUR
from feedback import cards, statistics
from feedback.forms import AdoptionFilter, CardForm, LookUpForm
from feedback.models import Card, Opinion

OPINIONS_A_PAGE = 20
# A hall full of people writes over one address.
CARDS_AN_HOUR = 200
ANSWERED = Opinion.objects.public().select_related("unit", "session").order_by("-published_at", "-id")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request, card_code):
    session = cards.find(card_code)
    if session is None:
        raise Http404(card_code)
    now = clock.now()
    try:
        cards.check_open(session, now=now)
    except ValidationError as closed:
        return render(request, "feedback/card_closed.html", {"session": session, "why": closed.messages[0]})
    form = CardForm(request.POST or None, initial={"request_key": secrets.token_urlsafe(24)})
    if request.method == "POST" and form.is_valid() and (handed_in := _hand_in(request, session, form, now)):
        return redirect("feedback:card_thanks", handed_in.number)
    return render(request, "feedback/card.html", {"session": session, "form": form, "limit": cards.TEXT_LIMIT})


@never_cache
@require_safe
def card_thanks(request, number):
    """What a writer sees by the card's number: first the thanks, later what became of it.

    The number is 40 random bits and nobody's to guess; even so, neither name nor unpublished text stands here.
    """
    card = get_object_or_404(Card.objects.select_related("session__unit"), number=number.upper())
    opinions = card.opinions.order_by("number")
    return render(request, "feedback/card_thanks.html", {"card": card, "session": card.session, "opinions": opinions})


@never_cache
@require_safe
def follow(request):
    """Look a card up by its number."""
    form = LookUpForm(request.GET or None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"]
        if Card.objects.filter(number=number).exists():
            return redirect("feedback:card_thanks", number)
        form.add_error("number", _("There is no card with this number. Please compare it with the thanks page."))
    return render(request, "feedback/follow.html", {"form": form})


@require_safe
@sharing.shared
def adoptions(request):
    form = AdoptionFilter(request.GET)
    wanted = form.wanted
    outcome = wanted.pop("outcome", "")
    answered = ANSWERED.filter(**wanted, **({"outcome": outcome} if outcome else {}))
    context = {
        "form": form,
        "page": Paginator(answered, OPINIONS_A_PAGE).get_page(request.GET.get("page")),
        "tally": statistics.tally(Opinion.objects.filter(**wanted)),
        "is_filtered": bool(form.wanted),
    }
    return render(request, "feedback/adoptions.html", context)


@require_safe
def opinion(request, pk):
    shown = get_object_or_404(ANSWERED.select_related("unit", "session__unit", "session__point", "duty"), pk=pk)
    return render(request, "feedback/opinion.html", {"opinion": shown, "session": shown.session})


def _hand_in(request, session, form, now):
    """The card, or None with the reason on the form: nothing that was typed is lost."""
    if not limits.allow(f"card:{session.pk}:{visitors.network(request)}", CARDS_AN_HOUR, HOUR):
        form.add_error(None, _("Very many cards come from your network just now. Please send yours again later."))
        return None
    try:
        return cards.hand_in(session, now=now, language=languages.current(), **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
