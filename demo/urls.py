from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [
    path("messages/", views.sent_messages, name="messages"),
    path("messages/<uuid:message_id>/mail/", views.mail, name="mail"),
    path("messages/<uuid:message_id>/visit.ics", views.calendar, name="calendar"),
    path("mis/", views.systems, name="systems"),
]
