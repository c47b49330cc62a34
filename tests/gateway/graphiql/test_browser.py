"""GraphiQL in a real headless Chromium, over real HTTP, against the running gateway."""

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from schema.operations import load_operations

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
CHROMEDRIVER = Path("/usr/bin/chromedriver")
OPERATIONS = Path(__file__).parents[3] / "schema" / "operations"
SECONDS = 30.0
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,800",
)
TAB = '[role="tab"]'
PLAY = ".graphiql-execute-button"
# GraphiQL publishes its editor library under this name; the panes show only the lines in view.
TEXT_OF_PANE = (
    "return __MONACO.editor.getEditors().find(editor => editor.getContainerDomNode().closest(arguments[0]))?.getValue()"
)


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chrome]:
    """A Chromium with a fresh profile that records its console and its network traffic."""
    absent = [str(path) for path in (CHROMIUM, CHROMEDRIVER) if not path.exists()]
    if absent:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            f"not installed: {', '.join(absent)} (Debian: apt-get install chromium chromium-driver)"
        )
    monkeypatch.setenv("SE_OFFLINE", "true")
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = Chrome(options=options, service=Service(str(CHROMEDRIVER)))
    try:
        yield driver
    finally:
        driver.quit()


def wait(browser: Chrome, condition: Callable[[Chrome], object], what: str) -> None:
    """Return once the condition is true."""
    WebDriverWait(browser, SECONDS).until(condition, f"waited {SECONDS} s for {what}")


def open_page(browser: Chrome, url: str) -> list[str]:
    """Open GraphiQL, wait until the first operation can be run, and give the tabs' titles."""
    browser.get(url)
    wait(browser, lambda driver: driver.find_elements(By.CSS_SELECTOR, TAB), "tabs")
    wait(browser, lambda driver: pane(driver, ".graphiql-query-editor"), "the query editor")
    return [tab.text for tab in browser.find_elements(By.CSS_SELECTOR, TAB)]


def pane(browser: Chrome, selector: str) -> str:
    """The whole text of one editor, empty before there is an editor."""
    return browser.execute_script(f"if (!globalThis.__MONACO) return ''; {TEXT_OF_PANE}", selector) or ""


def shows(name: str, browser: Chrome) -> bool:
    """Whether the query editor has the operation of this name."""
    return f"query {name}" in pane(browser, ".graphiql-query-editor")


def log(browser: Chrome, kind: str) -> list[dict[str, Any]]:
    """The entries of one of the browser's logs since it was last read."""
    return list(browser.get_log(kind))  # type: ignore[no-untyped-call]


def console(browser: Chrome) -> list[str]:
    """What the browser complained about, violations of the policy among it."""
    return [entry["message"] for entry in log(browser, "browser") if entry["level"] != "INFO"]


def requested(browser: Chrome) -> list[str]:
    """The addresses that the page, its workers and its styles asked for."""
    messages = [json.loads(entry["message"])["message"] for entry in log(browser, "performance")]
    addresses = [
        message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"
    ]
    return [address for address in addresses if urlsplit(address).scheme != "chrome"]  # its own start page


def test_every_operation_has_a_tab_and_the_first_one_runs(browser: Chrome, demo_url: str) -> None:
    """On the first visit each operation has a tab, and the play button runs the first without errors."""
    titles = open_page(browser, demo_url)
    assert browser.title == "Account gateway"
    assert json.loads(pane(browser, ".graphiql-editor-tool")) == {"code": "ABC123"}
    assert len(titles) == len(list(OPERATIONS.glob("*.graphql")))
    assert len(set(titles)) == len(titles)
    selected = [tab.get_attribute("aria-selected") for tab in browser.find_elements(By.CSS_SELECTOR, TAB)]
    assert selected == ["true"] + ["false"] * (len(titles) - 1)

    browser.find_element(By.CSS_SELECTOR, PLAY).click()
    wait(browser, lambda driver: pane(driver, ".result-window").startswith("{"), "a response")
    answer = json.loads(pane(browser, ".result-window"))
    assert "errors" not in answer
    assert answer["data"]
    assert all(answer["data"].values())
    assert '"data"' in browser.find_element(By.CSS_SELECTOR, ".result-window").text
    assert console(browser) == []


