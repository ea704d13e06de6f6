from django.urls import URLPattern, URLResolver, path, re_path
from drf_spectacular.views import SpectacularAPIView

from patient_api.views import booking, courses, people, plans, records, reviews
from patient_api.views.base import Nowhere

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("me/", people.Me.as_view()),
    path("family/", people.Family.as_view()),
    path("consents/appointment/", people.AppointmentConsent.as_view()),
    path("offers/", booking.Offers.as_view()),
    path("holds/", booking.Holds.as_view()),
    path("holds/<uuid:hold_id>/", booking.OneHold.as_view()),
    path("holds/<uuid:hold_id>/extend/", booking.HoldExtension.as_view()),
    path("appointments/", booking.Appointments.as_view()),
    path("appointments/<uuid:appointment_id>/", booking.OneAppointment.as_view()),
    path("appointments/<uuid:appointment_id>/move/", booking.Move.as_view()),
    path("appointments/<uuid:appointment_id>/cancel/", booking.Cancel.as_view()),
    path("referrals/", plans.Referrals.as_view()),
    path("programs/", plans.Programs.as_view()),
    path("programs/<uuid:program_id>/days/", plans.ProgramDays.as_view()),
    path("programs/<uuid:program_id>/holds/", plans.ProgramHolds.as_view()),
    path("programs/<uuid:program_id>/bookings/", plans.BookProgram.as_view()),
    path("program-bookings/", plans.ProgramBookings.as_view()),
    path("program-bookings/<uuid:booking_id>/", plans.OneProgramBooking.as_view()),
    path("program-bookings/<uuid:booking_id>/cancel/", plans.CancelProgram.as_view()),
    path("courses/", courses.Courses.as_view()),
    path("courses/plan/", courses.CoursePlans.as_view()),
    path("courses/<uuid:course_id>/cancel/", courses.CancelCourse.as_view()),
    path("reviews/", reviews.Reviews.as_view()),
    path("reviews/<uuid:review_id>/", reviews.OneReview.as_view()),
    path("waitlist/", plans.Waitlist.as_view()),
    path("waitlist/<uuid:entry_id>/", plans.OneWaitlistEntry.as_view()),
    path("waitlist/offers/<uuid:offer_id>/accept/", plans.AcceptWaitlistOffer.as_view()),
    path("waitlist/offers/<uuid:offer_id>/decline/", plans.DeclineWaitlistOffer.as_view()),
    path("results/", records.Reports.as_view()),
    path("results/latest/", records.LatestResults.as_view()),
    path("results/<uuid:report_id>/", records.Report.as_view()),
    path("results/course/<uuid:observation_id>/", records.Course.as_view()),
    path("prescriptions/", records.Prescriptions.as_view()),
    path("documents/", records.Documents.as_view()),
    path("documents/<uuid:document_id>/content/", records.DocumentContent.as_view()),
    # Programs get JSON for a wrong address too, and are not redirected to one with a slash.
    re_path(r"", Nowhere.as_view()),
]
