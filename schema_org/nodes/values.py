"""Small structured values."""

from dataclasses import dataclass

from schema_org.node import Node, spelled


@dataclass(frozen=True, kw_only=True)
class PropertyValue(Node, types=("PropertyValue",), required=("value",)):
    """A licence number, a registry entry: `property_id` names the register, `value` is the number in it."""

    name: str = ""
    property_id: str = spelled("propertyID")
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class QuantitativeValue(Node, types=("QuantitativeValue",), required=("value",)):
    value: int | None = None
    unit_code: str = ""


def pixels(number: int) -> QuantitativeValue:
    """A length on the screen. A bare number is common but out of the range of `width`; E37 is UN/CEFACT's
    pixel.
    """
    return QuantitativeValue(value=number, unit_code="E37")
