from django.db import models


class RateCounter(models.Model):
    """How often something was asked for in one window of time; see `people.rate_limits`."""

    counter = models.CharField(max_length=128, primary_key=True)
    hits = models.PositiveIntegerField()
    #: Unix time, seconds.
    expires = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.counter
