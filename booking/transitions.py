"""The states of an appointment and the ways between them: the only table of them.

Services, the database's own guard (migration 0003) and the diagram in docs/ follow it. Source: FHIR R4,
Appointment.status; which ways are open is the clinic's decision.
"""

from collections.abc import Iterator

from booking.errors import IllegalTransition

TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"pending", "booked", "cancelled", "waitlist"}),
    "waitlist": frozenset({"proposed", "booked", "cancelled"}),
    "pending": frozenset({"booked", "cancelled"}),
    "booked": frozenset({"pending", "arrived", "checked-in", "fulfilled", "noshow", "cancelled"}),
    "checked-in": frozenset({"arrived", "fulfilled", "cancelled"}),
    "arrived": frozenset({"fulfilled", "cancelled"}),
    "fulfilled": frozenset(),
    "cancelled": frozenset(),
    "noshow": frozenset(),
    "entered-in-error": frozenset(),
}
#: Any appointment may turn out to have been a mistake.
ALWAYS = "entered-in-error"
INITIAL = ("proposed", "waitlist", "pending", "booked")


def ways() -> Iterator[tuple[str, str]]:
    """Every allowed (from, to)."""
    for state, following in TRANSITIONS.items():
        yield from ((state, target) for target in sorted(following))
        if state != ALWAYS:
            yield state, ALWAYS


def check_transition(state: str, target: str) -> None:
    if (state, target) not in _WAYS:
        raise IllegalTransition(state=state, target=target)


def can_become(state: str, target: str) -> bool:
    return (state, target) in _WAYS


def mermaid() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {_node(state)}" for state in INITIAL]
    lines += [f"    {_node(state)} --> {_node(target)}" for state, target in ways() if target != ALWAYS]
    lines += [f"    {_node(state)} --> [*]" for state, targets in TRANSITIONS.items() if not targets]
    return "\n".join(lines)


def _node(state: str) -> str:
    # A hyphen is an operator in Mermaid.
    return state.replace("-", "_")


_WAYS = frozenset(ways())
