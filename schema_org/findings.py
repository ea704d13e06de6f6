"""What a check has to say, in words an editor understands.

A finding carries a code and the facts of the case. Its two sentences, what is wrong and what to do, are
English templates here; a caller that knows the reader's language passes its own `translate`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """`node` is the `@id` (or, without one, the types) of the nearest node with a name; `property` the dotted
    path from there, empty when the node itself is meant.
    """

    severity: Severity
    code: str
    node: str
    types: tuple[str, ...] = ()
    property: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def problem(self, translate: Callable[[str], str] = str) -> str:
        return self._said(SENTENCES[self.code][0], translate)

    def advice(self, translate: Callable[[str], str] = str) -> str:
        return self._said(SENTENCES[self.code][1], translate)

    def _said(self, sentence: str, translate: Callable[[str], str]) -> str:
        # Who asks and for what are words of ours; everything else is quoted from the document.
        words = {name: translate(self.params[name]) for name in ("source", "subject") if name in self.params}
        return translate(sentence) % {**self.params, **words}

    def __str__(self) -> str:
        where = f"{self.node} {self.property}".strip()
        return f"{self.severity.value}: {where}: {self.problem()} {self.advice()}"


def gettext_noop(sentence: str) -> str:
    """Marks a template for the message catalogue; the name is the one Django's makemessages looks for."""
    return sentence


_ = gettext_noop

#: For each code: what is wrong, and what to do.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "not-an-object": (
        _("The structured data is not a JSON-LD object."),
        _("It has to be one object with @context and @graph."),
    ),
    "wrong-context": (
        _("The structured data does not name schema.org as its vocabulary."),
        _("Set @context to https://schema.org."),
    ),
    "empty-value": (_("“%(property)s” is empty."), _("Fill it in, or leave it out.")),
    "untyped-node": (_("This entry does not say what it is."), _("Give it a type.")),
    "unknown-keyword": (_("“%(property)s” is not a keyword of JSON-LD."), _("Remove it.")),
    "unknown-type": (
        _("schema.org has no type “%(type)s”."),
        _("Choose a type from schema.org; the nearest names are: %(nearest)s."),
    ),
    "value-as-type": (
        _("“%(type)s” is a value of %(enumeration)s, not a type."),
        _("Give it as the value of a property."),
    ),
    "superseded-type": (_("The type “%(type)s” is out of use."), _("Use %(replacement)s instead.")),
    "unknown-property": (
        _("schema.org has no property “%(property)s”."),
        _("Choose a property from schema.org; the nearest names are: %(nearest)s."),
    ),
    "superseded-property": (
        _("The property “%(property)s” is out of use."),
        _("Use %(replacement)s instead."),
    ),
    "wrong-domain": (
        _("“%(property)s” does not belong to %(types)s."),
        _("It belongs to %(allowed)s: add such a type, or move the property."),
    ),
    "wrong-range": (
        _("“%(property)s” cannot be %(given)s."),
        _("It takes %(allowed)s."),
    ),
    "text-for-entity": (
        _("“%(property)s” is plain text: “%(given)s”."),
        _("Describe it as %(allowed)s."),
    ),
    "unknown-term": (
        _("schema.org has no value “%(given)s” for “%(property)s”."),
        _("Choose a value of %(allowed)s."),
    ),
    "short-term": (
        _("“%(property)s” holds the short name “%(given)s”."),
        _("Write the full address https://schema.org/%(given)s."),
    ),
    "superseded-term": (
        _("The value “%(given)s” of “%(property)s” is out of use."),
        _("Use %(replacement)s instead."),
    ),
    "not-a-date": (_("“%(property)s” is not a date: “%(given)s”."), _("Write it as 2026-03-19.")),
    "not-a-moment": (
        _("“%(property)s” is not a date and time: “%(given)s”."),
        _("Write it as 2026-03-19T08:00:00+03:00."),
    ),
    "no-time-zone": (
        _("“%(property)s” does not say in which time zone “%(given)s” is."),
        _("Add the offset, as in 2026-03-19T08:00:00+03:00."),
    ),
    "not-a-time": (_("“%(property)s” is not a time of day: “%(given)s”."), _("Write it as 08:00:00.")),
    "not-a-quantity": (
        _("“%(property)s” is not an amount with a unit: “%(given)s”."),
        _("Write a duration as PT30M, a length as 30 cm."),
    ),
    "not-a-number": (_("“%(property)s” is not a number: “%(given)s”."), _("Write digits with a point.")),
    "number-as-text": (
        _("“%(property)s” is a number written as text: “%(given)s”."),
        _("Write it without quotation marks."),
    ),
    "not-a-boolean": (_("“%(property)s” is neither true nor false: “%(given)s”."), _("Write true or false.")),
    "not-an-address": (
        _("“%(property)s” is not a complete web address: “%(given)s”."),
        _("Write it in full, starting with https://."),
    ),
    "markup-in-text": (
        _("“%(property)s” holds markup: “%(given)s”."),
        _("Give the words only."),
    ),
    "dangling-id": (
        _("“%(property)s” points to “%(given)s”, which this page does not describe."),
        _("Describe it on this page, or leave the reference out."),
    ),
    "duplicate-id": (
        _("“%(given)s” is described more than once."),
        _("Describe it once and refer to it elsewhere."),
    ),
    "relative-id": (
        _("The name “%(given)s” is not a complete address."),
        _("Start it with the address of the site."),
    ),
    "missing-required": (
        _("“%(property)s” is missing; %(source)s does not accept %(subject)s without it."),
        _("Fill it in: until then the entry is ignored."),
    ),
    "missing-recommended": (
        _("“%(property)s” is missing; %(source)s recommends it for %(subject)s."),
        _("Fill it in if it is known."),
    ),
    "left-out": (
        _("%(types)s is not published, because “%(property)s” is missing."),
        _("Fill it in: until then the page is published without this entry."),
    ),
    "wrong-main-entity": (
        _("The profile page is about %(given)s."),
        _("A profile page must be about a person or an organisation."),
    ),
    "wrong-positions": (
        _("The entries are not numbered one after another."),
        _("Number them without gaps."),
    ),
    "short-path": (
        _("The path to the page has fewer than two steps."),
        _("Name the home page and this page at least, or leave the path out."),
    ),
    "repeated-address": (
        _("“%(given)s” stands in the list more than once."),
        _("List each page once."),
    ),
    "rating-out-of-bounds": (
        _("The rating %(given)s is not between %(worst)s and %(best)s."),
        _("Correct the rating or its limits."),
    ),
    "rating-without-marks": (
        _("There is a rating, but nobody has given one."),
        _("Leave the rating out until there is a review."),
    ),
    "dates-reversed": (
        _("The page was changed before it was published."),
        _("Correct one of the two dates."),
    ),
    "text-too-long": (
        _("“%(property)s” has more than %(limit)s characters."),
        _("Shorten it."),
    ),
}
