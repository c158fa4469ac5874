"""A headless Chromium, driven by Playwright; the only room that knows either. ``opening.open_browser`` is the door."""