def test_every_tab_brings_its_variables(browser: Chrome, demo_url: str) -> None:
    """Each tab has its operation's example variables in its editor, so that play works in it, too."""
    open_page(browser, demo_url)
    for number, (name, _, variables) in enumerate(load_operations()):
        browser.find_elements(By.CSS_SELECTOR, TAB)[number].click()
        wait(browser, partial(shows, name), f"tab {name}")
        assert json.loads(pane(browser, ".graphiql-editor-tool") or "{}") == variables
    assert console(browser) == []


def test_on_a_phone_the_answer_is_in_view(browser: Chrome, demo_url: str) -> None:
    """At 390 by 800 the answer stands under the question, wide and high enough to be read, without scrolling."""
    metrics = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    open_page(browser, demo_url)
    browser.find_element(By.CSS_SELECTOR, PLAY).click()
    wait(browser, lambda driver: pane(driver, ".result-window").startswith("{"), "a response")
    window = browser.find_element(By.CSS_SELECTOR, ".result-window")
    wait(browser, lambda _: '"total"' in window.text, "the answer's first number in view")
    left, top, right, bottom = browser.execute_script(
        "const box = arguments[0].getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom]", window
    )
    assert left >= 0
    assert right <= 390
    assert bottom <= 800
    assert right - left >= 250
    assert bottom - top >= 250


def test_the_documentation_shows_the_schema(browser: Chrome, demo_url: str) -> None:
    """The page introspects on load, so that the documentation names the root type."""
    open_page(browser, demo_url)
    browser.find_element(By.CSS_SELECTOR, 'button[aria-label="Show Documentation Explorer"]').click()
    wait(
        browser,
        lambda driver: "Query" in driver.find_element(By.CSS_SELECTOR, ".graphiql-plugin").text,
        "the root type in the documentation",
    )
    assert console(browser) == []


def test_nothing_is_asked_of_another_origin(browser: Chrome, demo_url: str) -> None:
    """Loading the page, its fonts and workers, and running a query, send requests to this origin alone."""
    open_page(browser, demo_url)
    browser.find_element(By.CSS_SELECTOR, PLAY).click()
    wait(browser, lambda driver: pane(driver, ".result-window"), "a response")
    addresses: list[str] = []

    def worker_requested(driver: Chrome) -> bool:
        addresses.extend(requested(driver))  # reading the log empties it
        return any("graphql.worker" in address for address in addresses)

    wait(browser, worker_requested, "the worker of the editor")
    ours = [address for address in addresses if urlsplit(address)[:2] == urlsplit(demo_url)[:2]]
    assert [address for address in addresses if address not in ours and not address.startswith("data:")] == []
    asked = [urlsplit(address).path.rpartition(".")[2] for address in ours]
    assert {"js", "css", "woff2"} <= set(asked)
    assert any("graphql.worker" in address for address in ours)
    assert console(browser) == []


def test_edits_outlive_a_reload_and_a_change_of_the_operations(browser: Chrome, demo_url: str) -> None:
    """What a user wrote is there after a reload, and after the operations change it follows the new tabs."""
    offered = open_page(browser, demo_url)
    browser.execute_script(
        "__MONACO.editor.getEditors()"
        ".find(editor => editor.getContainerDomNode().closest('.graphiql-query-editor'))"
        ".setValue('query MyOwn { __typename }')"
    )
    wait(
        browser,
        lambda driver: driver.execute_script("return localStorage['graphiql:tabState']?.includes('MyOwn')"),
        "the edit in the browser's storage",
    )
    assert open_page(browser, demo_url) == ["MyOwn", *offered[1:]]

    browser.execute_script("""localStorage['account-gateway:tabs'] = '[{"query": "{ __typename }"}]'""")
    assert open_page(browser, demo_url) == [*offered, "MyOwn"]
    assert console(browser) == []


def test_headers_are_not_kept(browser: Chrome, demo_url: str) -> None:
    """A header, which may carry a token, is written into no storage of the browser."""
    open_page(browser, demo_url)
    browser.execute_script(
        "__MONACO.editor.getModels()"
        ".find(model => model.uri.path.endsWith('request-headers.json'))"
        '.setValue(\'{"authorization": "Bearer secret"}\');'
        "__MONACO.editor.getEditors()"
        ".find(editor => editor.getContainerDomNode().closest('.graphiql-query-editor'))"
        ".setValue('query Edited { __typename }')"
    )
    wait(
        browser,
        lambda driver: driver.execute_script("return localStorage['graphiql:tabState']?.includes('Edited')"),
        "the edit in the browser's storage",
    )
    stored = browser.execute_script("return JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Edited" in stored
    assert "secret" not in stored
