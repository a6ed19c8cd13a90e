"""Reading a file of applicants, for the worker process."""

from uuid import UUID

from procrastinate import Blueprint

from careerrelay.candidates.importing import run_import
from careerrelay.core import clock

tasks = Blueprint()


@tasks.task(name="run_import")
def run_import_task(organization_id: str, import_id: str) -> None:
    run_import(organization_id=UUID(organization_id), import_id=UUID(import_id), at=clock.now())
