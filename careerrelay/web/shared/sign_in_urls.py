"""Under the names that allauth looks for, hence outside of the namespace `shared`."""

from allauth.account.views import LogoutView
from django.urls import path
from django.views.decorators.http import require_POST

from careerrelay.web.shared.sign_in import PasswordView, SignInView

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="account_login"),
    # A button sends here; nothing asks again, because whoever leaves by mistake comes back in.
    path("sign-out/", require_POST(LogoutView.as_view()), name="account_logout"),
    path("password/", PasswordView.as_view(), name="account_change_password"),
]
