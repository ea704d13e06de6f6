from wagtail.users.apps import WagtailUsersAppConfig


class StaffUsersConfig(WagtailUsersAppConfig):
    """Takes the place of "wagtail.users" among the installed apps."""

    user_viewset = "people.staff_accounts.StaffUserViewSet"
