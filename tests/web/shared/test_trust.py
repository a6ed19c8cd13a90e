"""What anybody may see of the nightly check: that it held, or that it did not, and no count."""

import pytest

from careerrelay.audit.models import Verification
from careerrelay.relay.verifying import keep_verification
from tests.make import NOW, make_network

pytestmark = pytest.mark.django_db


@pytest.mark.promise("P47", "P08")
def test_the_page_says_whether_the_records_agree_and_never_how_many_there_are(client):
    assert "まだ検証していません" in client.get("/trust").text
    make_network()
    kept = keep_verification(at=NOW)
    page = client.get("/trust").text
    assert "記録に相違はありません" in page
    assert page.count("相違なし") == len(kept.checks) == 5
    kept.checks[0]["faults"], kept.checks[0]["checked"] = 3, 987654
    Verification.objects.create(at=NOW.replace(hour=3), seconds=1, checks=kept.checks, is_clean=False)
    page = client.get("/trust").text
    assert "記録に相違があります" in page
    assert "相違が3件" in page
    assert "987654" not in page.replace(",", "")
