from django.urls import path

from careerrelay.accounts.rules import Kind
from careerrelay.web.operator import (
    agencies,
    books,
    closings,
    modes,
    overview,
    placements,
    processors,
    records,
    restorations,
)
from careerrelay.web.shared.breaches import breach_paths
from careerrelay.web.shared.members import member_paths
from careerrelay.web.shared.requests import request_paths

app_name = "operator"

urlpatterns = [
    *request_paths(Kind.OPERATOR),
    path("", overview.overview, name="overview"),
    path("closings/", closings.closings, name="closings"),
    path("companies/<uuid:company_id>/closing/", closings.closing, name="closing"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<uuid:agency_id>/", agencies.agency, name="agency"),
    path("agencies/<uuid:agency_id>/permits/", agencies.permits, name="permits"),
    path("permits/<uuid:permit_id>/suspension/", agencies.suspension, name="suspension"),
    path("permits/<uuid:permit_id>/suspension/end/", agencies.suspension_end, name="suspension_end"),
    path("mode/", modes.mode, name="mode"),
    path("mode/to/<str:wanted>/", modes.mode_choice, name="mode_choice"),
    path("mode/permits/", modes.operator_permits, name="operator_permits"),
    path("mode/permits/<uuid:permit_id>/stop/", modes.operator_permit_stop, name="operator_permit_stop"),
    path("placements/", placements.placements, name="placements"),
    path("placements/<uuid:placement_id>/", placements.placement, name="placement"),
    path("books/", books.books, name="books"),
    path("books/<uuid:company_id>/", books.statement, name="statement"),
    path("restoration/", restorations.restoration, name="restoration"),
    path("records/", records.records, name="records"),
    path("processors/", processors.processors, name="processors"),
    path("processors/<uuid:processor_id>/end/", processors.processor_end, name="processor_end"),
    *breach_paths(Kind.OPERATOR),
    *member_paths(Kind.OPERATOR),
]
