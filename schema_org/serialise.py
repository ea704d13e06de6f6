"""The graph as text for a script element."""

import json
import re
from collections.abc import Mapping
from typing import Any

# `<`, `>` and `&` could end the script element or open a comment in it; the two line separators end a line in
# old scripts; a lone surrogate cannot be encoded at all.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def to_json(document: Mapping[str, Any]) -> str:
    """JSON that means the same as `document` and holds nothing an HTML parser would act on."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda character: f"\\u{ord(character[0]):04x}", text)
