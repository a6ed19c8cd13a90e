"""Every route of the product: whose page it is, how it is asked, what its arguments name.

A route without its row fails (tests/house/test_routes.py), so that the tests generated from this table visit it: as
every other role, with foreign ids, with methods that must change nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Audience = Literal["company", "agency", "operator", "staff", "candidate", "anyone"]

# Under which path an audience has its pages.
PREFIXES: dict[Audience, tuple[str, ...]] = {
    "company": ("app/",),
    "agency": ("agency/",),
    "operator": ("ops/",),
    "candidate": ("c/", "r/", "u/"),
}


@dataclass(frozen=True, slots=True)
class Route:
    """`takes` says for each argument what it names: a model of the glossary, whose row may be somebody else's, or
    what stands in its place (`token`, `code`, `number`, `word`)."""

    audience: Audience
    methods: tuple[str, ...] = ("GET",)
    takes: Mapping[str, str] = field(default_factory=dict)


def form(audience: Audience, **takes: str) -> Route:
    """A page that shows a form and takes what was filled in."""
    return Route(audience, ("GET", "POST"), takes)


def page(audience: Audience, **takes: str) -> Route:
    return Route(audience, ("GET",), takes)


def deed(audience: Audience, **takes: str) -> Route:
    """Nothing to see: a button sends here."""
    return Route(audience, ("POST",), takes)


ROUTES: dict[str, Route] = {
    "account_change_password": Route("staff", ("GET", "POST", "PUT")),
    "account_login": Route("anyone", ("GET", "POST", "PUT")),
    "account_logout": form("staff"),
    "shared:choose": form("staff"),
    "shared:front": page("anyone"),
    "shared:processors": page("anyone"),
    "operator:records": page("operator"),
    "operator:restoration": page("operator"),
    "operator:processors": form("operator"),
    "operator:processor_end": deed("operator", processor_id="Processor"),
    "shared:trust": page("anyone"),
    "shared:public_keys": page("anyone"),
    "shared:you": page("staff"),
    "candidate:start": form("candidate", code="code"),
    "candidate:again": form("candidate"),
    "candidate:page": page("candidate", token="token"),
    "candidate:consent": form("candidate", token="token"),
    "candidate:revocation": form("candidate", token="token"),
    "candidate:profile": form("candidate", token="token"),
    "candidate:contact": form("candidate", token="token"),
    "candidate:pause": form("candidate", token="token"),
    "candidate:companies": form("candidate", token="token"),
    "candidate:shown_company": form("candidate", token="token"),
    "candidate:holdings": form("candidate", token="token"),
    "candidate:part": form("candidate", token="token", part="word"),
    "candidate:erasure": form("candidate", token="token"),
    "candidate:receipts": page("candidate", token="token"),
    "candidate:receipt": form("candidate", token="token"),
    "candidate:satisfaction": form("candidate", token="token"),
    "candidate:link": form("candidate", token="token"),
    "recruiter:today": page("company"),
    "recruiter:requests": page("company"),
    "recruiter:new_request": form("company"),
    "recruiter:request": page("company", request_id="RightsRequest"),
    "recruiter:request_record": deed("company", request_id="RightsRequest"),
    "recruiter:request_identity": deed("company", request_id="RightsRequest"),
    "recruiter:fulfil_request": deed("company", request_id="RightsRequest"),
    "recruiter:refuse_request": deed("company", request_id="RightsRequest"),
    "recruiter:request_disclosure": page("company", request_id="RightsRequest", form="word"),
    "operator:requests": page("operator"),
    "operator:new_request": form("operator"),
    "operator:request": page("operator", request_id="RightsRequest"),
    "operator:request_record": deed("operator", request_id="RightsRequest"),
    "operator:request_identity": deed("operator", request_id="RightsRequest"),
    "operator:fulfil_request": deed("operator", request_id="RightsRequest"),
    "operator:refuse_request": deed("operator", request_id="RightsRequest"),
    "operator:request_disclosure": page("operator", request_id="RightsRequest", form="word"),
    "recruiter:members": page("company"),
    "recruiter:member": page("company", user_id="User"),
    "recruiter:member_role": deed("company", user_id="User"),
    "recruiter:member_end": deed("company", user_id="User"),
    "agency:members": page("agency"),
    "agency:member": page("agency", user_id="User"),
    "agency:member_role": deed("agency", user_id="User"),
    "agency:member_end": deed("agency", user_id="User"),
    "operator:members": page("operator"),
    "operator:member": page("operator", user_id="User"),
    "operator:member_role": deed("operator", user_id="User"),
    "operator:member_end": deed("operator", user_id="User"),
    "recruiter:retention": form("company"),
    "recruiter:hold": deed("company", candidate_id="Candidate"),
    "recruiter:invitations": page("company"),
    "recruiter:invitation_rule": deed("company"),
    "recruiter:new_invitation_text": form("company"),
    "recruiter:invitation_text": page("company", text_id="InvitationText"),
    "recruiter:review_invitation_text": deed("company", text_id="InvitationText"),
    "recruiter:new_invitation": form("company"),
    "recruiter:invitation": page("company", invitation_id="Invitation"),
    "recruiter:approve_invitation": deed("company", invitation_id="Invitation"),
    "recruiter:undo_invitation": deed("company", invitation_id="Invitation"),
    "recruiter:leave_out_invitee": deed("company", invitation_id="Invitation", candidate_id="Candidate"),
    "recruiter:hold_erasure": form("company", candidate_id="Candidate"),
    "recruiter:sealed": form("company", record_id="SealedRecord"),
    "recruiter:sealed_end": deed("company", record_id="SealedRecord"),
    "recruiter:hold_end": deed("company", hold_id="LegalHold"),
    "recruiter:snippet": page("company"),
    "recruiter:drafts": form("company"),
    "recruiter:draft": form("company", draft_id="CandidateDraft"),
    "recruiter:discard_draft": deed("company", draft_id="CandidateDraft"),
    "recruiter:hand_over_draft": deed("company", draft_id="CandidateDraft", candidate_id="Candidate"),
    "recruiter:imports": page("company"),
    "recruiter:new_import": form("company"),
    "recruiter:import": page("company", import_id="Import"),
    "recruiter:import_reading": form("company", import_id="Import"),
    "recruiter:import_columns": form("company", import_id="Import"),
    "recruiter:forgotten_columns": deed("company", import_id="Import"),
    "recruiter:import_decisions": form("company", import_id="Import"),
    "recruiter:import_forecast": form("company", import_id="Import"),
    "recruiter:import_check": form("company", import_id="Import"),
    "recruiter:cancel_import": deed("company", import_id="Import"),
    "recruiter:undo_import": deed("company", import_id="Import"),
    "recruiter:discard_import": deed("company", import_id="Import"),
    "recruiter:refused_rows": page("company", import_id="Import"),
    "recruiter:candidates": page("company"),
    "recruiter:candidate": page("company", candidate_id="Candidate"),
    "recruiter:consent": page("company", candidate_id="Candidate"),
    "recruiter:timeline": page("company", candidate_id="Candidate"),
    "recruiter:write_note": form("company", candidate_id="Candidate"),
    "recruiter:edit_note": form("company", note_id="Note"),
    "recruiter:delete_note": deed("company", note_id="Note"),
    "recruiter:enter_application": form("company", candidate_id="Candidate"),
    "recruiter:application": page("company", application_id="Application"),
    "recruiter:move_stage": deed("company", application_id="Application"),
    "recruiter:end_application": form("company", application_id="Application", outcome="word"),
    "recruiter:reopen_application": deed("company", application_id="Application"),
    "recruiter:plan_interview": form("company", application_id="Application"),
    "recruiter:own_interviews": page("company"),
    "recruiter:interview": form("company", interview_id="Interview"),
    "recruiter:call_off_interview": deed("company", interview_id="Interview"),
    "recruiter:evaluation": form("company", interview_id="Interview"),
    "recruiter:file_of_interview": page("company", interview_id="Interview", file_id="CandidateFile"),
    "recruiter:reasons": form("company"),
    "recruiter:map_reason_words": deed("company"),
    "recruiter:reason": form("company", reason_id="RejectionReason"),
    "recruiter:end_reason": deed("company", reason_id="RejectionReason"),
    "recruiter:new_candidate": form("company"),
    "recruiter:new_list": form("company"),
    "recruiter:edit_facts": form("company", candidate_id="Candidate"),
    "recruiter:confirm": deed("company", candidate_id="Candidate"),
    "recruiter:employments": form("company", candidate_id="Candidate"),
    "recruiter:schoolings": form("company", candidate_id="Candidate"),
    "recruiter:languages": form("company", candidate_id="Candidate"),
    "recruiter:qualifications": form("company", candidate_id="Candidate"),
    "recruiter:skills": form("company", candidate_id="Candidate"),
    "recruiter:own_fields": form("company"),
    "recruiter:change_own_field": deed("company", field_id="CustomField"),
    "recruiter:end_field": deed("company", field_id="CustomField"),
    "recruiter:reopen_field": deed("company", field_id="CustomField"),
    "recruiter:files": page("company", candidate_id="Candidate"),
    "recruiter:new_files": form("company", candidate_id="Candidate"),
    "recruiter:file": page("company", candidate_id="Candidate", file_id="CandidateFile"),
    "recruiter:file_text": page("company", candidate_id="Candidate", file_id="CandidateFile"),
    "recruiter:delete_file": form("company", candidate_id="Candidate", file_id="CandidateFile"),
    "recruiter:decide": deed("company", application_id="Application"),
    "recruiter:duplicates": page("company"),
    "recruiter:check_duplicates": form("company"),
    "recruiter:duplicate": page("company", pair_id="DuplicatePair"),
    "recruiter:merge_duplicate": deed("company", pair_id="DuplicatePair"),
    "recruiter:distinguish_duplicate": deed("company", pair_id="DuplicatePair"),
    "recruiter:reopen_duplicate": deed("company", pair_id="DuplicatePair"),
    "recruiter:merges": page("company"),
    "recruiter:undo_merge": deed("company", merge_id="Merge"),
    "recruiter:notices": page("company"),
    "recruiter:check_notices": form("company"),
    "recruiter:preview": page("company", candidate_id="Candidate"),
    "recruiter:queue": form("company"),
    "recruiter:sent": page("company"),
    "recruiter:in_doubt": page("company"),
    "recruiter:undelivered": page("company"),
    "recruiter:undo_notices": deed("company"),
    "recruiter:undo_batch": deed("company", queued="number"),
    "recruiter:pool": page("company"),
    "recruiter:bulk": form("company"),
    "recruiter:bulk_deeds": page("company"),
    "recruiter:bulk_deed": page("company", bulk_deed_id="BulkDeed"),
    "recruiter:cancel_bulk_deed": deed("company", bulk_deed_id="BulkDeed"),
    "recruiter:undo_bulk_deed": deed("company", bulk_deed_id="BulkDeed"),
    "recruiter:exported_file": page("company", bulk_deed_id="BulkDeed"),
    "recruiter:segments": page("company"),
    "recruiter:keep_question": deed("company"),
    "recruiter:end_segment": deed("company", segment_id="Segment"),
    "recruiter:end_view": deed("company", view_id="SavedView"),
    "recruiter:new_tag": deed("company"),
    "recruiter:end_tag": deed("company", tag_id="Tag"),
    "recruiter:tag_candidate": deed("company", candidate_id="Candidate"),
    "recruiter:relay": page("company"),
    "recruiter:settings": page("company"),
    "recruiter:company_contact": form("company"),
    "agency:inbox": page("agency"),
    "agency:copy": page("agency", copy_id="RelayedProfile"),
    "agency:notices": page("agency"),
    "agency:notice": page("agency", notice_id="DataNotice"),
    "agency:acknowledgement": deed("agency", notice_id="DataNotice"),
    "agency:keeping": deed("agency", notice_id="DataNotice"),
    "agency:acceptance": deed("agency", copy_id="RelayedProfile"),
    "agency:decline": deed("agency", copy_id="RelayedProfile"),
    "agency:deletion": deed("agency", copy_id="RelayedProfile"),
    "agency:placement": deed("agency", copy_id="RelayedProfile"),
    "agency:placement_undo": deed("agency", copy_id="RelayedProfile"),
    "agency:progress": page("agency"),
    "agency:accepted_csv": page("agency"),
    "agency:settlement": page("agency"),
    "agency:permit": page("agency"),
    "operator:overview": page("operator"),
    "operator:closings": page("operator"),
    "operator:closing": deed("operator", company_id="Organization"),
    "operator:agencies": page("operator"),
    "operator:agency": page("operator", agency_id="Agency"),
    "operator:permits": deed("operator", agency_id="Agency"),
    "operator:suspension": deed("operator", permit_id="Permit"),
    "operator:suspension_end": deed("operator", permit_id="Permit"),
    "operator:mode": page("operator"),
    "operator:mode_choice": form("operator", wanted="word"),
    "operator:operator_permits": deed("operator"),
    "operator:operator_permit_stop": form("operator", permit_id="OperatorPermit"),
    "operator:placements": page("operator"),
    "operator:placement": form("operator", placement_id="Placement"),
    "operator:books": page("operator"),
    "operator:statement": page("operator", company_id="Organization"),
    "recruiter:breaches": page("company"),
    "recruiter:new_breach": form("company"),
    "recruiter:breach": page("company", breach_id="Breach"),
    "recruiter:breach_words": form("company", breach_id="Breach"),
    "recruiter:breach_people": form("company", breach_id="Breach"),
    "recruiter:breach_prompt_report": form("company", breach_id="Breach"),
    "recruiter:breach_final_report": form("company", breach_id="Breach"),
    "recruiter:breach_follow_up": form("company", breach_id="Breach"),
    "recruiter:breach_reopen": deed("company", breach_id="Breach"),
    "recruiter:breach_letters": form("company", breach_id="Breach"),
    "recruiter:breach_close": deed("company", breach_id="Breach"),
    "agency:breaches": page("agency"),
    "agency:new_breach": form("agency"),
    "agency:breach": page("agency", breach_id="Breach"),
    "agency:breach_words": form("agency", breach_id="Breach"),
    "agency:breach_people": form("agency", breach_id="Breach"),
    "agency:breach_prompt_report": form("agency", breach_id="Breach"),
    "agency:breach_final_report": form("agency", breach_id="Breach"),
    "agency:breach_follow_up": form("agency", breach_id="Breach"),
    "agency:breach_reopen": deed("agency", breach_id="Breach"),
    "agency:breach_letters": form("agency", breach_id="Breach"),
    "agency:breach_close": deed("agency", breach_id="Breach"),
    "operator:breaches": page("operator"),
    "operator:new_breach": form("operator"),
    "operator:breach": page("operator", breach_id="Breach"),
    "operator:breach_words": form("operator", breach_id="Breach"),
    "operator:breach_people": form("operator", breach_id="Breach"),
    "operator:breach_prompt_report": form("operator", breach_id="Breach"),
    "operator:breach_final_report": form("operator", breach_id="Breach"),
    "operator:breach_follow_up": form("operator", breach_id="Breach"),
    "operator:breach_reopen": deed("operator", breach_id="Breach"),
    "operator:breach_letters": form("operator", breach_id="Breach"),
    "operator:breach_close": deed("operator", breach_id="Breach"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A route as the URLconf has it."""

    name: str
    path: str
    arguments: frozenset[str]
    view: Any

    @property
    def declared_audience(self) -> str | None:
        """What the view's decorator says: company, agency, operator; None where it does not say."""
        audience = getattr(self.view, "audience", None)
        return None if audience is None else str(audience)

    @property
    def methods(self) -> set[str]:
        """What the view's decorator, or its class, lets through; empty where nothing says so."""
        if view_class := getattr(self.view, "view_class", None):
            return {name.upper() for name in view_class.http_method_names if hasattr(view_class, name)}
        view = self.view
        while view is not None:
            names = view.__code__.co_freevars if hasattr(view, "__code__") else ()
            for name, cell in zip(names, view.__closure__ or (), strict=True):
                if name == "request_method_list":
                    return set(cell.cell_contents)
            view = getattr(view, "__wrapped__", None)
        return set()


def found_routes(
    patterns: Iterable[Any] | None = None, *, path: str = "", space: str = ""
) -> Iterator[Found]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        longer = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from found_routes(pattern.url_patterns, path=longer, space=inner)
        elif isinstance(pattern, URLPattern):
            arguments = frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex)
            yield Found(space + pattern.name if pattern.name else "", longer, arguments, pattern.callback)


def address_of(name: str, *, values: Mapping[str, object]) -> str:
    """The URL of a route. `values` gives a value for each thing that routes take: `{"Import": import_id}`."""
    return reverse(name, kwargs={argument: values[what] for argument, what in ROUTES[name].takes.items()})
