from django.urls import path, register_converter

from careerrelay.web.candidate import consent, opening, person, profile, start

register_converter(opening.LinkToken, "link_token")
register_converter(opening.StartCode, "start_code")

app_name = "candidate"

urlpatterns = [
    path("r/<start_code:code>", start.start, name="start"),
    path("c/<link_token:token>", person.page, name="page"),
    path("c/<link_token:token>/consent", consent.consent, name="consent"),
    path("c/<link_token:token>/revocation", person.revocation, name="revocation"),
    path("c/<link_token:token>/profile", profile.profile, name="profile"),
    path("c/<link_token:token>/link", person.new_link, name="link"),
]
