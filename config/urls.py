"""Every address of the product, and what answers when there is none."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("careerrelay.web.shared.urls")),
    path("", include("careerrelay.web.shared.sign_in_urls")),
    # /r/<code>, /c/<token>, /u/<token>
    path("", include("careerrelay.web.candidate.urls")),
    path("app/", include("careerrelay.web.recruiter.urls")),
    path("agency/", include("careerrelay.web.agency.urls")),
    path("ops/", include("careerrelay.web.operator.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("config.demo.urls")))

handler400 = "careerrelay.web.shared.errors.bad_request"
handler403 = "careerrelay.web.shared.errors.forbidden"
handler404 = "careerrelay.web.shared.errors.not_found"
handler429 = "careerrelay.web.shared.errors.too_many"
handler500 = "careerrelay.web.shared.errors.server_error"
