"""Every page of the web opens in a browser, without a console error and without a request to elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from onrecord.record import Record
from tests.web.conftest import Visit
from tests.web.places import PLACES, place_in

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
# WCAG 2.2 A and AA, and what is good practice beside.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SERIOUS = ("serious", "critical", "moderate")


def findings(page: Page, rules: list[str]) -> list[str]:
    """What axe finds on a page that is more than minor, by rules or tags of rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {v['nodes'][0]['html'][:200]}"
        for v in found["violations"]
        if v["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("place", PLACES)
def test_a_page_opens_reads_and_fits(place: str, visit: Visit, story: Record) -> None:
    page = visit.open(place_in(story, place))
    assert page.locator("h1").count() == 1
    assert findings(page, RULES) == []
    page.emulate_media(color_scheme="dark")
    assert findings(page, ["color-contrast"]) == []
    # 1280 CSS pixels at 400 % are 320 (WCAG 1.4.10).
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
