"""Files Bundles with the health platform: a token by client credentials, then one POST each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx

from siaga.channels.satusehat.protocol import Json
from siaga.channels.satusehat.protocol.answers import Answer, read_answer
from siaga.platform.clock import steady_s

TIMEOUT = httpx.Timeout(connect=5.0, write=10.0, read=20.0, pool=10.0)
TOKEN_EARLY_S = 60.0  # before its end a new one is fetched
TOKEN_KEPT_S = 600.0  # where its age is not said


@dataclass(frozen=True, slots=True, kw_only=True)
class SatuSehatSettings:
    """Empty addresses: switched off. `fhir_url` ends before the resource, e.g. …/fhir-r4/v1."""

    token_url: str = ""
    fhir_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)

    @property
    def enabled(self) -> bool:
        return bool(self.token_url and self.fhir_url and self.client_id and self.client_secret)


class SatuSehat:
    """One per room. Redirects are not followed: a token is for the address it was meant for."""

    def __init__(self, settings: SatuSehatSettings, http: httpx.AsyncClient) -> None:
        self.settings, self.http = settings, http
        self._token, self._until_s = "", 0.0

    async def file(self, bundle: Json) -> Answer:
        """Asked twice it stands there twice only if the platform ignores our identifiers."""
        try:
            token = await self._have_token()
            if not token:
                return Answer(taken=False, again=True, problem="no_token")
            response = await self.http.post(
                self.settings.fhir_url,
                json=bundle,
                headers={"Authorization": f"Bearer {token}"},
                timeout=TIMEOUT,
            )
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as broken:
            return Answer(taken=False, again=True, problem=type(broken).__name__)
        if response.status_code == 401:
            self._token = ""
        return read_answer(response.status_code, _json(response))

    async def _have_token(self) -> str:
        if self._token and steady_s() < self._until_s:
            return self._token
        response = await self.http.post(
            self.settings.token_url,
            params={"grant_type": "client_credentials"},
            data={
                "client_id": self.settings.client_id,
                "client_secret": self.settings.client_secret,
            },
            timeout=TIMEOUT,
        )
        body = _json(response)
        token = body.get("access_token") if isinstance(body, dict) else None
        if response.status_code != 200 or not isinstance(token, str):
            return ""
        assert isinstance(body, dict)
        self._token, self._until_s = token, steady_s() + _lives_s(body) - TOKEN_EARLY_S
        return token


def _lives_s(body: dict[str, Any]) -> float:
    """The platform writes the seconds as text."""
    try:
        return float(body.get("expires_in", TOKEN_KEPT_S))
    except (TypeError, ValueError):
        return TOKEN_KEPT_S


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
