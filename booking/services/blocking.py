"""Taking time out of sale at the desk: a meeting, a repair, a doctor who leaves early."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from booking.codes import CommitmentKind, ResourceType
from booking.errors import BlockTooLong, OverrideReasonRequired, SlotTaken
from booking.locks import Resource, lock, reap
from booking.models import LONGEST_COMMITMENT, Block, Commitment, Location
from people import audit
from people.access import Access


def block_time(
    *,
    access: Access,
    resource_type: ResourceType,
    resource_id: UUID,
    location: Location,
    start: datetime,
    end: datetime,
    reason: str,
    now: datetime,
) -> Block:
    """Keep a doctor, room or apparatus free of visits in `[start, end)`, at most a day at once.

    Raises SlotTaken when visits stand there: they are moved or cancelled first, each with its own notice.
    """
    if not reason.strip():
        raise OverrideReasonRequired
    if not start < end <= start + LONGEST_COMMITMENT:
        raise BlockTooLong
    resource = Resource(resource_type, resource_id)
    try:
        with transaction.atomic():
            lock([resource])
            reap([resource], start, end, now=now)
            block = Block.objects.create(
                resource_type=resource_type,
                resource_id=resource_id,
                location=location,
                start=start,
                end=end,
                reason=reason.strip(),
                created_by=access.actor,
            )
            Commitment.objects.create(
                resource_id=resource_id,
                resource_type=resource_type,
                start=start,
                end=end,
                kind=CommitmentKind.BLOCK,
                block=block,
            )
            audit.record(access, "schedule.blocked", block)
            return block
    except IntegrityError as error:
        if "booking_commitment_no_overlap" not in str(error):
            raise
        raise SlotTaken from error


@transaction.atomic
def release_block(*, access: Access, block: Block) -> None:
    """Put the time back on sale."""
    lock([Resource(block.resource_type, block.resource_id)])
    audit.record(access, "schedule.released", block)
    block.delete()
