"""The cabinet, below the page that mounts it. Everything here is for one signed-in person."""

from django.urls import path as django_path

from cabinet.app import offline
from cabinet.responses import private_path as path
from cabinet.views.cabinet.change import cancel, move, program_cancel
from cabinet.views.cabinet.consents import consent, consents
from cabinet.views.cabinet.courses import course_cancel, visit_course
from cabinet.views.cabinet.family import child, family, switch
from cabinet.views.cabinet.home import home
from cabinet.views.cabinet.profile import profile
from cabinet.views.cabinet.review import review
from cabinet.views.cabinet.trail import trail
from cabinet.views.cabinet.visits import calendar, visit, visits
from cabinet.views.cabinet.waiting import join, leave, offered, waiting
from cabinet.views.records.file import document, documents, history, invoices, prescriptions
from cabinet.views.records.results import course, latest, report, reports

urlpatterns = [
    path("", home, name="home"),
    path("visits/", visits, name="visits"),
    path("visits/<uuid:appointment_id>/", visit, name="visit"),
    path("visits/<uuid:appointment_id>/calendar/", calendar, name="calendar"),
    path("visits/<uuid:appointment_id>/move/", move, name="move"),
    path("visits/<uuid:appointment_id>/cancel/", cancel, name="cancel"),
    path("waiting/", waiting, name="waiting"),
    path("waiting/join/", join, name="join"),
    path("waiting/<uuid:entry_id>/leave/", leave, name="leave"),
    path("waiting/offers/<uuid:offer_id>/", offered, name="offered"),
    path("reviews/<uuid:review_id>/", review, name="review"),
    path("programs/<uuid:booking_id>/cancel/", program_cancel, name="program_cancel"),
    path("courses/<uuid:course_id>/", visit_course, name="visit_course"),
    path("courses/<uuid:course_id>/cancel/", course_cancel, name="course_cancel"),
    path("results/", reports, name="results"),
    path("results/latest/", latest, name="latest"),
    path("results/<uuid:report_id>/", report, name="report"),
    path("results/course/<uuid:observation_id>/", course, name="course"),
    path("prescriptions/", prescriptions, name="prescriptions"),
    path("documents/", documents, name="documents"),
    path("documents/<uuid:document_id>/", document, name="document"),
    path("history/", history, name="history"),
    path("invoices/", invoices, name="invoices"),
    path("family/", family, name="family"),
    path("family/child/", child, name="child"),
    path("family/<uuid:patient_id>/", switch, name="switch"),
    path("profile/", profile, name="profile"),
    path("consents/", consents, name="consents"),
    path("consents/<uuid:consent_id>/", consent, name="consent"),
    path("trail/", trail, name="trail"),
    django_path("offline/", offline, name="offline"),
]
