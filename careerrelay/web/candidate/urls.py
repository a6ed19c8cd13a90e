from django.urls import path, register_converter

from careerrelay.web.candidate import (
    again,
    consent,
    erasure,
    holdings,
    opening,
    parts,
    person,
    profile,
    receipts,
    satisfaction,
    start,
    wishes,
)

register_converter(opening.LinkToken, "link_token")
register_converter(opening.StartCode, "start_code")

app_name = "candidate"

urlpatterns = [
    path("r/<start_code:code>", start.start, name="start"),
    path("c/again", again.link_again, name="again"),
    path("c/<link_token:token>", person.page, name="page"),
    path("c/<link_token:token>/consent", consent.consent, name="consent"),
    path("c/<link_token:token>/revocation", person.revocation, name="revocation"),
    path("c/<link_token:token>/profile", profile.profile, name="profile"),
    path("c/<link_token:token>/contact", wishes.contact, name="contact"),
    path("c/<link_token:token>/pause", wishes.pause, name="pause"),
    path("c/<link_token:token>/companies", wishes.companies, name="companies"),
    path("c/<link_token:token>/companies/shown", wishes.shown_company, name="shown_company"),
    path("c/<link_token:token>/holdings", holdings.holdings, name="holdings"),
    path("c/<link_token:token>/profile/<slug:part>", parts.part, name="part"),
    path("c/<link_token:token>/erasure", erasure.erasure, name="erasure"),
    path("c/<link_token:token>/receipts", receipts.receipts, name="receipts"),
    path("c/<link_token:token>/receipt", receipts.receipt, name="receipt"),
    path("c/<link_token:token>/satisfaction", satisfaction.satisfaction, name="satisfaction"),
    path("c/<link_token:token>/link", person.new_link, name="link"),
]
