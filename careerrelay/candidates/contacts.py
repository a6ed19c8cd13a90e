"""How somebody is reached: the main address first, each of them one candidate's. In the organization's scope."""

from collections.abc import Collection, Sequence
from uuid import UUID

from careerrelay.candidates.models import Candidate, CandidateAddress, CandidatePhone
from careerrelay.text.addresses import MailAddress
from careerrelay.text.phones import PhoneNumber


def owners_of_addresses(
    addresses: Collection[MailAddress], *, organization_id: UUID, leave_out: Collection[UUID]
) -> dict[MailAddress, UUID]:
    """Those that are somebody's here, without the candidates to `leave_out`."""
    known = dict(
        CandidateAddress.objects.filter(
            organization_id=organization_id, canonical__in=[address.comparable for address in addresses]
        )
        .exclude(candidate_id__in=leave_out)
        .values_list("canonical", "candidate_id")
    )
    return {address: known[address.comparable] for address in addresses if address.comparable in known}


def replace_addresses(
    candidate: Candidate, *, addresses: Sequence[MailAddress], leave_out: Collection[UUID]
) -> None:
    """Ids rise in the order of entry, and the lowest is the main one: from the first that is out of its place on,
    they are written anew. An address of one whom the company may not know of (`leave_out`) comes over."""
    organization_id = candidate.organization_id
    CandidateAddress.objects.filter(
        organization_id=organization_id,
        canonical__in=[address.comparable for address in addresses],
        candidate_id__in=leave_out,
    ).exclude(candidate_id=candidate.id).delete()
    held = list(candidate.addresses.order_by("id"))
    kept = _kept([one.address for one in held], [address.written for address in addresses])
    candidate.addresses.filter(id__in=[one.id for one in held[kept:]]).delete()
    CandidateAddress.objects.bulk_create(
        CandidateAddress(
            organization_id=organization_id,
            candidate=candidate,
            address=address.written,
            canonical=address.comparable,
            is_proxy=address.is_proxy,
        )
        for address in addresses[kept:]
    )


def replace_phones(candidate: Candidate, *, phones: Sequence[PhoneNumber]) -> None:
    held = list(candidate.phones.order_by("id"))
    kept = _kept([one.canonical for one in held], [phone.e164 for phone in phones])
    candidate.phones.filter(id__in=[one.id for one in held[kept:]]).delete()
    CandidatePhone.objects.bulk_create(
        CandidatePhone(
            organization_id=candidate.organization_id,
            candidate=candidate,
            number=phone.national,
            canonical=phone.e164,
        )
        for phone in phones[kept:]
    )


def _kept(held: Sequence[str], wanted: Sequence[str]) -> int:
    """How many at the beginning stay as they are."""
    count = 0
    for first, second in zip(held, wanted, strict=False):
        if first != second:
            break
        count += 1
    return count
