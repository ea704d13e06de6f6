"""What the record refuses."""


class RecordsError(Exception):
    """Base of this room's errors."""


class NoSuchRecord(RecordsError):
    """The patient has no such record, or it was withdrawn. Said alike for another patient's."""
