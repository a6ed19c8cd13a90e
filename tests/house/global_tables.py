"""Tables that no wall divides, and why that is right. Every other table is behind one (tests/house/test_walls.py)."""

GLOBAL_TABLES = {
    # Ours: what belongs to nobody.
    "accounts_agency": "public facts: an agency stands with its name and address on every consent page",
    "accounts_permit": "public facts: a permit can be looked up at the ministry",
    "accounts_processor": "public facts: by whom, and where, data is processed",
    "relay_operatorpermit": "public facts: whoever places people shows the number to anybody",
    "relay_modechoice": "public facts: in which mode a network is run stands on /trust",
    "accounts_user": "a user signs in before any organization is known; roles are behind the wall of Membership",
    "audit_pendingentry": "ids of audit entries that wait for their link; the application can only look",
    "audit_verification": "counts over the whole installation, shown on /trust; nobody's rows",
    "privacy_restoration": "counts over the whole installation after a backup was restored; nobody's rows",
    "people_knock": "counts by a hash that only its day's key can make; nobody has said who they are yet",
    "consent_servedtext": "texts name companies and agencies, no person; found by their own hash only",
    # Django's and its libraries': rows of staff or of the program, none of a candidate.
    "account_emailaddress": "sign-in addresses of staff, kept by the sign-in library",
    "account_emailconfirmation": "sign-in addresses of staff, kept by the sign-in library",
    "auth_group": "unused, but part of Django's sign-in",
    "auth_group_permissions": "unused, but part of Django's sign-in",
    "auth_permission": "unused, but part of Django's sign-in",
    "django_content_type": "names of models",
    "django_migrations": "names of migrations",
    "django_session": "signed-in staff; the key is a random secret, the row names a user",
    # The queue: a task carries ids, never personal data.
    "procrastinate_events": "the queue's log: ids and moments",
    "procrastinate_jobs": "the queue: names of tasks and ids, no personal data",
    "procrastinate_periodic_defers": "the queue: when a periodic task was started last",
    "procrastinate_workers": "the queue: which workers live",
}

# A unique constraint over all tenants would tell one tenant what another one has; these may be, because nobody can
# ask them: what is unique is made by us, at random or as a keyed hash.
GLOBAL_UNIQUE = {
    "accounts_organization.slug": "chosen by the operator, who sees all organizations",
    "consent_startlink.code": "random, made by us",
    "consent_consumednonce.digest": "a hash of a random value",
    "people_knock.visitor": "a keyed hash, together with the ten minutes that are counted",
    "people_knock.from_at": "together with the visitor",
    "people_personaddress.address_hash": "a keyed hash: one person is one person in the whole network (P12)",
    "people_personallink.token_hash": "a hash of a random token",
}
