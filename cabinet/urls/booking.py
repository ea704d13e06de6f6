"""The booking journey, below the page that mounts it: one decision per address."""

from cabinet.responses import private_path as path
from cabinet.views.booking.check import check
from cabinet.views.booking.courses import course
from cabinet.views.booking.doctors import doctors
from cabinet.views.booking.hold import extend, hold, release
from cabinet.views.booking.offer import offer
from cabinet.views.booking.outcome import outcome, state
from cabinet.views.booking.programs import program, program_check, program_outcome, program_state
from cabinet.views.booking.referral import referral
from cabinet.views.booking.start import start
from cabinet.views.booking.times import times
from cabinet.views.booking.whom import whom

urlpatterns = [
    path("", start, name="start"),
    path("doctors/", doctors, name="doctors"),
    path("times/", times, name="times"),
    path("offer/", offer, name="offer"),
    path("course/", course, name="course"),
    path("referral/", referral, name="referral"),
    path("hold/", hold, name="hold"),
    path("hold/<uuid:hold_id>/", check, name="check"),
    path("hold/<uuid:hold_id>/whom/", whom, name="whom"),
    path("hold/<uuid:hold_id>/extend/", extend, name="extend"),
    path("hold/<uuid:hold_id>/release/", release, name="release"),
    path("programs/<slug:code>/", program, name="program"),
    path("programs/<slug:code>/hold/<uuid:hold_id>/", program_check, name="program_check"),
    path("program/<uuid:booking_id>/", program_outcome, name="program_outcome"),
    path("program/<uuid:booking_id>/state/", program_state, name="program_state"),
    path("visit/<uuid:appointment_id>/", outcome, name="outcome"),
    path("visit/<uuid:appointment_id>/state/", state, name="state"),
]
