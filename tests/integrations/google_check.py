"""An independent reader of Google's feeds: says everything that Google would refuse or warn of.

Written from the published field lists, not from the exporter; unknown fields are errors, as a strict parser has it.
"""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

MERCHANT = {"merchant_id": str, "name": str, "telephone": str, "url": str, "category": str, "geo": dict}
GEO = {"latitude": float, "longitude": float, "address": dict, "unstructured_address": str}
ADDRESS = {"country": str, "locality": str, "region": str, "postal_code": str, "street_address": str}
SERVICE = {
    "merchant_id": str,
    "service_id": str,
    "type": str,
    "prepayment_type": str,
    "localized_service_name": dict,
    "localized_description": dict,
    "price": dict,
    "price_interpretation": str,
    "rules": dict,
}
RULES = {"min_booking_buffer": int, "min_advance_online_canceling": int}
PRICE = {"price_micros": int, "currency_code": str}
TEXT = {"value": str, "localized_value": list}
TIME = {
    "merchant_id": str,
    "service_id": str,
    "start_sec": int,
    "duration_sec": int,
    "spots_total": int,
    "spots_open": int,
    "resources": dict,
    "confirmation_mode": str,
}
RESOURCES = {"staff_id": str, "staff_name": str, "room_id": str, "room_name": str}
METADATA = {
    "processing_instruction": str,
    "shard_number": int,
    "total_shards": int,
    "nonce": str,
    "generation_timestamp": int,
}
ENUMS = {
    "type": {"SERVICE_TYPE_APPOINTMENT", "SERVICE_TYPE_ONLINE_APPOINTMENT"},
    "prepayment_type": {"NOT_SUPPORTED", "OPTIONAL", "REQUIRED"},
    "price_interpretation": {"EXACT_AMOUNT", "STARTS_AT", "NOT_DISPLAYED"},
    "confirmation_mode": {"CONFIRMATION_MODE_SYNCHRONOUS", "CONFIRMATION_MODE_ASYNCHRONOUS"},
    "processing_instruction": {"PROCESS_AS_COMPLETE"},
}
LARGEST_FILE = 200_000_000
NO_PROSE = re.compile(r"https?://|www\.|@|\+\d[\d\s()-]{6,}|[\U0001F300-\U0001FAFF]")


