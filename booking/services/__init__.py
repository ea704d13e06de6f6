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
from booking.services.booking import birth_date_for, book
from booking.services.changing import audience_of, cancel, check_change_window, reschedule
from booking.services.courses import CourseEnd, CoursePlan, book_course, cancel_course, plan_course
from booking.services.explaining import WayOut, explain, ways_out
from booking.services.family import carer_conflicts
from booking.services.finding import find_many, find_times, nearest_times
from booking.services.holding import extend_hold, hold, live_hold, release_expired, release_hold
from booking.services.issuing import (
    add_referral,
    ask_referral,
    issue_referral,
    keep_referral,
    revoke_referral,
)
from booking.services.moderating import answer_review, publish_review, reject_review
from booking.services.planning import PlannedLeg, ProgramDay, ProgramPlan, find_program_plans
from booking.services.programs import book_program, cancel_program, hold_program
from booking.services.referring import usable_referrals
from booking.services.scheduling import (
    HoursPreview,
    WeeklyHours,
    add_extra_hours,
    close_days,
    preview,
    remove_exception,
    set_weekly_hours,
    settle_orphan,
)
from booking.services.timetable import working_hours
from booking.services.validating import alternatives_to, moment_named, offer_at, why_not

__all__ = [
    "CourseEnd",
    "CoursePlan",
    "DayReport",
    "HoursPreview",
    "PlannedLeg",
    "ProgramDay",
    "ProgramPlan",
    "TimeQuery",
    "TimeSearch",
    "WayOut",
    "WeeklyHours",
    "add_extra_hours",
    "add_referral",
    "alternatives_to",
    "answer_review",
    "ask_referral",
    "audience_of",
    "birth_date_for",
    "block_time",
    "book",
    "book_course",
    "book_program",
    "cancel",
    "cancel_course",
    "cancel_program",
    "carer_conflicts",
    "check_change_window",
    "check_in",
    "close_days",
    "complete",
    "confirm",
    "enter_in_error",
    "explain",
    "extend_hold",
    "find_many",
    "find_program_plans",
    "find_times",
    "hold",
    "hold_program",
    "issue_referral",
    "keep_referral",
    "live_hold",
    "mark_noshow",
    "moment_named",
    "nearest_times",
    "note_delay",
    "offer_at",
    "plan_course",
    "preview",
    "publish_review",
    "reject",
    "reject_review",
    "release_block",
    "release_expired",
    "release_hold",
    "remove_exception",
    "reschedule",
    "revoke_referral",
    "set_weekly_hours",
    "settle_orphan",
    "start_visit",
    "usable_referrals",
    "ways_out",
    "why_not",
    "working_hours",
]
