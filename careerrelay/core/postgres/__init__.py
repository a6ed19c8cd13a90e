"""The database server: an embedded PostgreSQL where none is given, and the roles that we need in any."""

from careerrelay.core.postgres.child import ChildServer, run_as_child
from careerrelay.core.postgres.launcher import ensure_running, erase, leave, stop
from careerrelay.core.postgres.place import ServerAddress, address

__all__ = [
    "ChildServer",
    "ServerAddress",
    "address",
    "ensure_running",
    "erase",
    "leave",
    "run_as_child",
    "stop",
]
