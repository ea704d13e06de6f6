"""The staff's addresses, under `/staff/`. `people.staff_guard` asks for the second factor before any of them."""

from django.urls import path

from staff.views import boards, booking, schedule, visits

app_name = "staff"
urlpatterns = [
    path("", boards.home, name="home"),
    path("board/", boards.choose_board, name="choose_board"),
    path("my-day/", boards.my_day, name="my_day"),
    path("visits/<uuid:appointment_id>/", visits.visit, name="visit"),
    path("visits/<uuid:appointment_id>/act/<slug:act>/", visits.act, name="act"),
    path("visits/<uuid:appointment_id>/move/", visits.move, name="move"),
    path("visits/<uuid:appointment_id>/cancel/", visits.cancel, name="cancel"),
    path("block/", schedule.block, name="block"),
    path("block/<uuid:block_id>/release/", schedule.unblock, name="unblock"),
    path("delay/<slug:branch>/<uuid:practitioner_id>/", schedule.delay, name="delay"),
    path("why/", schedule.why, name="why"),
    path("<slug:branch>/", boards.board_today, name="board_today"),
    path("<slug:branch>/find-patient/", booking.find_patient, name="find_patient"),
    path("<slug:branch>/new-patient/", booking.new_patient, name="new_patient"),
    path("<slug:branch>/book/<uuid:patient_id>/", booking.book, name="book"),
    path("<slug:branch>/<str:day>/", boards.board, name="board"),
    path("<slug:branch>/<str:day>/print/", boards.print_day, name="print_day"),
]
