"""The numbers beside the words of the agency's list of pages."""

from django import template
from django.template import Context

from careerrelay.relay.notices import open_notices_count
from careerrelay.relay.received import CopyCounts, copy_counts

register = template.Library()


@register.simple_tag(takes_context=True)
def counts_of_copies(context: Context) -> CopyCounts:
    return copy_counts(organization_id=context["request"].member.organization_id, at=context["now"])


@register.simple_tag(takes_context=True)
def notices_open(context: Context) -> int:
    return open_notices_count(organization_id=context["request"].member.organization_id)
