"""Booking's acts. One function is one use case: keyword arguments, one transaction, audit and event inside."""

from booking.search import DayReport, TimeQuery, TimeSearch
from booking.services.answering import confirm, reject
from booking.services.attending import (
    check_in,
    complete,
    enter_in_error,
    mark_noshow,
    note_delay,
    start_visit,
)
from booking.services.blocking import block_time, release_block
from booking.services.booking import book
from booking.services.changing import audience_of, cancel, check_change_window, reschedule
from booking.services.finding import find_many, find_times, nearest_times
from booking.services.holding import claim_hold, extend_hold, hold, live_hold, release_expired, release_hold
from booking.services.moderating import answer_review, publish_review, reject_review
from booking.services.referring import usable_referrals
from booking.services.timetable import working_hours
from booking.services.validating import alternatives_to, moment_named, offer_at, why_not

__all__ = [
    "DayReport",
    "TimeQuery",
    "TimeSearch",
    "alternatives_to",
    "answer_review",
    "audience_of",
    "block_time",
    "book",
    "cancel",
    "check_change_window",
    "check_in",
    "claim_hold",
    "complete",
    "confirm",
    "enter_in_error",
    "extend_hold",
    "find_many",
    "find_times",
    "hold",
    "live_hold",
    "mark_noshow",
    "moment_named",
    "nearest_times",
    "note_delay",
    "offer_at",
    "publish_review",
    "reject",
    "reject_review",
    "release_block",
    "release_expired",
    "release_hold",
    "reschedule",
    "start_visit",
    "usable_referrals",
    "why_not",
    "working_hours",
]
