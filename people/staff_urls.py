"""The staff's sign-in, under `/staff/account/`. Names are two-factor-auth's, whose views look them up."""

from django.urls import path

from people import staff_views

app_name = "two_factor"
urlpatterns = [
    path("sign-in/", staff_views.StaffSignInView.as_view(), name="login"),
    path("setup/", staff_views.StaffSetupView.as_view(), name="setup"),
    path("backup-codes/", staff_views.BackupCodesView.as_view(), name="backup_tokens"),
    path("activity/", staff_views.ActivityView.as_view(), name="activity"),
    path("sign-out/", staff_views.StaffSignOutView.as_view(), name="logout"),
]
