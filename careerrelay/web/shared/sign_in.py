"""Staff sign in with an address and a password. Nobody signs up: an administrator lets people in.

Built on allauth, of which only these three pages are reachable. Whether an address is known, disabled or has
another password, the answer is the same (P26).
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.views import LoginView, PasswordChangeView
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careerrelay.web.shared.pages import as_letter
from careerrelay.web.shared.said import say_done


class StaffAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("メールアドレスかパスワードが違います。"),
        "too_many_login_attempts": _("ログインの失敗が続きました。5分たってから、もう一度お試しください。"),
        "enter_current_password": _("いまのパスワードが違います。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """allauth lets a disabled user with the right password through, to tell them so. We tell nobody."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of our own: `next` is typed by whoever made the link."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("shared:you")

    def add_message(self, *arguments: Any, **named: Any) -> None:
        """What was done is said by our own pages, in our own words."""


class SignInForm(LoginForm):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _word(
            self,
            "login",
            label=_("メールアドレス"),
            missing=_("メールアドレスを入力してください。"),
            autocomplete="username",
        )
        self.fields["login"].error_messages["invalid"] = _(
            "メールアドレスの形になっていません。例: name@example.jp"
        )
        _word(
            self,
            "password",
            label=_("パスワード"),
            missing=_("パスワードを入力してください。"),
            autocomplete="current-password",
        )


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _word(
            self,
            "oldpassword",
            label=_("いまのパスワード"),
            missing=_("いまのパスワードを入力してください。"),
            autocomplete="current-password",
        )
        _word(
            self,
            "password1",
            label=_("新しいパスワード"),
            missing=_("新しいパスワードを入力してください。"),
            autocomplete="new-password",
        )
        self.fields["password1"].help_text = _("12文字以上。よく使われる言葉だけのものは使えません。")
        # One field is enough: a password manager does not mistype, and a person may let it be shown.
        del self.fields["password2"]


class SignInView(LoginView):
    form_class = SignInForm
    template_name = "shared/sign_in/sign_in.html"

    def dispatch(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        response = as_letter(super().dispatch(request, *arguments, **named))
        # Under `no-referrer` browsers send `Origin: null` with the form, and the CSRF check refuses it.
        response["Referrer-Policy"] = "same-origin"
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class PasswordView(PasswordChangeView):
    """All other sessions of the user end with the change: Django's session hash holds the password's."""

    form_class = NewPasswordForm
    template_name = "shared/sign_in/password.html"

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        say_done(self.request, gettext("パスワードを変えました。ほかの端末では、ログインし直しが必要です。"))
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


def _word(form: Form, name: str, *, label: Any, missing: Any, autocomplete: str) -> None:
    """Our label and sentence, no placeholder, and what a password manager needs to know."""
    field = form.fields[name]
    field.label = label
    field.help_text = ""
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["autocomplete"] = autocomplete
