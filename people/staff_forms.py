"""The forms of the staff sign-in that differ from two-factor-auth's."""

from two_factor.forms import TOTPDeviceForm

from people import second_factor
from people.access import Access, role_of
from people.codes import Purpose
from people.models import Authenticator


class AuthenticatorForm(TOTPDeviceForm):
    """Proves that the app shows our codes, then stores the seed sealed instead of in clear."""

    def save(self) -> Authenticator:
        access = Access(actor=self.user, role=role_of(self.user), purpose=Purpose.SIGN_IN, channel="staff")
        return second_factor.enrol(self.user, self.key, drift=self.drift, access=access)
