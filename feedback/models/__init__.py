"""The table of contents: what comes back."""

from feedback.models.card import Card
from feedback.models.opinion import Opinion
from feedback.models.review import Criterion, Scheme

__all__ = ["Card", "Criterion", "Opinion", "Scheme"]
