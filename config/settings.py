"""Django's settings. The environment is read in `config.environment` and `config.database`, nowhere else."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from config import environment
from config.database import databases

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = environment.secret_key()
PUBLIC_URL = environment.public_url()
TRUSTED_PROXIES = environment.trusted_proxies()
EMAIL_URL = environment.email_url()
HOME = environment.home()
DEMO = environment.is_demo()
RELAY_COOLING = environment.cooling_period()

DEBUG = False
ALLOWED_HOSTS = [str(urlsplit(PUBLIC_URL).hostname), "127.0.0.1", "localhost", "[::1]"]
SECURE_COOKIES = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "config",
    "careerrelay.web.shared",
    "careerrelay.web.candidate",
    "careerrelay.web.recruiter",
    "careerrelay.web.agency",
    "careerrelay.web.operator",
    "careerrelay.accounts",
    "careerrelay.audit",
    "careerrelay.people",
    "careerrelay.candidates",
    "careerrelay.ledger",
    "careerrelay.consent",
    "careerrelay.pool",
    "careerrelay.outreach",
    "careerrelay.relay",
    "careerrelay.privacy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_linear_migrations",
]

MIDDLEWARE = [
    "careerrelay.web.shared.middleware.AnswerHealth",
    "careerrelay.web.shared.middleware.RefuseHugeBodies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "careerrelay.web.shared.middleware.SayTroubleKindly",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "careerrelay.web.shared.middleware.ChooseLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careerrelay.web.shared.context.about_the_site",
            ],
            "builtins": ["django.templatetags.i18n", "careerrelay.web.shared.templatetags.words"],
        },
    }
]

DATABASES = databases(pool=os.environ.get("CAREERRELAY_POOL") == "1")
DATABASE_ROUTERS = ["config.database.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_ON_APP_READY = "config.tasks.on_app_ready"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "careerrelay.web.shared.sign_in.StaffAdapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True

# In the session's row: the status line may hold a name, which has no place in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
# Above what an import takes, so that its page can say so itself; a session cookie is needed for more than 1 MB.
STAFF_BODY_BYTES_MAX = 128 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "careerrelay.web.shared.errors.csrf_failure"
# Not `no-referrer`: under it browsers send `Origin: null` with a form, which the CSRF check must refuse. The pages
# behind a token set the stricter one themselves (P25).
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE_COOKIES else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_tokens": {"()": "config.logs.HideTokens"}},
    "formatters": {"json": {"()": "config.logs.JsonLines"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["hide_tokens"]}
    },
    # Anybody may send these as often as they like, and is answered; each would be an ERROR with its trace.
    "loggers": {
        f"django.security.{sent}": {"level": "CRITICAL"}
        for sent in ("DisallowedHost", "RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent")
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
