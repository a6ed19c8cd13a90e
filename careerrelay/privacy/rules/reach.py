"""Every table of the database, and what an erasure does to a person in it.

A table without a line fails (tests/house/test_reach.py): whoever adds one decides here, before anybody's data stands
in it. Laws and days are shown to the person on their page and in docs/privacy.md.
"""

from dataclasses import dataclass
from typing import Final, Literal

Fate = Literal["erased", "emptied", "kept", "nobody"]


@dataclass(frozen=True, slots=True)
class Reach:
    """`erased`: the rows go. `emptied`: the words go, the row stays. `kept`: stays, by `why`, `until`. `nobody`: holds
    nothing about a candidate."""

    fate: Fate
    why: str = ""
    until: str = ""


_ERASED: Final = Reach("erased")
_ORGANIZATION: Final = Reach("nobody", "what an organization says about itself, or its staff")
_ACCOUNTS: Final = Reach("nobody", "ids of organizations, counts and moments")
_IDS: Final = "ids, codes and moments, no word about anybody"

REACH: Final[dict[str, Reach]] = {
    # One company's records.
    "candidates_application": _ERASED,
    "candidates_candidate": _ERASED,
    "candidates_candidateaddress": _ERASED,
    "candidates_candidatedraft": Reach(
        "erased", "what names the person as far as it can be read; the rest after 14 days"
    ),
    "candidates_candidatefile": _ERASED,
    "candidates_candidatephone": _ERASED,
    "candidates_candidatesearch": _ERASED,
    "candidates_candidateskill": _ERASED,
    "candidates_duplicatepair": _ERASED,
    "candidates_employment": _ERASED,
    "candidates_evaluation": _ERASED,
    "candidates_import": Reach(
        "emptied", "a waiting file that names the person goes; counts of a past one stay"
    ),
    "candidates_importchange": _ERASED,
    "candidates_importforecast": Reach("erased", "with the waiting file that it was counted from"),
    "candidates_importpiece": Reach("erased", "with the waiting file that it is a part of"),
    "candidates_importrefusal": _ERASED,
    "candidates_interview": _ERASED,
    "candidates_interviewer": _ERASED,
    "candidates_languageskill": _ERASED,
    "candidates_merge": _ERASED,
    "candidates_note": _ERASED,
    "candidates_qualification": _ERASED,
    "candidates_rejection": _ERASED,
    "candidates_schooling": _ERASED,
    "candidates_stagemove": _ERASED,
    "candidates_withdrawal": _ERASED,
    "candidates_customfield": _ORGANIZATION,
    "candidates_rejectionreason": _ORGANIZATION,
    "candidates_rememberedcolumns": Reach("nobody", "headings of files"),
    "pool_bulkdeed": Reach("emptied", "the id goes, and a question in which the name was typed"),
    "pool_bulkdeedmember": _ERASED,
    "pool_exportfile": _ERASED,
    "pool_savedview": Reach("erased", "where the name or the address was typed"),
    "pool_segment": Reach("erased", "where the name or the address was typed"),
    "pool_segmentmember": _ERASED,
    "pool_tag": _ORGANIZATION,
    "pool_tagging": _ERASED,
    # The outbox.
    "outreach_delivery": _ERASED,
    "outreach_rejectionnotice": _ERASED,
    "outreach_invitation": _ORGANIZATION,
    "outreach_invitationmark": Reach(
        "kept", "a keyed hash of the address: nobody is invited twice, whatever is imported again", "always"
    ),
    "outreach_invitationrule": _ORGANIZATION,
    "outreach_invitationtext": _ORGANIZATION,
    "outreach_invitee": _ERASED,
    # The person.
    "people_contactwish": _ERASED,
    "people_knock": Reach(
        "nobody", "a hash of a network address under a key of one day; gone after a day or two"
    ),
    "people_hiddencompany": _ERASED,
    "people_pause": _ERASED,
    "people_person": _ERASED,
    "people_personaddress": _ERASED,
    "people_personallink": _ERASED,
    "people_profile": _ERASED,
    "people_satisfaction": _ERASED,
    "people_satisfactionclosing": Reach("nobody", "counts and sums of five people and more"),
    "consent_candidatelink": _ERASED,
    "consent_consumednonce": Reach(
        "kept", "a hash of a random value: the same form cannot be sent again", "always"
    ),
    "consent_renewalquestion": Reach("kept", f"{_IDS}: nobody is asked twice", "its statement goes"),
    "consent_servedtext": Reach("nobody", "names companies and agencies"),
    "consent_startlink": _ORGANIZATION,
    "consent_statement": Reach(
        "kept",
        f"{_IDS}: proves that consent was there (個人情報保護法27条, 特定電子メール法3条2項)",
        "a month later; under a record of provision, as long as that",
    ),
    # What was handed over.
    "relay_relayedprofile": Reach(
        "emptied", "the agency confirms that it keeps no copy of its own; the row goes with its record"
    ),
    "relay_provision": Reach(
        "kept", "個人情報保護法29条、施行規則21条: sealed under a key of its own", "3 years"
    ),
    "relay_correction": Reach(
        "kept", "個人情報保護法29条、施行規則21条: sealed under a key of its own", "3 years"
    ),
    "relay_datanotice": Reach(
        "kept", f"{_IDS}: that the agency was told, and what it answered", "3 years, as its record"
    ),
    "relay_relay": Reach("kept", f"{_IDS}: ties a provision to its introduction", "3 years, as its record"),
    "relay_introduction": Reach(
        "kept", f"{_IDS}, a keyed hash: the same person does not count twice", "always"
    ),
    "relay_placement": Reach(
        "kept", f"{_IDS}, a keyed hash: the agency leaves the person alone (職業安定法の指針)", "2 years"
    ),
    "relay_agreement": _ACCOUNTS,
    "relay_closing": _ACCOUNTS,
    "ledger_entry": _ACCOUNTS,
    "ledger_ledgeraccount": _ACCOUNTS,
    "ledger_posting": _ACCOUNTS,
    # That it happened.
    "audit_auditentry": Reach("kept", f"{_IDS}: who did what (個人情報保護法23条)", "always"),
    "audit_salt": Reach(
        "kept", "random bytes that open a link; go with their statement", "its statement goes"
    ),
    "audit_chain": _ACCOUNTS,
    "audit_chainlink": Reach("nobody", "hashes over salted commitments: say nothing once the salt is gone"),
    "audit_erasedlink": Reach("nobody", "which links can no longer be opened"),
    "audit_dailyhead": _ACCOUNTS,
    "audit_pendingentry": Reach("nobody", "ids of entries, for a minute"),
    "audit_verification": _ACCOUNTS,
    "privacy_restoration": _ACCOUNTS,
    "privacy_legalhold": _ERASED,
    "privacy_sealedrecord": Reach(
        "kept",
        "what a hold names, sealed under a key of its own; the person is told",
        "the day that they are told",
    ),
    "privacy_sealedreading": Reach("kept", "who opened a sealed record, when and why", "its record goes"),
    "privacy_quarantine": _ERASED,
    "privacy_rightsrequest": Reach(
        "emptied", "who asked and in which words goes; that it was answered stays"
    ),
    "privacy_retentionrule": _ORGANIZATION,
    "audit_sight": Reach("kept", f"{_IDS}: who saw whom (個人情報保護法23条)", "always"),
    "privacy_tombstone": Reach(
        "kept", "ids and keyed hashes: a restored backup brings nobody back", "always"
    ),
    "privacy_deletionproof": Reach("nobody", "rows by table, nothing about whom"),
    "privacy_breach": Reach("nobody", "what an organization says about a breach, and counts"),
    "privacy_breachreport": Reach(
        "nobody", "what an organization told the commission of a breach, and counts"
    ),
    "privacy_breachedrecord": Reach(
        "kept", f"{_IDS}: who was told of a breach (個人情報保護法26条2項)", "always"
    ),
    # Organizations and staff.
    "account_emailaddress": _ORGANIZATION,
    "account_emailconfirmation": _ORGANIZATION,
    "accounts_agency": _ORGANIZATION,
    "accounts_processor": _ORGANIZATION,
    "accounts_membership": _ORGANIZATION,
    "accounts_organization": _ORGANIZATION,
    "accounts_permit": _ORGANIZATION,
    "relay_operatorpermit": _ORGANIZATION,
    "relay_modechoice": _ORGANIZATION,
    "accounts_user": _ORGANIZATION,
    # The program's own.
    "auth_group": _ACCOUNTS,
    "auth_group_permissions": _ACCOUNTS,
    "auth_permission": _ACCOUNTS,
    "django_content_type": _ACCOUNTS,
    "django_migrations": _ACCOUNTS,
    "django_session": Reach("nobody", "signed-in staff; a session ends after twelve hours and is cleared"),
    "procrastinate_events": Reach("nobody", "ids and moments"),
    "procrastinate_jobs": Reach("nobody", "names of tasks and ids"),
    "procrastinate_periodic_defers": Reach("nobody", "moments"),
    "procrastinate_workers": Reach("nobody", "moments"),
}
