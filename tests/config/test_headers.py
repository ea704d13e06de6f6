"""What every answer says to the browser."""

import pytest


@pytest.mark.parametrize("path", ["/healthz", "/account/sign-in/", "/api/v1/schema/", "/nothing/here/"])
def test_every_answer_limits_what_a_browser_may_do(client, db, path):
    headers = client.get(path).headers

    assert headers["Permissions-Policy"].split(", ")[:2] == ["camera=()", "display-capture=()"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
