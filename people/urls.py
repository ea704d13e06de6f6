"""The patient's account, under `/account/`. Names beginning with `account_` are those allauth looks up."""

from django.urls import path

from people import views

urlpatterns = [
    path("sign-in/", views.SignInView.as_view(), name="account_login"),
    path("sign-in/code/", views.CodeView.as_view(), name="account_confirm_login_code"),
    path("sign-in/code/again/", views.AnotherCodeView.as_view(), name="account_another_code"),
    path("person/", views.PersonView.as_view(), name="account_person"),
    path("sessions/", views.SessionsView.as_view(), name="account_sessions"),
    path("sign-out/", views.SignOutView.as_view(), name="account_logout"),
    path("inactive/", views.InactiveView.as_view(), name="account_inactive"),
]
