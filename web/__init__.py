"""Pullquote over HTTP: the page and the API. Read `web.app` first."""
