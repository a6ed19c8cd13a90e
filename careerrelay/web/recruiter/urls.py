from django.urls import path

from careerrelay.web.recruiter import candidates, free_hires, imports, notices, pool, queue, settings, today

app_name = "recruiter"

urlpatterns = [
    path("", today.today, name="today"),
    path("snippet/", today.snippet, name="snippet"),
    path("imports/", imports.list_of_imports, name="imports"),
    path("imports/new/", imports.new_import, name="new_import"),
    path("imports/<uuid:import_id>/", imports.one_import, name="import"),
    path("imports/<uuid:import_id>/discard/", imports.discard, name="discard_import"),
    path("imports/<uuid:import_id>/refused.csv", imports.refused_rows, name="refused_rows"),
    path("candidates/", candidates.list_page, name="candidates"),
    path("candidates/<uuid:candidate_id>/", candidates.one_candidate, name="candidate"),
    path("applications/<uuid:application_id>/decision/", candidates.decide, name="decide"),
    path("notices/", notices.people, name="notices"),
    path("notices/check/", notices.check, name="check_notices"),
    path("notices/queue/", queue.queue, name="queue"),
    path("notices/sent/", queue.sent, name="sent"),
    path("notices/in-doubt/", queue.in_doubt, name="in_doubt"),
    path("notices/undelivered/", queue.undelivered, name="undelivered"),
    path("notices/undo/", queue.undo, name="undo_notices"),
    path("notices/undo/<int:queued>/", queue.undo_batch, name="undo_batch"),
    path("notices/preview/<uuid:candidate_id>/", notices.preview, name="preview"),
    path("pool/", pool.list_of_pool, name="pool"),
    path("relay/", free_hires.relay_and_credits, name="relay"),
    path("settings/", settings.facts_and_members, name="settings"),
]
