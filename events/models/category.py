from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """Who a participant is. Residents' share counts everyone who is not invited for an office: see OFFICIAL."""

    RESIDENT = "resident", _("resident")
    PARENT = "parent", _("parent")
    BUSINESS = "business", _("business")
    DEPUTY = "deputy", _("people's congress deputy")
    CPPCC = "cppcc", _("CPPCC member")
    REPORTER = "reporter", _("reporter")
    EXPERT = "expert", _("expert")


# Residents' share = persons who are not deputies, CPPCC members or reporters (domain.md on S3, section 四).
OFFICIAL = frozenset({Category.DEPUTY, Category.CPPCC, Category.REPORTER})

# The categories in which residents sign up themselves; the others are invited by the unit (S0, section 三).
SELF_SIGNUP = (Category.RESIDENT, Category.PARENT, Category.BUSINESS)
