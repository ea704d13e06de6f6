"""Taking time out of sale at the desk: a meeting, a repair, a doctor who leaves early."""

from datetime import datetime
from uuid import UUID

from booking.attempts import in_one_transaction
from booking.codes import CommitmentKind, ResourceType
from booking.errors import BlockTooLong, OverrideReasonRequired, SlotTaken
from booking.locks import Resource, lock, reap
from booking.models import LONGEST_COMMITMENT, Block, Commitment, Location
from people import audit
from people.access import Access


@in_one_transaction
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
    lock([resource])
    reap([resource], start, end, now=now)
    if Commitment.objects.overlapping(start, end).filter(resource_id=resource_id).exists():
        raise SlotTaken
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


@in_one_transaction
def release_block(*, access: Access, block: Block) -> None:
    """Put the time back on sale."""
    lock([Resource(block.resource_type, block.resource_id)])
    audit.record(access, "schedule.released", block)
    block.delete()
