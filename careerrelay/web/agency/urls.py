from django.urls import path

from careerrelay.accounts.rules import Kind
from careerrelay.web.agency import inbox, notices, placements, progress, settlement, terms
from careerrelay.web.shared.breaches import breach_paths
from careerrelay.web.shared.members import member_paths

app_name = "agency"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("copies/<uuid:copy_id>/", inbox.copy, name="copy"),
    path("copies/<uuid:copy_id>/acceptance/", inbox.acceptance, name="acceptance"),
    path("copies/<uuid:copy_id>/decline/", inbox.decline, name="decline"),
    path("copies/<uuid:copy_id>/deletion/", inbox.deletion, name="deletion"),
    path("copies/<uuid:copy_id>/placement/", placements.placement, name="placement"),
    path("copies/<uuid:copy_id>/placement/undo/", placements.placement_undo, name="placement_undo"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<uuid:notice_id>/", notices.signed_notice, name="notice"),
    path("notices/<uuid:notice_id>/acknowledgement/", notices.acknowledgement, name="acknowledgement"),
    path("notices/<uuid:notice_id>/keeping/", notices.keeping, name="keeping"),
    path("progress/", progress.progress, name="progress"),
    path("progress/accepted.csv", progress.accepted_csv, name="accepted_csv"),
    path("settlement/", settlement.settlement, name="settlement"),
    path("permit/", terms.permit, name="permit"),
    *breach_paths(Kind.AGENCY),
    *member_paths(Kind.AGENCY),
]
