"""The whole portal in its own processes, as the Procfiles start it: web, worker and beat."""

import re
import urllib.error
import urllib.request

import pytest


def fetch(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode()


@pytest.mark.parametrize("address", ["/", "/about/", "/desk/login/"])
def test_a_page_and_all_its_assets_come_from_the_portal_itself(portal, address):
    page = fetch(portal.url + address)
    assets = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', page)

    assert assets
    assert [asset for asset in assets if not asset.startswith(("/", "data:"))] == []
    for asset in assets:
        fetch(portal.url + asset)


def test_a_health_page_answers_and_a_wrong_address_is_told_in_chinese(portal):
    assert fetch(portal.url + "/health/")
    with pytest.raises(urllib.error.HTTPError) as answer:
        fetch(portal.url + "/no-such-page/")
    assert answer.value.code == 404
    assert 'lang="zh-hans"' in answer.value.read().decode()
