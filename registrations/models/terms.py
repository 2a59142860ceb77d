from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Category, Session
from registrations.models.roster import SessionOwnedQuerySet


class Terms(models.Model):
    """Who may sign up for a session, and how (报名条件); without this row only name and telephone are asked."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="terms", verbose_name=_("session"))
    verifies_contact = models.BooleanField(
        _("the contact is verified by a code"),
        default=False,
        help_text=_("A code goes to the telephone or e-mail before the sign-up counts."),
    )
    age_min = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    areas = models.TextField(
        _("only for people of these areas"),
        blank=True,
        help_text=_("One town or subdistrict a line: those who live, work or study there. Empty: everybody."),
    )
    takes_children = models.BooleanField(_("children come with a guardian's consent"), default=False)
    group_max = models.PositiveSmallIntegerField(
        _("people a group, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_(
            "Firms and schools enrol with a list of names, and come in or stay out together. Empty: no groups."
        ),
    )
    names_companions = models.BooleanField(
        _("companions by name"), default=False, help_text=_("Each companion is named, not only counted.")
    )
    details_until = models.DateTimeField(
        _("the selected give the rest until"),
        null=True,
        blank=True,
        help_text=_("The last moment for what only the selected are asked."),
    )
    confirm_until = models.DateTimeField(
        _("the selected confirm until"),
        null=True,
        blank=True,
        help_text=_("Empty: nobody needs to confirm. Places not confirmed by then are offered to those who wait."),
    )

    objects = SessionOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up terms")
        verbose_name_plural = _("sign-up terms")
        constraints = [
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_min__lte=F("age_max")),
                name="terms_youngest_before_oldest",
                violation_error_message=_("The youngest age is above the oldest."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)


class AskedQuerySet(models.QuerySet):
    def at_signup(self) -> Self:
        return self.filter(moment=Asked.Moment.SIGNUP)

    def of_the_selected(self) -> Self:
        return self.filter(moment=Asked.Moment.SELECTED)


class Asked(models.Model):
    """One thing that a session asks of a person beyond name and telephone; the answers stand in `Signup.details`."""

    class Item(models.TextChoices):
        AREA = "area", _("town or subdistrict")
        EMPLOYER = "employer", _("employer")
        POST = "post", _("post")
        BIRTH_YEAR = "birth_year", _("year of birth")
        AGE_BAND = "age_band", _("age band")
        SEX = "sex", _("sex")
        ID_NUMBER = "id_number", _("identity document")
        EDUCATION = "education", _("education")
        REASON = "reason", _("why you would like to come")
        QUESTIONS = "questions", _("questions sent ahead")
        ACCESS = "access", _("help you need on the day")
        PHOTO = "photo", _("consent to photographs")
        TRANSPORT = "transport", _("how you come")
        OWN = "own", _("a question of your own")

    class Moment(models.TextChoices):
        SIGNUP = "signup", _("at sign-up")
        SELECTED = "selected", _("of the selected only")

    session = models.ForeignKey(Session, models.CASCADE, related_name="asked", verbose_name=_("session"))
    item = models.CharField(_("what is asked"), max_length=12, choices=Item)
    moment = models.CharField(_("when"), max_length=10, choices=Moment, default=Moment.SIGNUP)
    category = models.CharField(
        _("only of"), max_length=12, choices=Category, blank=True, help_text=_("Empty: everybody.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    text = models.CharField(_("words of your own question"), max_length=200, blank=True)
    choices = models.TextField(
        _("answers to choose from"), blank=True, help_text=_("One a line. Empty: an answer in words.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thing asked at sign-up")
        verbose_name_plural = _("things asked at sign-up")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "item"], condition=~Q(item="own"), name="asked_once_a_session"),
            models.CheckConstraint(
                condition=~Q(item="own") | ~Q(text=""),
                name="asked_own_has_words",
                violation_error_message=_("Please write your question."),
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.get_item_display()

    @property
    def key(self) -> str:
        """Under which the answer stands in `Signup.details`, and the name of the field in a form."""
        return f"own_{self.pk}" if self.item == self.Item.OWN else self.item
