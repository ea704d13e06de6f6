"""Wagtail's management of users, for staff only: patients' accounts are no business of an administrator of pages."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from wagtail.users.views.users import DeleteView, EditView, HistoryView, IndexView, UserViewSet

from people.models import User


class _StaffAccountOnly:
    def get_object(self, *args: Any, **kwargs: Any) -> User:
        account: User = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not account.is_staff:
            raise Http404
        return account


class StaffIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().filter(is_staff=True)


class StaffEditView(_StaffAccountOnly, EditView):
    pass


class StaffDeleteView(_StaffAccountOnly, DeleteView):
    pass


class StaffHistoryView(_StaffAccountOnly, HistoryView):
    pass


class StaffUserViewSet(UserViewSet):
    index_view_class = StaffIndexView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    history_view_class = StaffHistoryView
