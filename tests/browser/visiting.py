"""Visiting: a reader with a browser, who notes everything that should not happen."""

from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".ci" / "pages" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SMALL, LARGE = 390, 1280
SECONDS = 20
# Told before any script of a page runs.
WATCH = """
window.__blocked = [];
document.addEventListener("securitypolicyviolation",
  event => window.__blocked.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
# What is wider than the window, to say what it is.
WIDER = """
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120));
}
"""
CHECK = """
tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
  .then(found => found.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.html.slice(0, 200)} | ${node.failureSummary}`)))
"""


@dataclass(frozen=True)
class Reader:
    """Who looks, and with what."""

    language: str = "nl"
    width: int = LARGE
    runs_scripts: bool = True


@dataclass
class Visit:
    """A browser window with a site in it."""

    browser: "Browser"
    address: str
    reader: Reader = field(default_factory=Reader)
    faults: list[str] = field(default_factory=list)
    asked: list["Request"] = field(default_factory=list)

    def __enter__(self) -> "Visit":
        reader = self.reader
        self.context = self.browser.new_context(
            locale=reader.language,
            color_scheme="light",
            reduced_motion="reduce",
            viewport={"width": reader.width, "height": 900},
            java_script_enabled=reader.runs_scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self.context.set_default_timeout(SECONDS * 1000)
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("dialog", self._refuse)
        self.page.on("request", self._see)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.context.close()

    def go(self, path: str) -> int:
        """Open a page; give its status."""
        self.asked.clear()
        answer = self.page.goto(self.address + path, wait_until="load")
        assert answer is not None
        return answer.status

    def html_bytes(self) -> int:
        """Weigh the page alone, as it is written."""
        document = next(one for one in self.asked if one.resource_type == "document")
        answer = document.response()
        assert answer is not None
        return len(answer.body())

    def sizes(self) -> dict[str, int]:
        """Weigh the page, its styles and its scripts, in bytes as they came over the line."""
        kinds = ("document", "stylesheet", "script")
        heavy = [request for request in self.asked if request.resource_type in kinds]
        return {request.url: request.sizes()["responseBodySize"] for request in heavy}

    def wear(self, scheme: Literal["light", "dark"]) -> None:
        """Show the page in light or in dark."""
        self.page.emulate_media(color_scheme=scheme)

    def problems(self) -> list[str]:
        """Tell what went wrong since the window was opened."""
        blocked = self.page.evaluate("window.__blocked") if self.reader.runs_scripts else []
        return [*self.faults, *(f"policy: {what}" for what in blocked)]

    def violations(self) -> list[str]:
        """Let axe look at the page."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found: list[str] = self.page.evaluate(CHECK, list(TAGS))
        return found

    def wider(self) -> list[str]:
        """Name what is wider than the window."""
        found: list[str] = self.page.evaluate(WIDER)
        return found

    def text(self) -> str:
        """Read what the page says, but for its buttons."""
        buttons = set(self.page.locator("main button").all_inner_texts())
        lines = self.page.locator("main").inner_text().splitlines()
        return " ".join(" ".join(line for line in lines if line not in buttons).split())

    def _hear(self, message: "ConsoleMessage") -> None:
        # A problem's own page is no fault of it; nor is a wrong query that the editor asks again.
        where = urlsplit(message.location.get("url", ""))
        is_page = where.path == urlsplit(self.page.url).path
        if message.type in ("error", "warning") and not ("status of" in message.text and is_page):
            self.faults.append(f"{message.type}: {message.text}")

    def _refuse(self, dialog: "Dialog") -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _see(self, request: "Request") -> None:
        self.asked.append(request)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and not request.url.startswith(self.address + "/"):
            self.faults.append(f"elsewhere: {request.url}")
