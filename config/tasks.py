"""The background work of every context, collected for the worker."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Add each context's tasks. A context's `tasks.py` holds a blueprint and knows nothing of the app."""
    from careerrelay.audit.tasks import tasks as audit
    from careerrelay.candidates.tasks import tasks as candidates
    from careerrelay.outreach.tasks import tasks as outreach
    from careerrelay.pool.import_tasks import import_tasks as imports
    from careerrelay.pool.tasks import tasks as pool
    from careerrelay.privacy.tasks import tasks as privacy
    from careerrelay.relay.tasks import tasks as relay

    app.add_tasks_from(audit, namespace="audit")
    app.add_tasks_from(candidates, namespace="candidates")
    app.add_tasks_from(imports, namespace="candidates")
    app.add_tasks_from(outreach, namespace="outreach")
    app.add_tasks_from(pool, namespace="pool")
    app.add_tasks_from(privacy, namespace="privacy")
    app.add_tasks_from(relay, namespace="relay")
