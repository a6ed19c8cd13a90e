"""What recruiters make of the list of candidates: tags, segments, saved views, and deeds on many at once."""

from careerrelay.pool.models.deeds import BulkDeed, BulkDeedKind, BulkDeedMember, BulkDeedState, ExportFile
from careerrelay.pool.models.segments import SavedView, Segment, SegmentMember
from careerrelay.pool.models.tags import Tag, Tagging, TagGroup

__all__ = [
    "BulkDeed",
    "BulkDeedKind",
    "BulkDeedMember",
    "BulkDeedState",
    "ExportFile",
    "SavedView",
    "Segment",
    "SegmentMember",
    "Tag",
    "TagGroup",
    "Tagging",
]
