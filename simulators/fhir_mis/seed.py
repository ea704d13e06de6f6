"""The first content: a FHIR Bundle of any type; each entry is a resource with its id.

An entry whose id is known already is left alone, so a restart keeps what has happened since and a newer seed
only adds. The portal's demonstration writes such a file; see docs/integrations/fhir.md for what it must hold.
"""

import json
from pathlib import Path

from simulators.fhir_mis.search import PARAMETERS
from simulators.fhir_mis.store import Store


class SeedRefused(Exception):
    pass


def plant(store: Store, file: Path) -> int:
    """How many resources were new. Raises SeedRefused, naming the entry, and then nothing is planted."""
    try:
        bundle = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SeedRefused(f"{file} cannot be read as JSON: {error}") from error
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise SeedRefused(f"{file} is not a FHIR Bundle")
    planted = 0
    with store.transaction():
        for number, entry in enumerate(bundle.get("entry", [])):
            resource = entry.get("resource", {})
            if resource.get("resourceType") not in PARAMETERS or not resource.get("id"):
                raise SeedRefused(f"{file}: entry {number} has no id, or a type that is not kept here")
            if store.find(resource["resourceType"], resource["id"]) is None:
                store.save(resource)
                planted += 1
    return planted
