"""A person without a mouse: everything here is done by keys, and the eye follows the focus."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.windows import eventually_on

NAME = """() => {
  const element = document.activeElement
  const label = element.labels?.[0]?.innerText ?? ''
  return (element.ariaLabel || label || element.innerText || '').trim().slice(0, 80)
}"""

FOCUS_SHOWN = """() => {
  const element = document.activeElement
  if (element === document.body) return true
  return [element, element.closest('label')].some((one) => {
    const style = one && getComputedStyle(one)
    const outlined = style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    return outlined || (style && style.boxShadow !== 'none')
  })
}"""

STEPS_MAX = 120


class Hands:
    """The keys of one window; `unseen` collects what had the focus without showing it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    @property
    def focused(self) -> str:
        """The name of what has the focus."""
        return str(self.page.evaluate(NAME))

    def tab(self, *, back: bool = False) -> str:
        self.press("Shift+Tab" if back else "Tab")
        name = self.focused
        if not self.page.evaluate(FOCUS_SHOWN):
            self.unseen.append(name)
        return name

    def to(self, name: str, *, back: bool = False) -> None:
        """Tabs on to what begins with this name."""
        passed = []
        for _ in range(STEPS_MAX):
            passed.append(self.tab(back=back))
            if passed[-1].startswith(name):
                return
        raise AssertionError(f"no way to {name!r} by Tab: {passed}")

    def on(self, name: str) -> None:
        """Waits until the focus is on what begins with this name."""
        eventually_on(self.page, lambda: self.focused.startswith(name), what=f"focus on {name!r}")

    def seen(self, words: str, **more: Any) -> None:
        expect(self.page.get_by_text(words, **more).first).to_be_visible()
