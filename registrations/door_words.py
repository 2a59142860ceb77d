"""The sentences of the door: those that the page's script says without the portal, and those that answer a scan."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.models import DoorScan

Kind, Outcome = DoorScan.Kind, DoorScan.Outcome
# What stands in braces the script fills in.
SENTENCES = {
    "online": gettext_lazy("Connected"),
    "offline": gettext_lazy("No net: works by code, reports later"),
    "unsent": gettext_lazy("{n} not reported yet"),
    "allSent": gettext_lazy("everything reported"),
    "list": gettext_lazy("list of {at}, {n} entries"),
    "noList": gettext_lazy("No list on this phone yet: without a net nobody can be found."),
    "lacking": gettext_lazy("The list is being prepared: {n} entries are still missing."),
    "plain": gettext_lazy("This address has no HTTPS: the page works only with a net, and not with the camera."),
    "noWorker": gettext_lazy("This browser keeps no page: it works only with a net."),
    "clock": gettext_lazy("The clock of this phone is {by} off. Entries are kept at the right time all the same."),
    "hours": gettext_lazy("{n} h"),
    "minutes": gettext_lazy("{n} min"),
    "cleared": gettext_lazy(
        "This browser has nothing stored for this link, though something was reported by it until {at}. If it was "
        "this phone, its storage was cleared: what was not reported then must be entered again."
    ),
    "lost": gettext_lazy(
        "The browser has cleared what was stored: {n} entries were not reported. Please enter them again."
    ),
    "notKept": gettext_lazy("The browser may clear its storage when space is short. Keep this page open."),
    "unknown": gettext_lazy(
        "The code {code} is not on the list of this session (list of {at}). It may be of another session, or newer "
        "than the list. With a net the portal is asked."
    ),
    "sign": gettext_lazy("No code has the sign {sign}. Please compare it once more: codes have no 0, O, 1, I or L."),
    "torn": gettext_lazy(
        "This is no whole code: eight signs are needed, {n} were read. With a net a part of the name is enough."
    ),
    "name": gettext_lazy("Without a net nobody is found by name. Please type the code of the ticket."),
    "private": gettext_lazy(
        "This QR code opens the private page. Please scan the code for the door, which stands on that page."
    ),
    "address": gettext_lazy("This QR code leads to {host} and is no code for the door."),
    "closed": gettext_lazy("{code}: {said}. This entry lets nobody in."),
    "already": gettext_lazy("In already since {at}, {people} people, let in by {by}."),
    "notYet": gettext_lazy("The door opens on the day of the session."),
    "letIn": gettext_lazy("Let in: {people}."),
    "letInWalk": gettext_lazy("Let in as a walk-in: {people}."),
    "full": gettext_lazy("All places are taken, as far as this phone knows."),
    "left": gettext_lazy("{people} went out."),
    "back": gettext_lazy("{people} came back in."),
    "undone": gettext_lazy("Taken back."),
    "later": gettext_lazy("Kept on this phone; reported as soon as there is a net."),
    "searching": gettext_lazy("Looking it up …"),
    "noCamera": gettext_lazy("The camera does not open. Please allow it in the browser, or type the code."),
    "party": gettext_lazy("{n} people"),
    "ended": gettext_lazy("This link is over. {n} entries are still to be reported."),
    "refusedLater": gettext_lazy("The portal could not match an entry of {at}: {said} The unit sees it."),
    "conflictLater": gettext_lazy("Let in here at {at}, and the portal notes: {said} The unit sees it."),
    "needName": gettext_lazy("Please enter the name."),
    "stopCamera": gettext_lazy("Stop the camera"),
    "camera": gettext_lazy("Scan"),
    "undo": gettext_lazy("Undo"),
    "you": gettext_lazy("this phone"),
}


def done(scan: DoorScan) -> str:
    """What became of a scan, for the helper."""
    people = {"people": scan.people}
    if scan.outcome in (Outcome.OVERTAKEN, Outcome.UNDONE, Outcome.ALREADY):
        return str(Outcome(scan.outcome).label)
    match scan.kind:
        case Kind.UNDO:
            return _("Taken back.")
        case Kind.LEAVE:
            return _("%(people)d went out.") % people
        case Kind.RETURN:
            return _("%(people)d came back in.") % people
        case Kind.WALK_IN if scan.signup:
            return _("Let in as a walk-in, code %(code)s.") % {"code": scan.signup.code}
    return _("Let in: %(people)d.") % people


def sentences() -> dict[str, str]:
    """Those of the script in the language of the page, by the names under which it asks for them."""
    return {name: str(text) for name, text in SENTENCES.items()}
