"""States and territories of the USA: their names and their time zones."""

#: Zone of each US state and territory, or of its larger part.
_ZONES = {
    "America/New_York": "CT DC DE FL GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
    "America/Detroit": "MI",
    "America/Indiana/Indianapolis": "IN",
    "America/Kentucky/Louisville": "KY",
    "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
    "America/Denver": "CO MT NM UT WY",
    "America/Phoenix": "AZ",
    "America/Boise": "ID",
    "America/Los_Angeles": "CA NV OR WA",
    "America/Anchorage": "AK",
    "Pacific/Honolulu": "HI",
    "America/Puerto_Rico": "PR",
    "America/St_Thomas": "VI",
    "Pacific/Guam": "GU",
    "Pacific/Saipan": "MP",
    "Pacific/Pago_Pago": "AS",
}
STATE_ZONES = {state: zone for zone, states in _ZONES.items() for state in states.split()}

#: The other part of states with two zones, by the first three digits of the ZIP code (USPS publication L002).
#: A prefix that is itself divided keeps the zone of its larger town.
_SPLIT_STATES = {
    ("FL", "America/Chicago"): "324 325",  # Panhandle west of the Apalachicola
    ("TN", "America/New_York"): "373 374 376 377 378 379",  # Chattanooga, Johnson City, Knoxville
    ("KY", "America/Chicago"): "420 421 422 423 424",  # Paducah, Bowling Green, Owensboro
    ("IN", "America/Chicago"): "463 464 476 477",  # Gary, Evansville
    ("TX", "America/Denver"): "798 799 885",  # El Paso
    ("ND", "America/Denver"): "586",  # Dickinson
    ("SD", "America/Denver"): "577",  # Rapid City
    ("NE", "America/Denver"): "691 693",  # Ogallala, Alliance
    ("ID", "America/Los_Angeles"): "835 838",  # Lewiston, Coeur d'Alene
    ("OR", "America/Boise"): "979",  # Ontario
}
ZIP_ZONES = {
    (state, prefix): zone for (state, zone), prefixes in _SPLIT_STATES.items() for prefix in prefixes.split()
}

STATE_NAMES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "district of columbia": "DC",
    "florida": "FL", "georgia": "GA", "guam": "GU", "hawaii": "HI", "idaho": "ID", "illinois": "IL",
    "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA",
    "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV",
    "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY",
    "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK", "oregon": "OR",
    "pennsylvania": "PA", "puerto rico": "PR", "rhode island": "RI", "south carolina": "SC",
    "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
}  # fmt: skip