class FeedCheck:
    def __init__(self, files, *, days):
        self.problems = []
        self.days = days
        self.merchants = self.read("merchants", files, lambda shard: shard.pop("merchant"))
        self.services = self.read("services", files, lambda shard: shard.pop("service"))
        self.times = self.read("availability", files, self.times_of)
        self.check_merchants()
        self.check_services()
        self.check_times()

    def expect(self, right, problem):
        if not right:
            self.problems.append(problem)

    # --- Files ------------------------------------------------------------------------------------

    def read(self, kind, files, records_of):
        shards = []
        for file in (Path(file) for file in files if Path(file).name.startswith(kind)):
            content = file.read_bytes()
            self.expect(len(content) <= LARGEST_FILE, f"{file.name}: larger than 200 MB")
            text = gzip.decompress(content) if file.suffix == ".gz" else content
            self.expect(not text.startswith(b"\xef\xbb\xbf"), f"{file.name}: byte order mark")
            shards.append(json.loads(text.decode("utf-8"), object_pairs_hook=self.no_doubles))
        metadata = [shard.pop("metadata") for shard in shards]
        self.check_metadata(kind, metadata)
        records = [record for shard in shards for record in records_of(shard)]
        self.expect(not any(shards), f"{kind}: unknown field beside metadata and records")
        return records

    def no_doubles(self, pairs):
        names = [name for name, _ in pairs]
        self.expect(len(names) == len(set(names)), f"field given twice: {names}")
        return dict(pairs)

    def times_of(self, shard):
        (wrapper,) = shard.pop("service_availability")
        self.expect(set(wrapper) == {"availability"}, "a full feed restricts nothing")
        return wrapper["availability"]

    def check_metadata(self, kind, metadata):
        for one in metadata:
            self.shape(f"{kind} metadata", one, METADATA, required=METADATA)
        numbers = sorted(one["shard_number"] for one in metadata)
        self.expect(numbers == list(range(len(metadata))), f"{kind}: shards are not 0…n-1")
        self.expect({one["total_shards"] for one in metadata} == {len(metadata)}, f"{kind}: total_shards")
        for name in ("nonce", "generation_timestamp"):
            self.expect(len({one[name] for one in metadata}) == 1, f"{kind}: {name} differs between shards")
        self.expect(all(0 < int(one["nonce"]) < 2**53 for one in metadata), f"{kind}: nonce")
        self.generated = metadata[0]["generation_timestamp"]

    # --- Shapes -----------------------------------------------------------------------------------

    def shape(self, where, record, fields, *, required=()):
        self.expect(set(record) <= set(fields), f"{where}: unknown {sorted(set(record) - set(fields))}")
        self.expect(set(required) <= set(record), f"{where}: missing {sorted(set(required) - set(record))}")
        for name, value in record.items():
            kind = fields.get(name, type(value))
            self.expect(isinstance(value, kind) and not isinstance(value, bool), f"{where}.{name}: {value!r}")
            self.expect(
                value in ENUMS.get(name, {value} if not isinstance(value, dict | list) else [value]),
                f"{where}.{name}: {value!r}",
            )

    def text(self, where, text):
        self.shape(where, text, TEXT, required=["value"])
        values = [text["value"], *(one["value"] for one in text.get("localized_value", []))]
        for value in values:
            self.expect(value.strip(), f"{where}: empty text")
            self.expect(len(value) <= 16_000, f"{where}: too long")
            self.expect(not NO_PROSE.search(value), f"{where}: contact or emoji in {value!r}")
            self.expect(not (value.isupper() and len(value) > 5), f"{where}: all capitals")
            self.expect("<" not in value, f"{where}: HTML tag in {value!r}")

    # --- Records ----------------------------------------------------------------------------------

    def check_merchants(self):
        self.unique("merchant_id", [one["merchant_id"] for one in self.merchants])
        for one in self.merchants:
            where = f"merchant {one['merchant_id']}"
            self.shape(where, one, MERCHANT, required=["merchant_id", "name", "category", "geo"])
            self.expect(re.fullmatch(r"[A-Za-z0-9._~-]+", one["merchant_id"]), f"{where}: id not URL-safe")
            self.expect(re.fullmatch(r"\+\d{7,15}", one.get("telephone", "+0000000")), f"{where}: telephone")
            self.expect(one.get("url", "http").startswith("http"), f"{where}: url")
            geo = one["geo"]
            self.shape(f"{where} geo", geo, GEO)
            self.expect("address" in geo or "latitude" in geo, f"{where}: neither address nor coordinates")
            self.shape(f"{where} address", geo.get("address", {}), ADDRESS)
            self.expect(re.fullmatch("[A-Z]{2}", geo["address"]["country"]), f"{where}: country")
            self.expect(-90 <= geo.get("latitude", 0) <= 90, f"{where}: latitude")
            self.expect(-180 <= geo.get("longitude", 0) <= 180, f"{where}: longitude")

    def check_services(self):
        known = {one["merchant_id"] for one in self.merchants}
        self.unique("service", [(one["merchant_id"], one["service_id"]) for one in self.services])
        currencies = {}
        for one in self.services:
            where = f"service {one['service_id']}"
            self.shape(where, one, SERVICE, required=["merchant_id", "service_id", "localized_service_name"])
            self.expect(one["merchant_id"] in known, f"{where}: unknown merchant")
            self.text(f"{where} name", one["localized_service_name"])
            if "localized_description" in one:
                self.text(f"{where} description", one["localized_description"])
            self.shape(f"{where} rules", one["rules"], RULES)
            if "price" in one:
                self.shape(f"{where} price", one["price"], PRICE, required=PRICE)
                self.expect(one["price"]["price_micros"] >= 0, f"{where}: price below zero")
                self.expect(
                    one["price"]["price_micros"] % 10_000 == 0, f"{where}: parts of the smallest coin"
                )
                currencies.setdefault(one["merchant_id"], set()).add(one["price"]["currency_code"])
        self.expect(all(len(found) == 1 for found in currencies.values()), "several currencies at a merchant")
        self.expect(known == {one["merchant_id"] for one in self.services}, "merchant without services")

    def check_times(self):
        known = {(one["merchant_id"], one["service_id"]) for one in self.services}
        listed, staff = set(), {}
        self.unique("time", [json.dumps(one, sort_keys=True) for one in self.times])
        for one in self.times:
            where = f"time {one['start_sec']} of {one['service_id']}"
            self.shape(where, one, TIME, required=set(TIME) - {"resources"})
            pair = (one["merchant_id"], one["service_id"])
            self.expect(pair in known, f"{where}: unknown service")
            listed.add(pair)
            self.expect(0 < one["spots_open"] <= one["spots_total"], f"{where}: spots")
            self.expect(one["duration_sec"] > 0, f"{where}: duration")
            latest = self.generated + self.days * 86_400
            self.expect(self.generated < one["start_sec"] < latest, f"{where}: outside the window")
            resources = one.get("resources", {})
            self.shape(f"{where} resources", resources, RESOURCES)
            for kind in ("staff", "room"):
                both = {f"{kind}_id", f"{kind}_name"}
                self.expect(len(both & set(resources)) in (0, 2), f"{where}: half of a {kind}")
            staff.setdefault(resources.get("staff_id"), set()).add(resources.get("staff_name"))
        self.expect(all(len(names) == 1 for names in staff.values()), "one doctor with two names")
        self.expect(listed == known, "service without a free time")

    def unique(self, what, keys):
        doubled = [key for key, count in Counter(keys).items() if count > 1]
        self.expect(not doubled, f"{what} given twice: {doubled[:3]}")

    def overlaps(self, appointments):
        """Listed times of a doctor that overlap an appointment of theirs."""
        return [
            one
            for one in self.times
            for doctor, start, end in appointments
            if one["resources"]["staff_id"] == doctor
            and one["start_sec"] < end.timestamp()
            and one["start_sec"] + one["duration_sec"] > start.timestamp()
        ]
