"""The input of the steps: each form fits itself to its row and asks only what is still to be said."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import deadlines
from events.admin.steps import StepForm
from events.models import Duty, Publication

Kind = Duty.Kind
ANNOUNCING = (Kind.ANNOUNCE_ONSITE, Kind.ANNOUNCE_LIVESTREAM)


class LateForm(StepForm):
    """Asks why, where the last day has passed."""

    late_reason = forms.CharField(
        label=_("Reason of the delay"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The last day has passed. It is done all the same and recorded as late, with this reason."),
    )
    kinds: tuple[str, ...] = ()

    def duties(self) -> Iterable[Duty]:
        return self.subject.duties.open().filter(kind__in=self.kinds, subject="").select_related("plan")

    def prepare(self) -> None:
        if not any(deadlines.would_be_late(duty, now=self.now) for duty in self.duties()):
            del self.fields["late_reason"]


class FileForm(LateForm):
    def duties(self) -> Iterable[Duty]:
        return Duty.objects.open().filter(kind=Kind.FILING, plan=self.subject.plan, unit=self.subject.proposed_by)


class AnnounceForm(LateForm):
    kinds = ANNOUNCING


class ReportForm(LateForm):
    kinds = (Kind.REPORT,)


class PublishForm(LateForm):
    """Of any paper, on its own page."""

    kinds_of = {
        Publication.Kind.ANNOUNCEMENT: ANNOUNCING,
        Publication.Kind.REPORT: (Kind.REPORT,),
        Publication.Kind.EVALUATION: (Kind.EVALUATION,),
    }

    def duties(self) -> Iterable[Duty]:
        kinds = self.kinds_of[self.subject.kind]
        return self.subject.session.duties.open().filter(kind__in=kinds, subject="").select_related("plan")


class TellParentsForm(LateForm):
    told_at = forms.DateTimeField(label=_("Told by the school at"), widget=forms.DateTimeInput())
    to = forms.CharField(
        label=_("To whom, and by which way"),
        max_length=200,
        help_text=_("As “parents of class 5, No. 1 Primary School, class chat group”."),
    )
    kinds = (Kind.TELL_PARENTS,)
    field_order = ["told_at", "to", "late_reason"]


class ListingForm(LateForm):
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    listed_at = forms.DateTimeField(
        label=_("Shown there since"),
        widget=forms.DateTimeInput(),
        help_text=_("This moment decides whether the list was public in time."),
    )
    kinds = (Kind.PUBLIC_LISTING,)
    field_order = ["url", "listed_at", "late_reason"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["url"].initial = self.subject.listing_url
        self.fields["listed_at"].initial = timezone.localtime(self.now)


class VideoForm(LateForm):
    url = forms.URLField(
        label=_("Address of the video"),
        max_length=500,
        assume_scheme="https",
        help_text=_("From where everybody can watch and download it."),
    )
    published_at = forms.DateTimeField(label=_("Published there at"), widget=forms.DateTimeInput())
    kinds = (Kind.VIDEO,)
    field_order = ["url", "published_at", "late_reason"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["url"].initial = self.subject.video_url
        self.fields["published_at"].initial = timezone.localtime(self.now)


class MoveForm(StepForm):
    starts_at = forms.DateTimeField(label=_("New beginning"), widget=forms.DateTimeInput())
    ends_at = forms.DateTimeField(label=_("New end"), widget=forms.DateTimeInput())
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    signup_closes_at = forms.DateTimeField(
        label=_("Sign-up until"), widget=forms.DateTimeInput(), required=False, help_text=_("Empty leaves it as it is.")
    )
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("It is filed with the office.")
    )

    def prepare(self) -> None:
        for name in ("starts_at", "ends_at", "place", "signup_closes_at"):
            self.fields[name].initial = getattr(self.subject, name)
        if not self.subject.has_signup:
            del self.fields["signup_closes_at"]


class HoldForm(StepForm):
    head_present = forms.TypedChoiceField(
        label=_("Did the head of the unit take part?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect(),
    )
    attendance = forms.IntegerField(
        label=_("People who came"),
        min_value=0,
        required=False,
        help_text=_("Empty keeps the number that was ticked in at the door."),
    )

    def prepare(self) -> None:
        self.fields["attendance"].initial = self.subject.attendance


class PaperForm(LateForm):
    """Title and text of a paper that is written and published at once."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 14}))


class ChannelForm(StepForm):
    channel = forms.ModelChoiceField(queryset=None, label=_("Channel"))
    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    published_at = forms.DateTimeField(
        label=_("Published there at"),
        widget=forms.DateTimeInput(),
        help_text=_("This moment decides whether the announcement came in time."),
    )
    picture = forms.ImageField(label=_("Picture of the page"), required=False)
    late_reason = forms.CharField(
        label=_("Reason of the delay"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Only where the moment lies after the last day."),
    )

    def prepare(self) -> None:
        channels = self.subject.session.point.plan.channels.standing()
        standing = set(self.subject.proofs.values_list("channel", flat=True))
        self.fields["channel"].queryset = channels
        self.fields["channel"].initial = next((row.pk for row in channels if row.pk not in standing), None)
        self.fields["published_at"].initial = timezone.localtime(self.now)


class PictureForm(StepForm):
    file = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP. Place and camera data are removed from it.")
    )
    alt = forms.CharField(
        label=_("What the picture shows"), max_length=200, help_text=_("For those who cannot see it.")
    )


class DropPictureForm(StepForm):
    picture = forms.ModelChoiceField(queryset=None, label=_("Picture"))

    def prepare(self) -> None:
        self.fields["picture"].queryset = self.subject.pictures.all()
