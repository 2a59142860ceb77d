"""What stands on the selection desk: one line an entry, and which of them the person wants to see."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Session
from registrations import composition, confirmation, selection, statistics
from registrations.composition import Traits
from registrations.models import Signup

State = Signup.State
UNDECIDED = "undecided"
PROPOSED = {
    State.SELECTED: _("to be selected"),
    State.WAITING: _("to wait"),
    State.REFUSED: _("to be refused"),
    "": _("undecided"),
}
TONES = {State.SELECTED: "done", State.WAITING: "late", State.OFFERED: "late", State.REFUSED: "overdue", "": "open"}


@dataclass(frozen=True)
class Line:
    """One entry with what the list would decide about it, or has decided, and what is known of it."""

    signup: Signup
    decision: str
    may_be_ticked: bool
    traits: Traits
    is_shown: bool = True

    @property
    def label(self) -> Any:
        """What was decided; before the list is confirmed, what is meant to be."""
        if self.may_be_ticked:
            return PROPOSED[self.decision]
        return State(self.decision).label if self.decision else PROPOSED[""]

    @property
    def asked_until(self) -> Any:
        """By when the person is still to say that they come."""
        return confirmation.until(self.signup)

    @property
    def tone(self) -> str:
        return TONES.get(self.decision, "open")

    @property
    def known(self) -> list[tuple[str, str]]:
        """What was answered, in words: area, age, sex; and that somebody has come before."""
        told = [(name, composition.words(name, self.traits[name])) for name in ("area", "age", "sex")]
        again = [("before", composition.words("before", composition.AGAIN))] if self.has_come_before else []
        return [(name, words) for name, words in told if self.traits[name]] + again

    @property
    def has_come_before(self) -> bool:
        return self.traits["before"] == composition.AGAIN


class LineFilter(forms.Form):
    """Which of the entries are shown; those that are not are still counted in the make-up."""

    q = forms.CharField(label=_("Code or part of the name"), max_length=60, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    before = forms.ChoiceField(label=_("New or again"), required=False)
    decision = forms.ChoiceField(label=_("Decision"), required=False)

    def __init__(self, data, lines):
        super().__init__(data)
        for name in ("category", "area", "before"):
            keys = {line.traits[name] for line in lines} - {""}
            named = sorted((composition.words(name, key), key) for key in keys)
            self.fields[name].choices = [("", _("All")), *((key, label) for label, key in named)]
            if len(keys) < 2 and not self.data.get(name):
                del self.fields[name]
        kinds = {line.decision or UNDECIDED: line.label for line in lines}
        self.fields["decision"].choices = [("", _("All")), *kinds.items()]

    def narrowed(self, lines: list[Line]) -> list[Line]:
        """All lines, each knowing whether it is shown. A value that makes no sense filters nothing."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        return [Line(**{**vars(line), "is_shown": self._fits(line, wanted)}) for line in lines]

    def _fits(self, line: Line, wanted: dict[str, str]) -> bool:
        words = wanted.get("q", "").strip()
        if words and words.upper() not in line.signup.code and words not in line.signup.name:
            return False
        if wanted.get("decision") and wanted["decision"] != (line.decision or UNDECIDED):
            return False
        return all(line.traits[name] == wanted[name] for name in ("category", "area", "before") if name in wanted)


def open_lines(session: Session) -> list[Line]:
    """Before the list is confirmed: the guests, who is offered a place, the entries in the order that decides."""
    guests = Signup.objects.filter(session=session).seated().by_rank()
    offered = Signup.objects.filter(session=session).offered().by_rank()
    entries = selection.candidates(session)
    decided = selection.outcome(session, entries)
    told = [(sure, sure.state, False) for sure in (*guests, *offered)]
    return _lines(session, told + [(entry, decided.get(entry.pk, ""), True) for entry in entries])


def decided_lines(session: Session) -> list[Line]:
    order = [State.SELECTED, State.OFFERED, State.WAITING, State.ENTERED, State.REFUSED]
    rows = list(Signup.objects.standing().filter(session=session).exclude(source=Signup.Source.DOOR).by_rank())
    rows.sort(key=lambda row: order.index(State(row.state)))
    return _lines(session, [(row, "" if row.state == State.ENTERED else row.state, False) for row in rows])


def _lines(session: Session, told: list[tuple[Signup, str, bool]]) -> list[Line]:
    again, day = statistics.came_before(session), session.day
    for signup, _decision, _may in told:
        signup.session = session
    return [
        Line(signup, decision, may, composition.traits(signup, day=day, has_come_before=signup.pk in again))
        for signup, decision, may in told
    ]
