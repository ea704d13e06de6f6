"""When to try again, when to stop trying. Values in, answer out."""

from datetime import timedelta

LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)

# After a deadlock or a lock waited for in vain; the change that held it is over by then.
PAUSE_OF_THE_DATABASE = timedelta(seconds=5)

# A lease outlives the slowest call a subscriber may make (its timeouts add up to less than half of this), so
# that only a dead worker's rows are taken over.
LEASE = timedelta(seconds=60)

# Consecutive failures that open a circuit. Low, because a clinic's branch may have a booking in five minutes:
# a share of failures over the last minute would never be reached.
FAILURES_TO_OPEN = 3

# After a recovery the backlog goes out at this rate, oldest first: the system that has just stood up is not
# knocked down by a night's worth of messages.
RECOVERY_PER_SECOND = 20


def pause_before_retry(attempts: int, *, first: timedelta, jitter: float) -> timedelta:
    """The pause after `attempts` failed attempts: `first`, doubled each time up to an hour, ±10 %.

    `jitter` is a number from -1 to 1; it spreads messages that failed together.
    """
    longest = max(LONGEST_PAUSE, first)
    doublings = min(max(attempts, 1) - 1, 20)
    return min(first * (1 << doublings), longest) * (1 + 0.1 * jitter)
