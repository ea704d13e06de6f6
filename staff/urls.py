"""The staff's addresses, under `/staff/`. `people.staff_guard` asks for the second factor before any of them."""

from django.urls import path

from staff.views import boards, booking, courses, hours, patients, referrals, schedule, visits

app_name = "staff"
urlpatterns = [
    path("", boards.home, name="home"),
    path("board/", boards.choose_board, name="choose_board"),
    path("hours/", boards.hours_home, name="hours_home"),
    path("my-day/", boards.my_day, name="my_day"),
    path("visits/<uuid:appointment_id>/", visits.visit, name="visit"),
    path("visits/<uuid:appointment_id>/act/<slug:act>/", visits.act, name="act"),
    path("visits/<uuid:appointment_id>/move/", visits.move, name="move"),
    path("visits/<uuid:appointment_id>/cancel/", visits.cancel, name="cancel"),
    path("visits/<uuid:appointment_id>/cancel-course/", visits.cancel_course, name="cancel_course"),
    path("visits/<uuid:appointment_id>/entered-in-error/", visits.entered_in_error, name="entered_in_error"),
    path("visits/<uuid:appointment_id>/refer/", referrals.refer, name="refer"),
    path(
        "visits/<uuid:appointment_id>/referrals/<uuid:referral_id>/revoke/",
        referrals.revoke,
        name="revoke_referral",
    ),
    path("block/", schedule.block, name="block"),
    path("block/<uuid:block_id>/release/", schedule.unblock, name="unblock"),
    path("delay/<slug:branch>/<uuid:practitioner_id>/", schedule.delay, name="delay"),
    path("why/", schedule.why, name="why"),
    path("hours-changes/<uuid:change_id>/", hours.change, name="hours_change"),
    path("hours-changes/visits/<uuid:orphan_id>/<slug:action>/", hours.decide, name="decide"),
    path("<slug:branch>/course/<uuid:patient_id>/", courses.course, name="course"),
    path("<slug:branch>/hours/", hours.hours, name="hours"),
    path("<slug:branch>/hours/<uuid:practitioner_id>/", hours.of_doctor, name="hours_of_doctor"),
    path("<slug:branch>/hours/<uuid:practitioner_id>/weekly/", hours.weekly, name="hours_weekly"),
    path("<slug:branch>/hours/<uuid:practitioner_id>/close/", hours.close, name="hours_close"),
    path("<slug:branch>/hours/<uuid:practitioner_id>/extra/", hours.extra, name="hours_extra"),
    path(
        "<slug:branch>/hours/<uuid:practitioner_id>/withdraw/<uuid:exception_id>/",
        hours.withdraw,
        name="withdraw",
    ),
    path("<slug:branch>/", boards.board_today, name="board_today"),
    path("<slug:branch>/find-patient/", booking.find_patient, name="find_patient"),
    path("<slug:branch>/new-patient/", booking.new_patient, name="new_patient"),
    path("<slug:branch>/patients/<uuid:patient_id>/", patients.contacts, name="contacts"),
    path("<slug:branch>/book/<uuid:patient_id>/", booking.book, name="book"),
    path("<slug:branch>/<str:day>/", boards.board, name="board"),
    path("<slug:branch>/<str:day>/print/", boards.print_day, name="print_day"),
]
