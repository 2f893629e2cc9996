"""A person at a keyboard: everything a test does here, it does with keys."""

from playwright.sync_api import Page, expect

_IS_FOCUSED = """(words) => {
  const at = document.activeElement;
  if (!at || at === document.body) return false;
  if (at.name === words) return true;
  const said = [at.innerText, at.getAttribute("aria-label"), at.labels?.[0]?.innerText].filter(Boolean);
  return said.some((one) => one.toLowerCase().includes(words.toLowerCase()));
}"""

PASSWORD = "correct horse battery"


class Person:
    """Someone signed in, in a browser context of their own."""

    def __init__(self, page: Page, base: str, username: str, password: str = PASSWORD) -> None:
        self.page = page
        self.base = base
        page.goto(f"{base}/login/")
        self.tab_to("username")
        page.keyboard.type(username)
        self.tab_to("password")
        page.keyboard.type(password)
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(f"{base}/login/")

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"{self.base}{path}")
        self.page.wait_for_load_state("networkidle")

    def tab_to(self, words: str) -> None:
        """Press Tab until what has the focus says `words` or is a field of that name; fails after two hundred."""
        for _ in range(200):
            if self.page.evaluate(_IS_FOCUSED, words):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach “{words}” on {self.page.url}.")

    def follow(self, words: str) -> None:
        """Tab to a link or button that leads to another page, press Enter and wait for it."""
        self.tab_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("networkidle")

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Type words where the focus is."""
        self.page.keyboard.type(words)

    def sees(self, words: str) -> None:
        """Wait until the page shows the words."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=60_000)

    def saved(self) -> None:
        """Wait until no form is open and the foot says that everything is saved."""
        expect(
            self.page.locator("attest-actor-form, attest-event-form, attest-reliability-form")
        ).to_have_count(0)
        expect(self.page.locator(".save-state")).to_have_attribute("data-state", "saved", timeout=30_000)
