from django.db import models


class Pace(models.Model):
    """Letters that a channel has taken in its present minute, all workers together. One row a channel."""

    channel = models.CharField(max_length=20, unique=True)
    minute = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.channel} {self.minute:%H:%M}: {self.taken}"
